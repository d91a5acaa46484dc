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
        evidence: [.own(.deadline, .timeout, .retries, .parallel), .system(.callDefaults)],
        source: .check { context in
            context.services.indices.compactMap { index in
                context.isWithheld(index) ? nil : finding(about: index, in: context.system)
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

    private static func finding(about index: Int, in system: ServiceSystem) -> Finding? {
        let service = system.services[index]
        // The routes of a gateway are alternatives; `edge-timeout` looks at them.
        guard let deadline = service.resilience?.value.deadline else { return nil }
        let total = system.worstCaseTime(ofCallsFrom: index)
        guard total > deadline.value else { return nil }
        let calls = system.calls(from: index)
        let sums = calls.compactMap { edge in
            CallTime.text(of: edge, in: system).map { "`\(edge.call.api.value)`: \($0)" }
        }
        return Finding(
            "the calls of `\(service.name)` can take \(total.manifestText), its deadline is "
                + deadline.value.manifestText,
            at: deadline.span,
            "\((total - deadline.value).manifestText) too short",
            secondary: calls.compactMap { edge in
                system.worstCaseTime(of: edge).map { .init(edge.call.api.span, "up to \($0.manifestText)") }
            },
            notes: sums + (calls.count > 1 ? ["together \(total.manifestText)"] : []),
            help:
                "retry less, shorten the time limits, let independent calls run side by side with `parallel`, or give "
                + "`\(service.name)` more time",
            service: service.name
        )
    }
}
