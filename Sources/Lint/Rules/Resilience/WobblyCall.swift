// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let wobblyCall = Rule(
        id: "wobbly-call",
        severity: .warning,
        family: .resilience,
        summary:
            "a required call to another team or an external system has neither a breaker nor a limit of waiting calls",
        rationale: """
            When the other side gets slow, calls that wait use up the caller's threads and connections, and the caller stops \
            answering requests that never needed the other side. A breaker stops calling for a while; `maxConcurrent` bounds how \
            many wait.
            """,
        examples: Examples(
            clean: [
                pair("breaker: true"), pair("maxConcurrent: 20"), pair("required: false, fallback: cache"),
                pair("breaker: false", owner: "team-orders"),
            ],
            flagged: [
                pair("required: true", api: "⟪cart/v1⟫"),
                Examples.documents(
                    Examples.system("external:\n  bank: { url: \"https://bank.example\" }"),
                    Examples.service("orders", "consumes:\n  - { api: ⟪external/bank⟫, timeout: 1s }")
                ),
            ]
        ),
        evidence: [.neighbours(.owner), .system(.callDefaults)],
        source: .check { context in context.system.calls.compactMap { finding(about: $0, in: context) } }
    )

    private static func pair(_ fields: String, api: String = "cart/v1", owner: String = "team-cart") -> String
    {
        Examples.documents(
            Examples.provider("cart", owner: owner),
            Examples.service("orders", "consumes:\n  - { api: \(api), timeout: 1s, \(fields) }")
        )
    }

    private static func finding(about edge: CallEdge, in context: LintContext) -> Finding? {
        guard edge.call.isRequired, !edge.resolved.breaker.value, edge.call.maxConcurrent == nil else {
            return nil
        }
        let caller = context.services[edge.caller]
        let owner = edge.target.service.flatMap { context.services[$0].owner }
        if edge.target.service != nil, owner?.value == caller.owner?.value { return nil }
        let callee = context.name(of: edge.target)
        let whose =
            owner.map { " of `\($0.value)`" } ?? (edge.target.service == nil ? ", an external system" : "")
        return Finding(
            "`\(caller.name)` goes down with `\(callee)`\(whose), when that gets slow",
            at: edge.call.api.span,
            "required, without `breaker` or `maxConcurrent`",
            secondary: owner.map { [.init($0.span, "another team answers for it")] } ?? [],
            help: "add `breaker: true`, or `maxConcurrent` with the number of calls that may wait",
            fix: fix(edge, caller),
            service: caller.name
        )
    }

    private static func fix(_ edge: CallEdge, _ caller: ServiceManifest) -> Diagnostic.Fix? {
        guard edge.call.breaker == nil, let entry = caller.source.entry(at: "\(edge.call.pointer)/api") else {
            return nil
        }
        return .init(
            title: "add a breaker with the usual settings",
            applicability: .needsReview,
            edits: [FieldInsertion.edit("breaker: true", behind: entry, in: caller.source)]
        )
    }
}
