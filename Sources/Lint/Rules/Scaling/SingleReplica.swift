// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let singleReplica = Rule(
        id: "single-replica",
        severity: .error,
        family: .scaling,
        summary: "a service for users may run as a single replica",
        rationale: """
            With one replica, every node drain, every crash and every eviction is an outage of the service and of everything \
            that requires it. Two replicas survive one of these, three survive one during a deploy.
            """,
        examples: Examples(
            clean: [
                Examples.service("cart", "tier: high\nscale: { min: 2, max: 4 }"),
                Examples.service("report", "tier: low\nscale: 1"),
                Examples.service("nightly", "role: cron\nschedule: \"0 3 * * *\"\nscale: 1"),
                Examples.documents(
                    Examples.service("cart", "tier: high"),
                    Examples.environment(
                        "staging",
                        "class: staging\noverrides:\n  cart: { scale: { min: 1, max: 1 } }"
                    )
                ),
            ],
            flagged: [
                Examples.service("cart", "tier: high\nscale: { min: ⟪1⟫, max: 4 }"),
                Examples.service("cart", "scale: ⟪1⟫"),
                Examples.documents(
                    Examples.service("cart", "tier: critical"),
                    Examples.environment(
                        "prod",
                        "class: production\noverrides:\n  cart: { scale: { min: ⟪1⟫ } }"
                    )
                ),
            ]
        ),
        evidence: [.own(.scale, .tier, .role), .environment(.class)],
        source: .check { context in
            guard context.isForProduction else { return [] }
            let services = context.services.filter { isKept($0) }
            let own = services.compactMap { service in
                service.scale?.value.min.flatMap { finding(about: $0, of: service, in: nil) }
            }
            return own
                + context.environments.filter { $0.effectiveClass == .production }.flatMap { environment in
                    services.compactMap { service in
                        environment.override(for: service.name)?.value.value.scale?.value.min
                            .flatMap { finding(about: $0, of: service, in: environment.name) }
                    }
                }
        }
    )

    /// Whether a service is one that runs all the time and whose absence somebody notices.
    private static func isKept(_ service: ServiceManifest) -> Bool {
        guard service.effectiveTier >= .standard else { return false }
        return service.effectiveRole != .cron && service.effectiveRole != .job
    }

    private static func finding(
        about minimum: Located<Int>,
        of service: ServiceManifest,
        in environment: String?
    ) -> Finding? {
        guard minimum.value < 2 else { return nil }
        let tier = service.effectiveTier
        let wanted = tier == .critical ? 3 : 2
        let place = environment.map { " in `\($0)`" } ?? ""
        return Finding(
            "`\(service.name)` may run as \(minimum.value == 1 ? "a single replica" : "no replica")\(place)",
            at: minimum.span,
            "one node drain is an outage",
            severity: tier >= .high ? .error : .warning,
            notes: [
                "`\(service.name)` has the tier `\(tier.rawValue)`; one replica is reckoned at 99.5 %, two at 99.9 %"
            ],
            help: "set `min` to \(wanted), or the tier to `low` if an outage does not matter",
            fix: .init(
                title: "set the least number of replicas to \(wanted)",
                applicability: .needsReview,
                edits: [.init(minimum.span, String(wanted))]
            ),
            service: service.name
        )
    }
}
