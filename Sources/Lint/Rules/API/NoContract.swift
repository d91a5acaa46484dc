// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noContract = Rule(
        id: "no-contract",
        severity: .warning,
        family: .api,
        summary: "an API that is public, or used from another domain, has no contract file",
        rationale: """
            Callers that another team writes need something to test against, and a change can only be recognised as breaking \
            by comparing two contracts. Gateways are left alone, because the services behind them have the contracts, \
            and so are public APIs of a `bff`, whose only caller is a front end of the same team. \
            A file that is named and not there, or that cannot be read, is an error: OpenAPI 3, AsyncAPI 2 and 3, protocol buffers \
            and JSON Schema are read, other languages are taken as they are.
            """,
        examples: Examples(
            clean: [
                pair("spec: api/openapi.yaml", consumer: "sales"),
                pair("visibility: system", consumer: "shop"),
                Examples.service(
                    "web",
                    "role: bff\nprovides:\n  - { api: web, version: v1, http: 8080, visibility: public, auth: oidc }"
                ),
            ],
            flagged: [
                pair("visibility: system", consumer: "sales", api: "⟪cart⟫"),
                Examples.service(
                    "cart",
                    "provides:\n  - { api: ⟪cart⟫, version: v1, http: 8080, visibility: public, auth: jwt }"
                ),
            ]
        ),
        evidence: [.own(.provides, .role), .neighbours(.domain)],
        source: .check { context in
            context.services.indices.flatMap { index in
                context.services[index].provides.compactMap { finding(about: $0, of: index, in: context) }
            }
        }
    )

    private static func pair(_ field: String, consumer domain: String, api: String = "cart") -> String {
        Examples.documents(
            Examples.service("cart", "provides:\n  - { api: \(api), version: v1, http: 8080, \(field) }"),
            Examples.service("orders", "consumes:\n  - { api: cart/v1, timeout: 1s }", domain: domain)
        )
    }

    private static func finding(about api: ProvidedAPI, of index: Int, in context: LintContext) -> Finding? {
        let service = context.services[index]
        if let spec = api.spec { return missing(spec, api, service, in: context) }
        guard api.wireProtocol.value != .tcp, service.effectiveRole != .gateway else {
            return nil
        }
        let stranger = context.system.calls(to: index).first { edge in
            edge.call.api.value.description == api.reference
                && context.services[edge.caller].domain?.value != service.domain?.value
        }
        let isForStrangers = api.effectiveVisibility == .public && service.effectiveRole != .bff
        guard stranger != nil || isForStrangers else { return nil }
        let file = api.wireProtocol.value == .grpc ? "api/\(api.api.value).proto" : "api/openapi.yaml"
        return Finding(
            "the API `\(api.reference)` has no contract",
            at: api.api.span,
            stranger == nil ? "public, and no `spec`" : "used from another domain, and no `spec`",
            secondary: stranger.map { edge in
                let caller = context.services[edge.caller]
                let domain = caller.domain.map { " of domain `\($0.value)`" } ?? ""
                return [.init(edge.call.api.span, "`\(caller.name)`\(domain) calls it")]
            } ?? [],
            help: "describe it in a file, and name it, such as `spec: \(file)`",
            service: service.name
        )
    }

    /// A contract that is named and not there, or cannot be read.
    private static func missing(
        _ spec: Located<String>,
        _ api: ProvidedAPI,
        _ service: ServiceManifest,
        in context: LintContext
    ) -> Finding? {
        let path = service.folder.appendingPath(spec.value)
        guard let files = context.files else { return nil }
        if files.kind(at: path) == .file, let contract = files.contract(at: path) {
            return contract.problem(
                with: "the contract of `\(api.reference)`",
                naming: spec,
                service: service.name
            )
        }
        return Finding(
            "the contract of `\(api.reference)` is not where the manifest says",
            at: spec.span,
            "there is no file `\(path)`",
            severity: .error,
            help: "write it, or name the right file",
            service: service.name
        )
    }
}
