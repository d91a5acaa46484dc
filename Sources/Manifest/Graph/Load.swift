// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The traffic of one service at peak, in requests per second.
package struct ServiceLoad: Sendable, Hashable {
    /// All that reaches it, from outside and from its callers.
    package var peak: Double
    /// The share that routes bring, in requests per second.
    package var external: Double
    /// What each caller brings, by index of the calling service; ascending.
    package var callers: [Caller]

    /// What one caller brings.
    package struct Caller: Sendable, Hashable {
        /// The index of the calling service.
        package var service: Int
        /// What it brings, in requests per second.
        package var rate: Double
    }
}

extension ServiceSystem {
    /// The peak load of each service; `nil` behind a cycle.
    ///
    /// `factor` scales all external traffic. What is in `lost` does not answer, and so calls nobody; its callers still try.
    package func load(factor: Double = 1, without lost: Set<Int> = []) -> [ServiceLoad?] {
        var loads = services.map { _ in ServiceLoad(peak: 0, external: 0, callers: []) }
        for edge in routes where !lost.contains(edge.gateway) {
            let peak = (edge.route.peak?.value.perSecond ?? 0) * factor
            loads[edge.gateway].external += peak
            loads[edge.gateway].peak += peak
            guard let target = edge.target.service, !lost.contains(target) else { continue }
            loads[target].external += peak * edge.share
            loads[target].peak += peak * edge.share
        }
        for caller in graph.calleesFirst.reversed() where !lost.contains(caller) {
            for index in callsByCaller[caller] {
                guard let target = calls[index].target.service, target != caller, !lost.contains(target)
                else {
                    continue
                }
                let rate = loads[caller].peak * calls[index].call.meanCalls
                loads[target].peak += rate
                loads[target].callers.append(ServiceLoad.Caller(service: caller, rate: rate))
            }
        }
        let blocked = nodesBehindCycles()
        return loads.indices.map { index in
            guard !blocked.contains(index) else { return nil }
            var load = loads[index]
            load.callers.sort { $0.service < $1.service }
            return load
        }
    }

    /// The requests per second that a service can answer at its most replicas; `nil` when it does not say.
    package func capacity(of service: Int) -> Double? {
        let scale = resolved[service].scale
        return scale.rpsPerReplica.map { $0.value * Double(scale.max.value) }
    }

    /// The requests per second that the least replicas can answer after the loss of a zone; `nil` when not known.
    package func capacityAfterZoneLoss(of service: Int, zones: Int) -> Double? {
        guard zones > 0 else { return nil }
        let scale = resolved[service].scale
        let left = scale.min.value * (zones - 1) / zones
        return scale.rpsPerReplica.map { $0.value * Double(left) }
    }

    /// The replicas needed so that a rate uses at most 80 % of them.
    package static func replicas(for rate: Double, each: Double) -> Int {
        each > 0 ? Int(saturating: (rate / (0.8 * each)).rounded(.up)) : 0
    }

    /// The requests that are in progress at once (Little's law).
    package static func concurrency(rate: Double, latency: Duration) -> Double { rate * latency.inSeconds }

    /// The connections that a service holds to one of its stores at its most replicas; `nil` without a pool.
    package func connections(of service: Int, to store: DataStore) -> Int? {
        store.pool.map { $0.value * resolved[service].scale.max.value }
    }
}
