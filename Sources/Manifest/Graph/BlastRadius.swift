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
    package func blastRadius(ofNode node: Int) -> BlastRadius {
        // A local, because reading a property in the loop would copy this large value each time.
        let closures = graph.hardClosure
        var broken: [Int] = []
        for service in 0..<services.count where service == node || closures[service].contains(node) {
            broken.append(service)
        }
        return blastRadius(breaking: broken, externals: node >= services.count ? [node - services.count] : [])
    }

    /// What breaks when a set of services does not answer, such as all that share a broker or a database server.
    package func blastRadius(ofServices failing: Set<Int>) -> BlastRadius {
        let broken = services.indices.filter { service in
            failing.contains(service) || failing.contains { graph.hardClosure[service].contains($0) }
        }
        return blastRadius(breaking: broken, externals: [])
    }

    private func blastRadius(breaking broken: [Int], externals: Set<Int>) -> BlastRadius {
        let brokenSet = Set(broken)
        var total = 0.0
        var lost = 0.0
        for edge in routes {
            let peak = edge.route.peak?.value.perSecond ?? 0
            total += peak
            switch edge.target {
            case .service(let index): if brokenSet.contains(index) { lost += peak }
            case .external(let index): if externals.contains(index) { lost += peak }
            }
        }
        return BlastRadius(
            services: broken,
            serviceShare: services.isEmpty ? 0 : Double(broken.count) / Double(services.count),
            trafficShare: total > 0 ? lost / total : nil,
            owners: owners.names(of: broken),
            domains: domains.names(of: broken)
        )
    }
}
