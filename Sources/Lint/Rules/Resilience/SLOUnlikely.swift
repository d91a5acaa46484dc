// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let sloUnlikely = Rule(
        id: "slo-unlikely",
        severity: .warning,
        family: .resilience,
        summary: "the parts of a service are together less available than it promises",
        rationale: """
            If replicas, stores and everything that is required fail independently of each other, their availabilities \
            multiply. When the product is below the promise, the error budget is used up before there is any bug. Every part \
            counts once, and retries are not credited, because outages are not independent of one another. A promise holds where \
            users are: other Environments are not judged.
            """,
        examples: Examples(
            clean: [
                Examples.service(
                    "cart",
                    "scale: { min: 3, max: 6 }\ndata:\n  - { name: cart, engine: postgres, ha: true }\nresilience: { slo: 99.8 }"
                )
            ],
            flagged: [
                Examples.service(
                    "cart",
                    "scale: { min: 3, max: 6 }\ndata:\n  - { name: cart, engine: postgres }\nresilience: { slo: ⟪99.8⟫ }"
                )
            ]
        ),
        evidence: [
            .needed(.availability, .data, .events, .required, .role, .scale, .slo, .tier), .system(.external),
            .environment(.class, .cluster, .provision),
        ],
        source: .check { context in
            guard context.isForProduction else { return [] }
            return context.services.indices.compactMap { finding(about: $0, in: context.system) }
        }
    )

    private static func finding(about index: Int, in system: ServiceSystem) -> Finding? {
        let service = system.services[index]
        guard let slo = service.resilience?.value.slo, let availability = system.availability(of: index),
            availability < slo.value.fraction - 0.000_000_1
        else { return nil }
        let parts = [index] + system.graph.hardClosure[index].members
        let losses = parts.map { (name: system.name(ofNode: $0), share: system.nodeAvailability($0)) }
            .sorted { ($0.share, $0.name) < ($1.share, $1.name) }
        let biggest = losses.prefix(3).map { "`\($0.name)` \(FigureText.minutes($0.share))" }
        return Finding(
            "`\(service.name)` promises \(slo.value), its parts together are available \(FigureText.percent(availability))",
            at: slo.span,
            "promised here",
            notes: [
                "budget \(FigureText.minutes(slo.value)) in 30 days, expected loss \(FigureText.minutes(availability))",
                "the largest losses: \(biggest.joined(separator: ", "))",
            ],
            help: "require less, make what is required more available, or promise less",
            service: service.name
        )
    }
}
