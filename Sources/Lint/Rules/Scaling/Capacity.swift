// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let capacity = Rule(
        id: "capacity",
        severity: .error,
        family: .scaling,
        summary: "the peak needs more than 80 % of what the most replicas can answer",
        rationale: """
            The peaks of the routes are followed through the graph: every call multiplies the load of its caller by its mean \
            number of calls, and a strangler passes on its share. What arrives must be at most 80 % of the most replicas times \
            `rpsPerReplica`, because queues grow without bound as a service gets near its limit. An Environment that is not for users \
            has no such peaks, and is not judged.
            """,
        examples: Examples(
            clean: [system(peak: "400/s"), system(peak: "480/s")],
            flagged: [system(peak: "900/s", max: "⟪6⟫")]
        ),
        evidence: [.needing(.calls, .routes, .scale, .api), .environment(.class)],
        source: .check { context in
            guard context.isForProduction else { return [] }
            return context.system.load().enumerated().compactMap { index, load in
                load.flatMap { finding(about: index, $0, in: context) }
            }
        }
    )

    private static func system(peak: String, max: String = "6") -> String {
        Examples.documents(
            Examples.provider("cart", "scale: { min: 3, max: \(max), rpsPerReplica: 100 }"),
            Examples.service(
                "gateway",
                "role: gateway\nroutes:\n  - { path: /v1/cart, to: cart/v1, timeout: 1s, peak: \(peak) }"
            )
        )
    }

    private static func finding(about index: Int, _ load: ServiceLoad, in context: LintContext) -> Finding? {
        let service = context.system.resolved[index]
        guard let capacity = context.system.capacity(of: index), let each = service.scale.rpsPerReplica,
            each.value > 0, load.peak > 0.8 * capacity,
            let span = service.scale.max.origin.span ?? each.origin.span
        else { return nil }
        let needed = ServiceSystem.replicas(for: load.peak, each: each.value)
        let most = service.scale.max.value
        var sources = load.callers.map { (context.services[$0.service].name, $0.rate) }
        if load.external > 0 { sources.append(("routes", load.external)) }
        let shown = sources.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(4).map {
            "\($0.0) \(FigureText.rate($0.1))"
        }
        return Finding(
            "the peak of `\(service.name)` needs \(needed) replicas, it has \(most) at most",
            at: span,
            "answers \(FigureText.rate(capacity)), the peak is \(FigureText.rate(load.peak))",
            secondary: span == each.origin.span
                ? [] : [context.label(each, "\(FigureText.rate(each.value)) each")].compactMap(\.self),
            notes: [
                "\(most) × \(FigureText.number(each.value)) × 80% = \(FigureText.rate(0.8 * capacity))",
                "the peak comes from \(shown.joined(separator: ", "))",
            ],
            help: "allow \(needed) replicas, keep answers in a cache, or let callers ask less often",
            fix: service.scale.max.origin.span.map {
                .init(
                    title: "allow \(needed) replicas",
                    applicability: .needsReview,
                    edits: [.init($0, String(needed))]
                )
            },
            service: service.name
        )
    }
}
