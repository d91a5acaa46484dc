// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let nonIdempotentConsumer = Rule(
        id: "non-idempotent-consumer",
        severity: .warning,
        family: .resilience,
        summary:
            "events that may come twice are handled by a service that does not say that this is harmless",
        rationale: """
            Brokers deliver at least once: after a crash, a rebalance or a retry the same event comes again. Only the consumer \
            can make that harmless, by remembering what it has handled or by writing so that a second time changes nothing. \
            `idempotent: true` says that somebody has seen to it. Topics whose publishers promise `at-most-once` or \
            `exactly-once` are left alone.
            """,
        examples: Examples(
            clean: [
                subscription("idempotent: true"),
                Examples.documents(
                    subscription("dlq: true"),
                    Examples.service(
                        "orders",
                        "events:\n  publishes:\n    - { topic: placed, version: v1, delivery: at-most-once }"
                    )
                ),
            ],
            flagged: [subscription("dlq: true", topic: "⟪placed⟫"), subscription("idempotent: ⟪false⟫")]
        ),
        evidence: [.everyone(.name, .events)],
        source: .check { context in
            let publications = Dictionary(
                grouping: context.services.flatMap(\.publishes),
                by: \.topic.value
            )
            return context.services.flatMap { service in
                service.subscribes.compactMap { subscription in
                    let known = publications[subscription.topic.value] ?? []
                    let repeats =
                        known.isEmpty
                        || known.contains { ($0.delivery?.value ?? .atLeastOnce) == .atLeastOnce }
                    return repeats ? finding(about: subscription, of: service) : nil
                }
            }
        }
    )

    private static func subscription(_ fields: String, topic: String = "placed") -> String {
        Examples.service(
            "billing",
            "events:\n  subscribes:\n    - { topic: \(topic), version: v1, \(fields) }"
        )
    }

    private static func finding(about subscription: EventSubscription, of service: ServiceManifest)
        -> Finding?
    {
        guard subscription.idempotent?.value != true else { return nil }
        return Finding(
            "`\(service.name)` may handle an event of `\(subscription.topic.value)` twice",
            at: subscription.idempotent?.span ?? subscription.topic.span,
            "delivered at least once",
            help:
                "remember the ids of handled events, or write so that a second time changes nothing, and say "
                + "`idempotent: true`",
            service: service.name
        )
    }
}
