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
        evidence: [.needing(.retries, .required), .system(.callDefaults, .standards)],
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

    /// A call or a route on the way, with the text that shows it.
    private struct Step {
        var span: SourceSpan
        var attempts: Int

        var label: Diagnostic.Label {
            .init(span, attempts == 1 ? "1 attempt" : "up to \(attempts) attempts")
        }
    }

    /// The step between two nodes that makes most attempts.
    private static func step(from: Int, to: Int, in system: ServiceSystem) -> Step? {
        let calls = system.calls(from: from).filter { system.node($0.target) == to }.map {
            Step(span: $0.call.api.span, attempts: $0.resolved.attempts.value)
        }
        let routes = system.routes(of: from).filter { system.node($0.target) == to }.map {
            Step(span: $0.route.to.span, attempts: $0.route.attempts)
        }
        return (calls + routes).max { $0.attempts < $1.attempts }
    }

    private static func finding(about found: RetryAmplification, in context: LintContext) -> Finding? {
        let system = context.system
        let budget = context.budgets?.retryAmplification?.value ?? Budgets.defaultRetryAmplification
        guard found.attempts > budget, let node = found.path.last, let caller = found.path.dropLast().last
        else {
            return nil
        }
        let steps = zip(found.path, found.path.dropFirst()).compactMap { step(from: $0, to: $1, in: system) }
        guard let last = steps.last else { return nil }
        // The product of many edges outgrows every integer.
        let attempts = Int(saturating: found.attempts.rounded())
        return Finding(
            "one request can become \(attempts) attempts at `\(system.name(ofNode: node))`",
            at: last.span,
            last.label.text,
            severity: found.attempts > 4 * budget ? .error : .warning,
            secondary: steps.dropLast().map(\.label),
            notes: [
                "the way: \(found.path.map(system.name(ofNode:)).joined(separator: " → "))",
                "\(steps.map { String($0.attempts) }.joined(separator: " × ")) attempts, the budget is "
                    + FigureText.number(budget),
            ],
            help: "retry at one layer only, or set a retry `budget`",
            service: caller < system.services.count ? system.services[caller].name : nil
        )
    }
}
