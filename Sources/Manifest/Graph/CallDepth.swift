// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension ServiceSystem {
    /// The longest way over required calls below each service, itself included; empty behind a cycle.
    package func deepestRequiredPaths() -> [[Int]] {
        var next = Array(repeating: -1, count: graph.nodeCount)
        var depth = Array(repeating: 0, count: graph.nodeCount)
        for service in graph.calleesFirst where !graph.withheld.contains(service) {
            for callee in graph.required[service] where depth[callee] + 1 > depth[service] {
                depth[service] = depth[callee] + 1
                next[service] = callee
            }
        }
        return services.indices.map { service in
            guard !graph.withheld.contains(service) else { return [] }
            var path = [service]
            while let last = path.last, next[last] >= 0 { path.append(next[last]) }
            return path
        }
    }

    /// The order to deploy services in: a service waits only for those whose API it newly requires.
    ///
    /// Each wave may run side by side. Members of a cycle of new dependencies go together in one wave.
    package func deployWaves(
        of selected: Set<Int>,
        newDependencies: [(caller: Int, provider: Int)]
    ) -> [[Int]] {
        var waits = Array(repeating: [Int](), count: services.count)
        for edge in newDependencies where selected.contains(edge.caller) && selected.contains(edge.provider) {
            waits[edge.caller].append(edge.provider)
        }
        var wave = Array(repeating: 0, count: services.count)
        for component in StronglyConnectedComponents.of(waits) {
            let members = Set(component)
            let earlier = component.flatMap { waits[$0] }.filter { !members.contains($0) }.map {
                wave[$0] + 1
            }
            for member in component { wave[member] = earlier.max() ?? 0 }
        }
        let grouped = Dictionary(grouping: selected.sorted(), by: { wave[$0] })
        return grouped.keys.sorted().compactMap { grouped[$0] }
    }
}
