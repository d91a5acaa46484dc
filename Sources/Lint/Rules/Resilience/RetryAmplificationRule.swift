// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let retryAmplification = Rule(
        id: "retry-amplification",
        severity: .warning,
        family: .resilience,
        summary: "retries at several layers multiply to more attempts than the budget allows",
        rationale: """
            Three attempts at each of three layers are twenty-seven attempts at the bottom, exactly when the bottom is in \
            trouble. Retry at one layer, best the one nearest to the failure, or limit retries to a share of the calls.
            """,
        examples: Examples(
            clean: [chain(outer: "1", inner: "1", call: "stock/v1")],
            flagged: [chain(outer: "2", inner: "2", call: "⟪stock/v1⟫")]
        ),
        source: .check { context in
            let system = context.system
            return system.retryAmplification().compactMap { found in
                found.flatMap { finding(about: $0, in: context) }
            }
        }
    )

    private static func chain(outer: String, inner: String, call: String) -> String {
        Examples.documents(
            Examples.service("stock", "provides:\n  - { api: stock, version: v1, http: 8080 }"),
            Examples.service(
                "cart",
                "provides:\n  - { api: cart, version: v1, http: 8080 }\n"
                    + "consumes:\n  - { api: \(call), timeout: 100ms, retries: \(inner) }"
            ),
            Examples.service("orders", "consumes:\n  - { api: cart/v1, timeout: 1s, retries: \(outer) }")
        )
    }

    private static func finding(about found: RetryAmplification, in context: LintContext) -> Diagnostic? {
        let system = context.system
        let budgets = system.manifest?.standards?.value.budgets?.value
        let budget = budgets?.retryAmplification?.value ?? Budgets.defaultRetryAmplification
        guard found.attempts > budget, let node = found.path.last, let caller = found.path.dropLast().last,
            let edge = system.calls(from: caller).first(where: { system.node($0.target) == node })
        else { return nil }
        let name = system.name(ofNode: node)
        // The product of many edges outgrows every integer.
        let attempts = Int(min(found.attempts.rounded(), 1e15))
        var labels: [Diagnostic.Label] = []
        for (from, to) in zip(found.path, found.path.dropFirst()) where from != caller {
            guard let step = system.calls(from: from).first(where: { system.node($0.target) == to }) else {
                continue
            }
            labels.append(.init(step.call.api.span, "up to \(step.resolved.attempts.value) attempts"))
        }
        return .init(
            id: "retry-amplification",
            severity: found.attempts > 4 * budget ? .error : .warning,
            headline: "one request can become \(attempts) attempts at `\(name)`",
            primary: .init(edge.call.api.span, "up to \(edge.resolved.attempts.value) attempts"),
            secondary: labels,
            notes: [
                "the way: \(found.path.map(system.name(ofNode:)).joined(separator: " → "))",
                "the budget is \(Int(budget.rounded())) attempts",
            ],
            help: "retry at one layer only, or set a retry `budget`",
            service: system.services[caller].name
        )
    }
}
