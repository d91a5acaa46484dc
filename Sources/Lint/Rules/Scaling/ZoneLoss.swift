// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let zoneLoss = Rule(
        id: "zone-loss",
        severity: .warning,
        family: .scaling,
        summary: "the least replicas that remain after the loss of a zone cannot answer half of the peak",
        rationale: """
            When a zone goes, its replicas go at once, and new ones take minutes to start. The least replicas are spread over \
            the zones of the Environment; what remains of them has to carry the usual load until then, which is taken to be \
            half of the peak.
            """,
        examples: Examples(
            clean: [system(min: "3")],
            flagged: [system(min: "⟪2⟫")]
        ),
        evidence: [.needing(.calls, .routes, .scale, .api), .environment(.class, .cluster)],
        source: .check { context in
            guard let zones = context.system.environment?.cluster?.value.zones, zones.value > 1 else {
                return []
            }
            return context.system.load().enumerated().compactMap { index, load in
                load.flatMap { finding(about: index, $0, zones, in: context) }
            }
        }
    )

    private static func system(min: String) -> String {
        Examples.documents(
            Examples.environment("prod", "class: production\ncluster: { context: prod, zones: 3 }"),
            Examples.provider("cart", "scale: { min: \(min), max: 9, rpsPerReplica: 100 }"),
            Examples.service(
                "gateway",
                "role: gateway\nroutes:\n  - { path: /v1/cart, to: cart/v1, timeout: 1s, peak: 400/s }"
            )
        )
    }

    private static func finding(
        about index: Int,
        _ load: ServiceLoad,
        _ zones: Located<Int>,
        in context: LintContext
    ) -> Finding? {
        let service = context.system.resolved[index]
        let usual = load.peak / 2
        // A single replica is another rule's business.
        guard service.scale.min.value > 1,
            let left = context.system.capacityAfterZoneLoss(of: index, zones: zones.value), left < usual,
            let each = service.scale.rpsPerReplica?.value, each > 0,
            let span = service.scale.min.origin.span ?? service.scale.rpsPerReplica?.origin.span
        else { return nil }
        let least = service.scale.min.value
        let remaining = least * (zones.value - 1) / zones.value
        let needed = Int(saturating: (usual / each).rounded(.up))
        // The fewest replicas of which `needed` remain: the smallest n with ⌊n(z−1)/z⌋ ≥ needed.
        let wanted =
            needed.multipliedSaturated(by: zones.value).addingSaturated(zones.value - 2) / (zones.value - 1)
        return Finding(
            "`\(service.name)` cannot lose a zone: \(FigureText.rate(left)) remain of \(FigureText.rate(usual)) wanted",
            at: span,
            "\(Figure.count(remaining, "replica")) of \(least) remain",
            secondary: [.init(zones.span, "over \(zones.value) zones")],
            notes: [
                "the peak is \(FigureText.rate(load.peak)), half of it the usual load",
                "⌊\(least) × \(zones.value - 1) / \(zones.value)⌋ = \(remaining), × \(FigureText.number(each)) = \(FigureText.rate(left))",
            ],
            help: "keep at least \(wanted) replicas",
            fix: service.scale.min.origin.span.map {
                .init(
                    title: "keep \(wanted) replicas",
                    applicability: .needsReview,
                    edits: [.init($0, String(wanted))]
                )
            },
            service: service.name
        )
    }
}
