// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let recreate = Rule(
        id: "recreate",
        severity: .warning,
        family: .delivery,
        summary: "a service of tier `standard` or above is stopped before its new version is started",
        rationale: """
            `recreate` is an outage at every deploy, as long as the new version takes to start, and for ever when it does not. \
            It is the right way only for what may not run twice at once. With several replicas in production it is a \
            contradiction, which `conflicting-fields` reports.
            """,
        examples: Examples(
            clean: [
                Examples.service("cart", "deploy: { strategy: rolling }"),
                Examples.service("importer", "tier: low\ndeploy: { strategy: recreate }"),
            ],
            flagged: [Examples.service("cart", "scale: 1\ndeploy: { strategy: ⟪recreate⟫ }")]
        ),
        evidence: [.own(.deploy, .tier, .scale)],
        source: .check { context in
            let isProduction = context.system.environment?.effectiveClass == .production
            return context.system.resolved.compactMap { service in
                let strategy = service.deploy.strategy
                guard strategy.value == .recreate, service.tier.value >= .standard,
                    let span = strategy.origin.span,
                    !(isProduction && service.scale.min.value > 1)
                else { return nil }
                return Finding(
                    "every deploy of `\(service.name)` is an outage",
                    at: span,
                    "stopped before the new version starts",
                    help:
                        "write `rolling`; if it may not run twice at once, take a lock, or accept this finding with that reason",
                    fix: .init(
                        title: "replace pods one by one",
                        applicability: .needsReview,
                        edits: [.init(span, "rolling")]
                    ),
                    service: service.name
                )
            }
        }
    )
}
