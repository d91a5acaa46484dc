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
}
