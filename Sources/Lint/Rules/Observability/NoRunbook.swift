// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noRunbook = Rule(
        id: "no-runbook",
        severity: .warning,
        family: .observability,
        summary: "a service of tier `high` or `critical` has no page for the one who is woken",
        rationale: """
            At three in the morning nobody reads code. A page with what the service does, what it needs, what has gone wrong \
            before and what helped saves the first half hour. The System can give one address for all, with `{service}` in it.
            """,
        examples: Examples(
            clean: [
                Examples.provider(
                    "cart",
                    "tier: high\nobserve: { runbook: \"https://runbooks.example/cart\" }"
                ),
                Examples.documents(
                    Examples.system(
                        "defaults: { observe: { runbook: \"https://runbooks.example/{service}\" } }"
                    ),
                    Examples.provider("cart", "tier: high")
                ),
                Examples.provider("cart"),
            ],
            flagged: [Examples.provider("cart", "tier: ⟪critical⟫")]
        ),
        evidence: [.own(.observe, .tier), .system(.observeDefaults)],
        source: .check { context in
            context.system.resolved.compactMap { service in
                guard service.tier.value >= .high, service.observe.runbook == nil,
                    let span = service.tier.origin.span
                else { return nil }
                return Finding(
                    "whoever is woken for `\(service.name)` finds no page about it",
                    at: span,
                    "no `observe.runbook`",
                    help:
                        "add `observe: { runbook: … }` here, or for all services in the System's `defaults`",
                    service: service.name
                )
            }
        }
    )
}
