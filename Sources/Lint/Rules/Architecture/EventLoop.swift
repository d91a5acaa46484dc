// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let eventLoop = Rule(
        id: "event-loop",
        severity: .warning,
        family: .architecture,
        summary: "services send events in a circle, and nothing but the circle makes them send",
        rationale: """
            When each of them publishes because of what another one published, one event goes round for ever, and with several subscribers \
            it becomes a storm. A conversation is no loop: a service that is also called, or that hears of other topics, may publish for \
            that reason, so a circle with one of those is left alone. Where a subscription does not lead to the next event, \
            `terminates: true` says so.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    worker("enrich", from: "raw", to: "rich"),
                    worker("index", from: "rich", to: "found")
                ),
                Examples.documents(
                    worker("enrich", from: "raw", to: "rich"),
                    worker("index", from: "rich, terminates: true", to: "raw")
                ),
                Examples.documents(
                    worker("enrich", from: "raw", to: "rich"),
                    worker("index", from: "rich", to: "raw")
                        + "\n  provides:\n    - { api: index, version: v1, http: 8080 }"
                ),
            ],
            flagged: [
                Examples.documents(
                    worker("enrich", from: "⟪raw⟫", to: "rich"),
                    worker("index", from: "rich", to: "raw")
                ),
                worker("enrich", from: "⟪raw⟫", to: "raw"),
            ]
        ),
        evidence: [.own(.role, .provides, .routes), .everyone(.events, .api)],
        source: .check { context in
            EventChains(context.services).loops.compactMap { finding(about: $0, in: context) }
        }
    )

    private static func worker(_ name: String, from: String, to: String) -> String {
        Examples.service(
            name,
            "role: worker\nevents:\n  publishes:\n    - { topic: \(to), version: v1, schema: \(to).json, outbox: true }\n"
                + "  subscribes:\n    - { topic: \(from), version: v1 }"
        )
    }

    private static func finding(about loop: [EventChains.Step], in context: LintContext) -> Diagnostic? {
        guard let first = loop.first else { return nil }
        let topics = loop.map(\.subscription.topic.value)
        let way = (topics + [topics[0]]).map { "`\($0)`" }.joined(separator: " → ")
        return .init(
            id: "event-loop",
            severity: .warning,
            headline: loop.count == 1
                ? "`\(context.services[first.service].name)` publishes what it subscribes to, and for no other reason"
                : "events go in a circle: \(way)",
            primary: .init(first.subscription.topic.span, "leads to `\(first.publication.topic.value)`"),
            secondary: loop.dropFirst().map {
                .init($0.subscription.topic.span, "leads to `\($0.publication.topic.value)`")
            },
            help:
                "say `terminates: true` at the subscription that does not lead to the next event, or break the circle",
            service: context.services[first.service].name
        )
    }
}

/// Which topics lead to which, through services that publish for no other reason.
private struct EventChains {
    /// A service that turns events of one topic into events of another.
    struct Step {
        var service: Int
        var subscription: EventSubscription
        var publication: EventPublication
    }

    private var steps: [String: [Step]] = [:]

    init(_ services: [ServiceManifest]) {
        for (index, service) in services.enumerated() {
            // What is called, routes, or runs at a time of day publishes for reasons of its own.
            guard service.provides.isEmpty, service.routes.isEmpty, !service.effectiveRole.runsToCompletion
            else {
                continue
            }
            for subscription in service.subscribes where subscription.terminates?.value != true {
                for publication in service.publishes {
                    steps[subscription.topic.value, default: []].append(
                        Step(service: index, subscription: subscription, publication: publication)
                    )
                }
            }
        }
    }

    /// The shortest circle through each topic, once each, in which no service hears of anything else.
    var loops: [[Step]] {
        var seen: Set<Set<String>> = []
        return steps.keys.sorted().compactMap { topic in
            guard let loop = loop(through: topic) else { return nil }
            let topics = Set(loop.map(\.subscription.topic.value))
            let isClosed = loop.allSatisfy { step in
                (steps.values.joined().filter { $0.service == step.service }).allSatisfy {
                    topics.contains($0.subscription.topic.value)
                }
            }
            return isClosed && seen.insert(topics).inserted ? loop : nil
        }
    }

    private func loop(through start: String) -> [Step]? {
        var previous: [String: Step] = [:]
        var queue = [start]
        var next = 0
        while next < queue.count {
            for step in steps[queue[next]] ?? [] {
                let topic = step.publication.topic.value
                guard previous[topic] == nil else { continue }
                previous[topic] = step
                if topic == start { return trace(start, previous) }
                queue.append(topic)
            }
            next += 1
        }
        return nil
    }

    private func trace(_ start: String, _ previous: [String: Step]) -> [Step] {
        var loop: [Step] = []
        var topic = start
        while let step = previous[topic], loop.count <= previous.count {
            loop.insert(step, at: 0)
            topic = step.subscription.topic.value
            if topic == start { break }
        }
        return loop
    }
}
