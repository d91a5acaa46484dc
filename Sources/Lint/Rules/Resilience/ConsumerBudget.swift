// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let consumerBudget = Rule(
        id: "consumer-budget",
        severity: .warning,
        family: .resilience,
        summary: "handling one batch of events can take longer than the broker waits",
        rationale: """
            A broker takes a consumer that is silent for too long for dead, and gives its events to another one, which takes as long: \
            everything is handled again and again. Every try of every event of a batch has to fit, together with the waits between \
            tries. Kafka waits for 5 min, RabbitMQ for 30 min, SQS and NATS for 30 s unless told otherwise. Judged are subscriptions \
            that say how large a batch and how long a `deadline` is.
            """,
        examples: Examples(
            clean: [
                subscription("batch: 100, deadline: 2s"), subscription("batch: 500"),
                subscription("batch: 400, deadline: 2s, concurrency: 4"),
            ],
            flagged: [
                subscription("batch: ⟪200⟫, deadline: 2s"),
                subscription("batch: ⟪40⟫, deadline: 2s, retry: { max: 3, backoff: 1s }"),
            ]
        ),
        evidence: [.own(.deadline, .events)],
        source: .check { context in
            context.services.flatMap { service in
                service.subscribes.compactMap { finding(about: $0, of: service, in: context) }
            }
        }
    )

    private static func subscription(_ fields: String) -> String {
        Examples.documents(
            Examples.system("brokers:\n  main: { engine: kafka }\ntopics:\n  placed: { owner: orders }"),
            Examples.service(
                "billing",
                "events:\n  subscribes:\n    - { topic: placed, version: v1, dlq: true, \(fields) }"
            )
        )
    }

    private static func finding(
        about subscription: EventSubscription,
        of service: ServiceManifest,
        in context: LintContext
    ) -> Finding? {
        guard let batch = subscription.batch, let deadline = subscription.deadline,
            let (engine, patience) = patience(for: subscription.topic.value, in: context.system)
        else { return nil }
        let retries = subscription.retry?.value
        // Beyond these numbers the answer is the same, and the product stays within what a duration can hold.
        let tries = min(retries?.max?.value ?? 0, 1_000) + 1
        let side = min(max(1, subscription.concurrency?.value ?? 1), 1_000_000)
        let cap = retries?.cap?.value ?? Retries.defaultCap
        var waits = Duration.zero
        var wait = min(retries?.backoff?.value ?? Retries.defaultBackoff, cap)
        for _ in 1..<max(tries, 1) {
            waits += wait
            wait = min(wait * 2, cap)
        }
        let each = min(deadline.value * tries + waits, longest)
        // Events that are handled side by side take the time of one.
        let rounds = (min(batch.value, 1_000_000) + side - 1) / side
        guard each > .zero, each * rounds > patience else { return nil }
        let fitting = max(1, Int(patience / each) * side)
        let pause = waits > .zero ? " + \(waits.manifestText) of waits" : ""
        return Finding(
            "a batch of `\(subscription.topic.value)` can take `\(service.name)` \((each * rounds).manifestText), \(engine) waits for \(patience.manifestText)",
            at: batch.span,
            "so many at once",
            secondary: [.init(deadline.span, "for one try")],
            notes: [
                "\(rounds) × (\(tries) × \(deadline.value.manifestText)\(pause)) = \((each * rounds).manifestText)"
                    + (subscription.concurrency.map { "; \($0.value) are handled side by side" } ?? "")
            ],
            help: each > patience
                ? "give up on each earlier: one event alone takes longer"
                : "fetch at most \(fitting) at once, or give up on each earlier",
            fix: each > patience
                ? nil
                : .init(
                    title: "fetch \(fitting) at once",
                    applicability: .needsReview,
                    edits: [.init(batch.span, "\(fitting)")]
                ),
            service: service.name
        )
    }

    /// A century: as many of them as a batch counts here still have a length in milliseconds.
    private static let longest = Duration.seconds(36_500 * 86_400)

    /// How long the broker of a topic waits for a silent consumer, with its name.
    private static func patience(for topic: String, in system: ServiceSystem) -> (String, Duration)? {
        let broker = system.brokerName(of: topic).flatMap { name in
            system.manifest?.brokers.first { $0.name.value == name }
        }
        switch broker?.value.value.engine.value.lowercased() {
        case "kafka", "redpanda": return ("Kafka", .seconds(300))
        case "rabbitmq": return ("RabbitMQ", .seconds(1_800))
        case "sqs": return ("SQS", .seconds(30))
        case "nats": return ("NATS", .seconds(30))
        default: return nil
        }
    }
}
