// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What follows when some services or external systems do not answer: what breaks, and what gets worse.
package struct Outage: Sendable, Hashable {
    /// What does not answer: nodes, ascending.
    package var lost: [Int]
    /// What cannot answer any more.
    package var radius: BlastRadius
    /// The optional calls that get no answer, of services that still answer.
    package var degraded: [CallEdge]
    /// The routes of which some requests get no answer.
    package var routes: [LostRoute]
    /// The promised journeys over these routes.
    package var journeys: [Journey]
    /// The subscriptions of services that still answer, to topics that nobody publishes to any more.
    package var starved: [EventEdge]

    /// A route that gets no answer, or not always.
    package struct LostRoute: Sendable, Hashable {
        /// The route.
        package var edge: RouteEdge
        /// The share of its requests that get none, above 0 and up to 1.
        package var share: Double
    }
}

extension ServiceSystem {
    /// What follows when some nodes do not answer.
    package func outage(of lost: Set<Int>) -> Outage {
        let radius = blastRadius(ofNodes: lost)
        var silent = BitSet(capacity: graph.nodeCount)
        for node in radius.services + lost { silent.insert(node) }
        let routes = self.routes.map { edge in
            Outage.LostRoute(edge: edge, share: lostShare(of: edge, while: silent.contains))
        }.filter { $0.share > 0 }
        let paths = Set(routes.map { $0.edge.route.path.value })
        let talking = Set(
            events.filter { !silent.contains($0.publisher) }.map { $0.subscription.topic.value }
        )
        return Outage(
            lost: lost.sorted(),
            radius: radius,
            degraded: calls.filter {
                !$0.call.isRequired && silent.contains(node($0.target)) && !silent.contains($0.caller)
            },
            routes: routes,
            journeys: (manifest?.journeys ?? []).filter { paths.contains($0.route.value) },
            starved: events.filter {
                !silent.contains($0.subscriber) && !talking.contains($0.subscription.topic.value)
            }
        )
    }

    /// The same system while some nodes do not answer: they contribute an availability of 0.
    package func withoutAnswers(from lost: Set<Int>) -> ServiceSystem {
        var system = self
        for node in lost { system.nodeAvailabilities[node] = 0 }
        return system
    }
}
