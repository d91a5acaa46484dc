// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noDLQ = Rule(
        id: "no-dlq",
        severity: .warning,
        family: .resilience,
        summary: "a subscription has no place for events that cannot be handled",
        rationale: """
            An event that can never be handled is delivered again and again, and everything behind it in the partition waits. \
            With `dlq` it is put aside after its retries, and somebody can look at it.
            """,
        examples: Examples(
            clean: [subscription("dlq: true"), subscription("dlq: orders.dead, retry: 3")],
            flagged: [subscription("idempotent: true", topic: "⟪placed⟫"), subscription("dlq: ⟪false⟫")]
        ),
        source: .check { context in
            context.services.flatMap { service in
                service.subscribes.compactMap { finding(about: $0, of: service) }
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
        guard subscription.dlq?.value.isPresent != true else { return nil }
        let topic = subscription.topic
        var fix: Diagnostic.Fix?
        if subscription.dlq == nil, let entry = service.source.entry(at: "\(subscription.pointer)/topic") {
            fix = .init(
                title: "put them into `\(topic.value).\(service.name).dlq`",
                applicability: .needsReview,
                edits: [FieldInsertion.edit("dlq: true", behind: entry, in: service.source)]
            )
        }
        return Finding(
            "one event of `\(topic.value)` that `\(service.name)` cannot handle stops all behind it",
            at: subscription.dlq?.span ?? topic.span,
            "no `dlq`",
            help: "add `dlq: true`, or the name of a topic for events that cannot be handled",
            fix: fix,
            service: service.name
        )
    }
}
