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
            context.system.graph.cycles.compactMap { finding(about: $0, in: context) }
        }
    )

    private static func provides(_ name: String) -> String {
        "provides:\n  - { api: \(name), version: v1, http: 8080 }"
    }

    private static func finding(about component: [Int], in context: LintContext) -> Finding? {
        let system = context.system
        let cycle = system.graph.shortestCycle(in: component)
        let names = cycle.map { system.services[$0].name }
        let steps = zip(cycle, cycle.dropFirst() + cycle.prefix(1)).map { Array([$0, $1]) }
        let labels = zip(names, steps).compactMap { name, step in
            span(from: step[0], to: step[1], in: system).map { Diagnostic.Label($0, "`\(name)` waits here") }
        }
        guard let first = labels.first else { return nil }
        var notes = ["the circle: \((names + names.prefix(1)).joined(separator: " → "))"]
        if component.count > cycle.count {
            notes.append("\(component.count) services reach each other; this is their shortest circle")
        }
        return Finding(
            cycle.count == 1
                ? "`\(names[0])` calls itself"
                : "`\(names.joined(separator: "`, `"))` call each other in a circle",
            at: first.span,
            first.text,
            secondary: Array(labels.dropFirst()),
            notes: notes,
            help: cycle.count == 1
                ? "call the code directly instead of going over the network"
                : "turn one of these calls into an event, or make one service of those that belong together",
            service: names[0]
        )
    }

    /// The text of the first call or route between two services.
    private static func span(from caller: Int, to callee: Int, in system: ServiceSystem) -> SourceSpan? {
        let call = system.calls(from: caller).first { $0.target == .service(callee) }
        if let call { return call.call.api.span }
        return system.routes(of: caller).first { $0.target == .service(callee) }?.route.to.span
    }
}
