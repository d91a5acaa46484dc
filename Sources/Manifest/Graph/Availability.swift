// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// How often services answer, as factors from 0 to 1, under the assumption that failures are independent.
///
/// Retries are not credited, because outages are correlated.
extension ServiceSystem {
    /// The availability of the replicas, stores and broker of a service alone.
    package func ownAvailability(of service: Int) -> Double { nodeAvailabilities[service] }

    /// Computes the own availability of every node.
    func computedNodeAvailabilities() -> [Double] {
        services.indices.map(computedAvailability) + externals.indices.map(declaredAvailability)
    }

    private func computedAvailability(of service: Int) -> Double {
        let manifest = services[service]
        var result = replicaAvailability(of: service)
        for store in manifest.data {
            let provisioned = environment?.provisioner(for: store.engine.value)?.value.value.availability
            result *=
                provisioned?.value.fraction
                ?? (store.isHighlyAvailable ? Self.highlyAvailableStore : Self.singleStore)
        }
        if let direct = manifest.publishes.first(where: { $0.outbox?.value != true }) {
            result *= brokerAvailability(of: direct.topic.value)
        }
        return result
    }

    /// The availability of a service together with everything that it cannot answer without; `nil` behind a cycle.
    package func availability(of service: Int) -> Double? {
        guard !graph.withheld.contains(service) else { return nil }
        // Locals, because reading a property in the loop would copy this large value each time.
        let closure = graph.hardClosure[service].members
        let own = nodeAvailabilities
        var product = own[service]
        for node in closure { product *= own[node] }
        return product
    }

    /// The own availability of a node: a service, or an external system.
    package func nodeAvailability(_ node: Int) -> Double { nodeAvailabilities[node] }

    /// What is said of an external system; 1 when nobody says.
    private func declaredAvailability(of external: Int) -> Double {
        externals[external].value.value.availability?.value.fraction ?? 1
    }

    /// The availability of a route: what its gateway and its target need, each part once, mixed with the old system's share;
    /// `nil` behind a cycle.
    package func availability(of route: RouteEdge) -> Double? {
        let target = node(route.target)
        let closures = graph.hardClosure
        // A gateway is called withheld for any of its routes; here only what it requires itself matters.
        guard !graph.withheld.contains(target),
            !closures[route.gateway].members.contains(where: graph.withheld.contains)
        else { return nil }
        let own = nodeAvailabilities
        func product(with last: Int) -> Double {
            var parts = closures[route.gateway]
            parts.formUnion(closures[last])
            parts.insert(route.gateway)
            parts.insert(last)
            return parts.members.reduce(1) { $0 * own[$1] }
        }
        let new = product(with: target)
        guard let legacy = route.legacy else { return new }
        return route.share * new + (1 - route.share) * product(with: services.count + legacy)
    }

    /// The share of a route's requests that get no answer while some nodes are silent, from 0 to 1.
    package func lostShare(of route: RouteEdge, while isSilent: (Int) -> Bool) -> Double {
        if isSilent(route.gateway) { return 1 }
        let target = isSilent(node(route.target)) ? 1.0 : 0
        guard let legacy = route.legacy else { return target }
        return route.share * target + (1 - route.share) * (isSilent(services.count + legacy) ? 1 : 0)
    }

    /// The minutes of 30 days that an availability or an SLO leaves for errors.
    package static func lossMinutes(_ availability: Double) -> Double { (1 - availability) * 43_200 }

    /// The SLO that hard dependencies should offer so that their caller has room for faults of its own.
    package static func dependencySLO(for slo: Double, dependencies: Int) -> Double {
        1 - (1 - slo) / Double(max(10, dependencies + 1))
    }

    /// The availability of `k` out of `n` equal parts.
    package static func availability(ofAtLeast k: Int, of n: Int, each p: Double) -> Double {
        guard k > 0 else { return 1 }
        guard k <= n else { return 0 }
        var total = 0.0
        for working in k...n {
            var ways = 1.0
            for step in 0..<working { ways = ways * Double(n - step) / Double(step + 1) }
            var term = ways
            for _ in 0..<working { term *= p }
            for _ in working..<n { term *= 1 - p }
            total += term
        }
        return min(total, 1)
    }

    /// What replicas are taken to offer when nobody has measured: 1, 2, and 3 or more over zones.
    private func replicaAvailability(of service: Int) -> Double {
        if let measured = services[service].resilience?.value.availability { return measured.value.fraction }
        let zones = environment?.cluster?.value.zones?.value
        switch resolved[service].scale.min.value {
        case ...1: return 0.995
        case 2: return 0.999
        default: return zones == 1 ? 0.999 : 0.9995
        }
    }

    private func brokerAvailability(of topicName: String) -> Double {
        guard let brokers = manifest?.brokers, !brokers.isEmpty else { return 1 }
        let name = topic(named: topicName)?.value.value.broker?.value
        let broker = brokers.first { $0.name.value == name } ?? brokers[0]
        return broker.value.value.availability?.value.fraction ?? 1
    }

    private static let highlyAvailableStore = 0.9995
    private static let singleStore = 0.995
}
