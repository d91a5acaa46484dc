// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What breaks when one node does not answer.
package struct BlastRadius: Sendable, Hashable {
    /// The services that cannot answer, itself included; ascending.
    package var services: [Int]
    /// Their share of all services, from 0 to 1.
    package var serviceShare: Double
    /// The share of the public peak traffic whose journey breaks, from 0 to 1; `nil` without peaks.
    package var trafficShare: Double?
    /// The teams whose services cannot answer, sorted.
    package var owners: [String]
    /// The bounded contexts touched, sorted.
    package var domains: [String]
}

extension ServiceSystem {
    /// How many services break when each node does not answer, the node itself included when it is a service.
    package func blastCounts() -> [Int] {
        let closures = graph.hardClosure
        var counts = Array(repeating: 0, count: graph.nodeCount)
        for service in 0..<services.count {
            counts[service] += 1
            for node in closures[service].members where node != service { counts[node] += 1 }
        }
        return counts
    }

    /// What breaks when a node (a service or an external system) does not answer.
    package func blastRadius(ofNode node: Int) -> BlastRadius { blastRadius(ofNodes: [node]) }

    /// What breaks when a set of services does not answer, such as all that share a broker or a database server.
    package func blastRadius(ofServices failing: Set<Int>) -> BlastRadius { blastRadius(ofNodes: failing) }

    /// What breaks when a set of nodes (services and external systems) does not answer.
    package func blastRadius(ofNodes lost: Set<Int>) -> BlastRadius {
        // A local, because reading a property in the loop would copy this large value each time.
        let closures = graph.hardClosure
        let ordered = lost.sorted()
        var silent = BitSet(capacity: graph.nodeCount)
        for node in ordered { silent.insert(node) }
        var broken: [Int] = []
        for service in 0..<services.count
        where silent.contains(service) || ordered.contains(where: { closures[service].contains($0) }) {
            broken.append(service)
        }
        for service in broken { silent.insert(service) }
        let traffic = trafficLost { silent.contains($0) }
        return BlastRadius(
            services: broken,
            serviceShare: services.isEmpty ? 0 : Double(broken.count) / Double(services.count),
            trafficShare: traffic,
            owners: owners.names(of: broken),
            domains: domains.names(of: broken)
        )
    }

    /// For every node, the share of the public peak traffic whose journey breaks without it; `nil` without peaks.
    package func blastTraffic() -> [Double]? {
        let closures = graph.hardClosure
        var lost = Array(repeating: 0.0, count: graph.nodeCount)
        var total = 0.0
        for edge in routes {
            let peak = edge.route.peak?.value.perSecond ?? 0
            guard peak > 0 else { continue }
            total += peak
            let target = node(edge.target)
            var always = closures[edge.gateway]
            always.insert(edge.gateway)
            for node in always.members { lost[node] += peak }
            var behind = closures[target]
            behind.insert(target)
            let share = edge.legacy == nil ? 1 : edge.share
            for node in behind.members where !always.contains(node) { lost[node] += peak * share }
            guard let legacy = edge.legacy.map({ services.count + $0 }), !always.contains(legacy) else {
                continue
            }
            lost[legacy] += peak * (1 - share)
        }
        return total > 0 ? lost.map { $0 / total } : nil
    }

    /// The share of the peak traffic that gets no answer.
    private func trafficLost(_ isSilent: (Int) -> Bool) -> Double? {
        var total = 0.0
        var lost = 0.0
        for edge in routes {
            let peak = edge.route.peak?.value.perSecond ?? 0
            total += peak
            lost += peak * lostShare(of: edge, while: isSilent)
        }
        return total > 0 ? lost / total : nil
    }
}
