// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let syncCycle = Rule(
        id: "sync-cycle",
        severity: .error,
        family: .architecture,
        summary: "synchronous calls run in a circle",
        rationale: """
            Services that call each other in a circle fail together, cannot be started one after the other, and cannot be \
            released alone. One request may go round more than once, and no sum over calls has an end; the arithmetic of \
            other rules is therefore withheld for these services.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.service(
                        "cart",
                        provides("cart") + "\nconsumes:\n  - { api: prices/v1, timeout: 1s }"
                    ),
                    Examples.service("prices", provides("prices"))
                )
            ],
            flagged: [
                Examples.documents(
                    Examples.service(
                        "cart",
                        provides("cart") + "\nconsumes:\n  - { api: ⟪prices/v1⟫, timeout: 1s }"
                    ),
                    Examples.service(
                        "prices",
                        provides("prices") + "\nconsumes:\n  - { api: cart/v1, timeout: 1s }"
                    )
                ),
                Examples.service(
                    "cart",
                    provides("cart") + "\nconsumes:\n  - { api: ⟪cart/v1⟫, timeout: 1s }"
                ),
            ]
        ),
        source: .check { context in
            context.graph.cyclic.sorted().compactMap { component in
                ShortestCycle(in: component, of: context.graph).map { finding(about: $0.edges, in: context) }
            }
        }
    )

    private static func provides(_ name: String) -> String {
        "provides:\n  - { api: \(name), version: v1, http: 8080 }"
    }

    private static func finding(about cycle: [CallGraph.Edge], in context: LintContext) -> Diagnostic {
        let names = cycle.map { context.services[$0.caller].name }
        let first = names[0]
        let headline =
            cycle.count == 1
            ? "`\(first)` calls itself"
            : "`\(names.joined(separator: "`, `"))` call each other in a circle"
        let component = context.graph.components[cycle[0].caller]
        let members = context.graph.components.count { $0 == component }
        var notes = ["the circle: \((names + [first]).joined(separator: " → "))"]
        if members > cycle.count {
            notes.append("\(members) services reach each other; this is their shortest circle")
        }
        return .init(
            id: "sync-cycle",
            severity: .error,
            headline: headline,
            primary: .init(cycle[0].reference.span, "`\(first)` waits here"),
            secondary: cycle.dropFirst().map {
                .init($0.reference.span, "`\(context.services[$0.caller].name)` waits here")
            },
            notes: notes,
            help: cycle.count == 1
                ? "call the code directly instead of going over the network"
                : "turn one of these calls into an event, or make one service of those that belong together",
            service: first
        )
    }
}
