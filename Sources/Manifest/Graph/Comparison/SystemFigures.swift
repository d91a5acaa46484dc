// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The figures of a service or a route that follow from the whole system; each comes from the code that the rules use.
package struct SystemFigures: Sendable, Hashable {
    /// What the replicas, stores and broker alone offer, from 0 to 1; for a route what the gateway does.
    package var own: Double
    /// That together with everything that is required, from 0 to 1; `nil` behind a cycle.
    package var availability: Double?
    /// What is promised, from 0 to 1.
    package var slo: Double?
    /// How many services cannot answer without it, itself included when it is one; `nil` for a route.
    package var breaks: Int?
    /// The same as a share of all services, from 0 to 1.
    package var blast: Double?
    /// The share of the public peak traffic that breaks without it, from 0 to 1.
    package var traffic: Double?
    /// The longest time of all its calls, or of the route; `nil` when there is no limit.
    package var worst: Duration?
    /// The total time that an answer may take.
    package var deadline: Duration?
    /// The requests per second at peak; `nil` behind a cycle.
    package var peak: Double?

    /// The figures of all services, by name.
    package static func ofServices(_ system: ServiceSystem) -> [(name: String, figures: SystemFigures)] {
        let counts = system.blastCounts()
        let traffic = system.blastTraffic()
        let load = system.load()
        return system.services.indices.map { index in
            let figures = SystemFigures(
                own: system.ownAvailability(of: index),
                availability: system.availability(of: index),
                slo: system.resolved[index].slo?.value.fraction,
                breaks: counts[index],
                blast: Double(counts[index]) / Double(system.services.count),
                traffic: traffic?[index],
                worst: system.worstCaseTime(ofCallsFrom: index),
                deadline: system.resolved[index].deadline?.value,
                peak: load[index]?.peak
            )
            return (system.services[index].name, figures)
        }
    }

    /// The figures of all external systems, by name.
    package static func ofExternals(_ system: ServiceSystem) -> [(name: String, figures: SystemFigures)] {
        let counts = system.blastCounts()
        let traffic = system.blastTraffic()
        return system.externals.indices.map { index in
            let node = system.services.count + index
            let availability = system.nodeAvailability(node)
            let figures = SystemFigures(
                own: availability,
                availability: availability,
                breaks: counts[node],
                blast: system.services.isEmpty ? 0 : Double(counts[node]) / Double(system.services.count),
                traffic: traffic?[node],
                deadline: system.externals[index].value.value.deadline?.value
            )
            return (system.externals[index].name.value, figures)
        }
    }

    /// The figures of all routes, by path.
    static func ofRoutes(_ system: ServiceSystem) -> [(name: String, figures: SystemFigures)] {
        system.routes.map { edge in
            let promised = system.manifest?.journeys.first { $0.route.value == edge.route.path.value }?.slo
            let figures = SystemFigures(
                own: system.ownAvailability(of: edge.gateway),
                availability: system.availability(of: edge),
                slo: promised?.value.fraction,
                worst: system.worstCaseTime(of: edge),
                deadline: system.deadline(of: edge.target),
                peak: edge.route.peak?.value.perSecond
            )
            return (edge.route.path.value, figures)
        }
    }

    /// Whether nobody who reads the rounded figures would see a difference.
    ///
    /// Of the blast radius the count is compared: every share changes when a service comes or goes.
    func isShownLike(_ other: SystemFigures) -> Bool {
        func same(_ left: Double?, _ right: Double?, _ scale: Double) -> Bool {
            left.map { ($0 * scale).rounded() } == right.map { ($0 * scale).rounded() }
        }
        return same(own, other.own, 100_000) && same(availability, other.availability, 100_000)
            && same(slo, other.slo, 10_000_000) && breaks == other.breaks
            && same(traffic, other.traffic, 1000) && worst == other.worst && deadline == other.deadline
            && same(peak, other.peak, 10)
    }
}
