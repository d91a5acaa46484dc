// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let idleConsumers = Rule(
        id: "idle-consumers",
        severity: .warning,
        family: .scaling,
        summary: "a service that only handles events may have more replicas than its topic has partitions",
        rationale: """
            Within a group each partition is read by one consumer, so further replicas cost money and do nothing, and the scaling \
            seems to have no effect. Services that answer requests as well are left alone.
            """,
        examples: Examples(
            clean: [
                worker(max: "6"),
                worker(max: "12", extra: "\nprovides:\n  - { api: w, version: v1, http: 8080 }"),
            ],
            flagged: [worker(max: "⟪12⟫")]
        ),
        evidence: [.own(.scale, .events, .provides), .system(.topics)],
        source: .check { context in
            context.system.resolved.compactMap { finding(about: $0, in: context.system) }
        }
    )

    private static func worker(max: String, extra: String = "") -> String {
        Examples.documents(
            Examples.system("topics:\n  placed: { owner: orders, partitions: 6 }"),
            Examples.service("orders", "events:\n  publishes:\n    - { topic: placed, version: v1 }"),
            Examples.service(
                "bills",
                "role: worker\nscale: { min: 2, max: \(max) }\nevents:\n  subscribes:\n    - { topic: placed, dlq: true }"
                    + extra
            )
        )
    }

    private static func finding(about service: ResolvedService, in system: ServiceSystem) -> Finding? {
        guard service.manifest.provides.isEmpty, !service.manifest.subscribes.isEmpty else { return nil }
        let topics = service.manifest.subscribes.map {
            ($0, system.topic(named: $0.topic.value)?.value.value.partitions)
        }
        // The topic with most partitions keeps most replicas busy.
        guard topics.allSatisfy({ $0.1 != nil }),
            let widest = topics.max(by: { ($0.1?.value ?? 0) < ($1.1?.value ?? 0) }),
            let partitions = widest.1, service.scale.max.value > partitions.value,
            let span = service.scale.max.origin.span
        else { return nil }
        return Finding(
            "\(service.scale.max.value - partitions.value) of \(service.scale.max.value) replicas of "
                + "`\(service.name)` would have nothing to do",
            at: span,
            "more than partitions",
            secondary: [.init(partitions.span, "the partitions of `\(widest.0.topic.value)`")],
            help: "allow at most \(partitions.value) replicas, or give the topic more partitions",
            fix: .init(
                title: "allow \(partitions.value) replicas",
                applicability: .needsReview,
                edits: [.init(span, String(partitions.value))]
            ),
            service: service.name
        )
    }
}
