// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// How many attempts one request may become.
package struct RetryAmplification: Sendable, Hashable {
    /// The attempts that reach the node.
    package var attempts: Double
    /// The way with most attempts, from where the request or event enters to the node.
    package var path: [Int]
}

extension ServiceSystem {
    /// The most attempts that one request becomes at each node; `nil` behind a cycle.
    ///
    /// Events begin anew: a subscriber is entered as often as it retries.
    package func retryAmplification() -> [RetryAmplification?] {
        var attempts = Array(repeating: 1.0, count: graph.nodeCount)
        var previous = Array(repeating: -1, count: graph.nodeCount)
        for (index, service) in services.enumerated() {
            for subscription in service.subscribes {
                attempts[index] = max(
                    attempts[index],
                    Double((subscription.retry?.value.max?.value ?? 0) + 1)
                )
            }
        }
        let cyclic = Set(graph.cycles.flatMap { $0 })
        let routesByGateway = Dictionary(grouping: routes, by: \.gateway)
        for caller in graph.calleesFirst.reversed() where !cyclic.contains(caller) {
            func pass(_ factor: Double, to node: Int) {
                guard attempts[caller] * factor > attempts[node] || previous[node] < 0 && attempts[node] <= 1
                else { return }
                attempts[node] = max(attempts[node], attempts[caller] * factor)
                previous[node] = caller
            }
            for index in callsByCaller[caller] {
                let call = calls[index].resolved
                let factor = call.retryBudget.map { 1 + $0.value.fraction } ?? Double(call.attempts.value)
                pass(min(factor, Double(call.attempts.value)), to: node(calls[index].target))
            }
            for edge in routesByGateway[caller] ?? [] {
                let budget = edge.route.retries?.value.budget?.value.fraction
                pass(
                    min(budget.map { 1 + $0 } ?? .infinity, Double(edge.route.attempts)),
                    to: node(edge.target)
                )
            }
        }
        let blocked = nodesBehindCycles()
        return attempts.indices.map { node in
            guard !blocked.contains(node) else { return nil }
            var path = [node]
            while let first = path.last, previous[first] >= 0, path.count <= graph.nodeCount {
                path.append(previous[first])
            }
            return RetryAmplification(attempts: attempts[node], path: path.reversed())
        }
    }

    /// The nodes that a cycle leads to: what reaches them from above is not known.
    func nodesBehindCycles() -> BitSet {
        var reached = BitSet(capacity: graph.nodeCount)
        var stack = graph.cycles.flatMap { $0 }
        while let node = stack.popLast() {
            guard !reached.contains(node) else { continue }
            reached.insert(node)
            stack += graph.successors[node]
        }
        return reached
    }
}
