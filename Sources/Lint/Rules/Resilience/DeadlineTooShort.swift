// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let deadlineTooShort = Rule(
        id: "deadline-too-short",
        severity: .error,
        family: .resilience,
        summary: "the calls of a service can take longer than its own deadline",
        rationale: """
            When the calls with all their retries add up to more than the deadline, the last tries can never be used: the \
            caller has gone away before they answer. They only put load on a callee that is in trouble already. Calls in one \
            `parallel` group count as the longest of them.
            """,
        examples: Examples(
            clean: [
                system(
                    orders:
                        "consumes:\n  - { api: cart/v1, timeout: 400ms, retries: { max: 1, backoff: 50ms } }",
                    deadline: "900ms"
                ),
                system(
                    orders: "consumes:\n  - { api: cart/v1, timeout: 400ms, parallel: a }\n"
                        + "  - { api: prices/v1, timeout: 300ms, parallel: a }",
                    deadline: "400ms"
                ),
            ],
            flagged: [
                system(
                    orders:
                        "consumes:\n  - { api: cart/v1, timeout: 400ms, retries: { max: 2, backoff: 50ms } }",
                    deadline: "⟪1300ms⟫"
                ),
                system(
                    orders:
                        "consumes:\n  - { api: cart/v1, timeout: 400ms }\n  - { api: prices/v1, timeout: 300ms }",
                    deadline: "⟪600ms⟫"
                ),
            ]
        ),
        source: .check { context in
            context.services.enumerated().compactMap { index, service in
                context.graph.isInCycle(index) ? nil : finding(about: service, in: context)
            }
        }
    )

    private static func system(orders: String, deadline: String) -> String {
        Examples.documents(
            Examples.service("cart", "provides:\n  - { api: cart, version: v1, http: 8080 }"),
            Examples.service("prices", "provides:\n  - { api: prices, version: v1, http: 8080 }"),
            Examples.service("orders", orders + "\nresilience: { deadline: \(deadline) }")
        )
    }

    private static func finding(about service: ServiceManifest, in context: LintContext) -> Diagnostic? {
        guard let deadline = service.resilience?.value.deadline else { return nil }
        let calls = service.consumes.compactMap { call in
            CallTime(call, in: context).map { (call: call, time: $0) }
        }
        var alone = Duration.zero
        var groups: [String: Duration] = [:]
        for (call, time) in calls {
            guard let group = call.parallel?.value else {
                alone += time.total
                continue
            }
            groups[group] = max(groups[group] ?? .zero, time.total)
        }
        let total = groups.values.reduce(alone, +)
        guard total > deadline.value else { return nil }
        let sums = calls.map { "`\($0.call.api.value)`: \($0.time.text) = \($0.time.total.manifestText)" }
        return .init(
            id: "deadline-too-short",
            severity: .error,
            headline: "the calls of `\(service.name)` can take \(total.manifestText), its deadline is "
                + deadline.value.manifestText,
            primary: .init(deadline.span, "\((total - deadline.value).manifestText) too short"),
            secondary: calls.map { .init($0.call.api.span, "up to \($0.time.total.manifestText)") },
            notes: sums + (calls.count > 1 ? ["together \(total.manifestText)"] : []),
            help:
                "retry less, shorten the time limits, let independent calls run side by side with `parallel`, or give "
                + "`\(service.name)` more time",
            service: service.name
        )
    }
}
