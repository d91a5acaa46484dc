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
        evidence: [.everyone(.role, .provides, .routes, .events, .api)],
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

    private static func finding(about loop: [EventChains.Step], in context: LintContext) -> Finding? {
        guard let first = loop.first else { return nil }
        let topics = loop.map(\.subscription.topic.value)
        let way = (topics + [topics[0]]).map { "`\($0)`" }.joined(separator: " → ")
        return Finding(
            loop.count == 1
                ? "`\(context.services[first.service].name)` publishes what it subscribes to, and for no other reason"
                : "events go in a circle: \(way)",
            at: first.subscription.topic.span,
            "leads to `\(first.publication.topic.value)`",
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
        /// The topics of both, as numbers in the order of their names.
        var from: Int
        var to: Int
    }

    /// By the topic that is heard.
    private var steps: [[Step]]
    /// By service, the topics that make it publish.
    private var heard: [Int: Set<Int>] = [:]

    init(_ services: [ServiceManifest]) {
        // What is called, routes, or runs at a time of day publishes for reasons of its own.
        let silent = services.indices.filter {
            services[$0].provides.isEmpty && services[$0].routes.isEmpty
                && !services[$0].effectiveRole.runsToCompletion
        }
        let names = silent.flatMap {
            services[$0].subscribes.map(\.topic.value) + services[$0].publishes.map(\.topic.value)
        }
        let sorted = Set(names).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices))
        steps = Array(repeating: [], count: sorted.count)
        for index in silent where !services[index].publishes.isEmpty {
            for subscription in services[index].subscribes where subscription.terminates?.value != true {
                guard let from = numbers[subscription.topic.value] else { continue }
                heard[index, default: []].insert(from)
                for publication in services[index].publishes {
                    guard let to = numbers[publication.topic.value] else { continue }
                    steps[from].append(
                        Step(
                            service: index,
                            subscription: subscription,
                            publication: publication,
                            from: from,
                            to: to
                        )
                    )
                }
            }
        }
    }

    /// Circles in which no service hears of anything else, each the shortest through its first topic; no topic is in two of them.
    var loops: [[Step]] {
        var chains = self
        let components = chains.leaveOutWhoHearsMore()
        var seen: Set<Int> = []
        var loops: [[Step]] = []
        for topic in steps.indices where components[topic] != nil && !seen.contains(topic) {
            guard let loop = chains.loop(through: topic, components) else { continue }
            let topics = Set(loop.map(\.from))
            guard loop.allSatisfy({ heard[$0.service]?.isSubset(of: topics) == true }) else { continue }
            seen.formUnion(topics)
            loops.append(loop)
        }
        return loops
    }

    /// Leaves out services that hear of something outside of the circles they are in, until there are none; no closed circle can hold one.
    ///
    /// - Returns: the number of the circles that each topic is in, all that are connected under one; `nil` for a topic in none.
    private mutating func leaveOutWhoHearsMore() -> [Int?] {
        while true {
            let components = circles()
            let others = heard.filter { _, topics in
                let numbers = Set(topics.map { components[$0] })
                return numbers.count != 1 || numbers == [nil]
            }
            guard !others.isEmpty else { return components }
            for topic in steps.indices { steps[topic].removeAll { others[$0.service] != nil } }
            for service in others.keys { heard[service] = nil }
        }
    }

    private func circles() -> [Int?] {
        var numbers: [Int?] = Array(repeating: nil, count: steps.count)
        let components = StronglyConnectedComponents.of(steps.map { $0.map(\.to) })
        for (number, component) in components.enumerated() {
            guard component.count > 1 || steps[component[0]].contains(where: { $0.to == $0.from }) else {
                continue
            }
            for topic in component { numbers[topic] = number }
        }
        return numbers
    }

    private func loop(through start: Int, _ components: [Int?]) -> [Step]? {
        var previous: [Int: Step] = [:]
        var queue = [start]
        var next = 0
        while next < queue.count {
            for step in steps[queue[next]] where components[step.to] == components[start] {
                guard previous[step.to] == nil else { continue }
                previous[step.to] = step
                if step.to == start { return trace(start, previous) }
                queue.append(step.to)
            }
            next += 1
        }
        return nil
    }

    private func trace(_ start: Int, _ previous: [Int: Step]) -> [Step] {
        var loop: [Step] = []
        var topic = start
        repeat {
            guard let step = previous[topic] else { break }
            loop.append(step)
            topic = step.from
        } while topic != start
        return loop.reversed()
    }
}
