// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let lagUnobserved = Rule(
        id: "lag-unobserved",
        severity: .warning,
        family: .observability,
        status: .optIn,
        summary: "no alert says when a subscriber falls behind",
        rationale: """
            A consumer that is too slow, or stuck, fails silently: no request is answered with an error, only the backlog grows until the \
            broker drops it. Looked for is an alert of the manifest, or of the System's defaults, that speaks of a lag, a backlog or a \
            queue; scaling by `scale.lag` hides a backlog, and does not report it. Alerts often live in another repository, so the \
            rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                subscriber("placed", "observe:\n  alerts:\n    - { name: billing-lag, expr: lag > 1000 }"),
                subscriber(
                    "placed",
                    "observe:\n  alerts:\n    - { name: billing, expr: kafka_consumergroup_lag > 1000 }"
                ),
                Examples.provider("cart"),
            ],
            flagged: [
                subscriber("⟪placed⟫", "tier: standard"),
                subscriber("⟪placed⟫", "scale: { min: 2, max: 4, lag: 100 }"),
                subscriber(
                    "⟪placed⟫",
                    "observe:\n  alerts:\n    - { name: feature-flags-stale, expr: up == 0 }"
                ),
            ]
        ),
        evidence: [.own(.observe, .scale)],
        source: .check { context in
            context.services.compactMap { service in
                guard let first = service.subscribes.first,
                    !AlertSearch.has(for: service, in: context, where: AlertSearch.speaksOfBacklog)
                else { return nil }
                let topics = service.subscribes.map(\.topic.value)
                return Finding(
                    "nobody is told when `\(service.name)` falls behind with \(Figure.names(topics))",
                    at: first.topic.span,
                    "no alert on its lag",
                    secondary: service.scale?.value.lag.map {
                        [Diagnostic.Label($0.span, "scales by it, and tells nobody")]
                    } ?? [],
                    help: "add an alert on the lag of the consumer group to `observe.alerts`",
                    service: service.name
                )
            }
        }
    )

    private static func subscriber(_ topic: String, _ fields: String) -> String {
        Examples.service(
            "billing",
            "events:\n  subscribes:\n    - { topic: \(topic), version: v1, dlq: true }\n\(fields)"
        )
    }
}
