// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let nanoService = Rule(
        id: "nano-service",
        severity: .info,
        family: .architecture,
        summary: "a service does so little for a single caller that it could be a part of it",
        rationale: """
            Each service costs a deployment, a network hop, alerts and an on-call list. One with a single caller of the same team and \
            bounded context, no data, no events and at most two operations in its contract gives nothing back for that. Without a \
            contract that can be read nothing is said, because the number of operations is not known. What calls an external system, or is \
            called by a gateway, is separate for that reason.
            """,
        examples: Examples(
            clean: [
                repository(operations: 3), repository(operations: 2, caller: "team-other"),
                repository(operations: 1, role: "bff"),
            ],
            flagged: [repository(operations: 1, name: "⟪tax⟫"), repository(operations: 2, name: "⟪tax⟫")]
        ),
        needs: [.files],
        evidence: [
            .own(.owner, .domain, .provides, .data, .events, .expose, .routes, .role),
            .neighbours(.owner, .domain, .api, .role), .everyone(.name),
        ],
        source: .check { context in context.services.indices.compactMap { finding(about: $0, in: context) } }
    )

    private static func repository(
        operations: Int,
        caller: String = "team-tax",
        name: String = "tax",
        role: String = "service"
    ) -> String {
        let paths = (1...operations).map { "  /\($0): { get: { responses: {} } }" }.joined(separator: "\n")
        let tax = Examples.service(
            "tax",
            "provides:\n  - { api: tax, version: v1, http: 8080, spec: tax.yaml }"
        )
        return Examples.repository(
            (
                "msctl.yaml",
                Examples.documents(
                    tax.replacing("name: tax\nspec", with: "name: \(name)\nspec"),
                    Examples.service(
                        "orders",
                        "role: \(role)\nconsumes:\n  - { api: tax/v1, timeout: 1s }",
                        owner: caller
                    )
                )
            ),
            ("tax.yaml", "openapi: 3.1.0\ninfo: { title: tax, version: 1.0.0 }\npaths:\n\(paths)")
        )
    }

    private static func finding(about index: Int, in context: LintContext) -> Finding? {
        let service = context.services[index]
        let callers = Set(context.system.calls(to: index).map(\.caller))
        guard service.effectiveRole == .service, service.data.isEmpty, service.publishes.isEmpty,
            service.subscribes.isEmpty, service.expose == nil, callers.count == 1, let caller = callers.first,
            caller != index, context.system.routes(to: index).isEmpty,
            !service.provides.contains(where: { $0.effectiveVisibility == .public })
        else { return nil }
        let other = context.services[caller]
        guard let owner = service.owner, owner.value == other.owner?.value, let domain = service.domain,
            domain.value == other.domain?.value, let count = operations(of: service, in: context),
            // A contract without operations says nothing about how much there is to do.
            (1...2).contains(count),
            // What keeps an external system away from the rest, or stands behind the door, is separate for that reason.
            !context.system.calls(from: index).contains(where: { $0.target.service == nil }),
            ![.gateway, .bff].contains(other.effectiveRole),
            let edge = context.system.calls(to: index).first
        else { return nil }
        return Finding(
            "`\(service.name)` does little, and only for `\(other.name)`",
            at: service.metadata.name.span,
            Figure.count(count, "operation"),
            secondary: [.init(edge.call.api.span, "the only caller")],
            notes: [
                "both belong to `\(owner.value)` and `\(domain.value)`; `\(service.name)` keeps no data and no events"
            ],
            help: "make it a part of `\(other.name)`",
            service: service.name
        )
    }

    /// How many operations the contracts have; `nil` when one is missing or cannot be read.
    private static func operations(of service: ServiceManifest, in context: LintContext) -> Int? {
        var count = 0
        for api in service.provides {
            guard let version = api.version,
                let provided = context.contract(of: .api(name: api.api.value, version: version.value)),
                let operations = provided.contract.operations
            else { return nil }
            count += operations.titles.count
        }
        return service.provides.isEmpty ? nil : count
    }
}
