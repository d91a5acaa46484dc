// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The shortest circle of a component, starting at the service whose name comes first.
struct ShortestCycle {
    /// The calls, each leading to the caller of the next, and the last to the first.
    let edges: [CallGraph.Edge]

    /// Looks for a circle; `nil` when the component has none.
    init?(in component: Int, of graph: CallGraph) {
        var outgoing: [Int: [CallGraph.Edge]] = [:]
        for edge in graph.edges where graph.components[edge.caller] == component {
            guard let target = edge.callee?.service, graph.components[target] == component else { continue }
            outgoing[edge.caller, default: []].append(edge)
        }
        var best: [CallGraph.Edge]?
        for start in outgoing.keys.sorted() {
            guard let found = Self.shortest(from: start, outgoing, shorterThan: best?.count ?? .max) else {
                continue
            }
            best = found
            if found.count == 1 { break }
        }
        guard let best else { return nil }
        edges = best
    }

    /// Breadth first, so that the first way back is a shortest one.
    private static func shortest(
        from start: Int,
        _ outgoing: [Int: [CallGraph.Edge]],
        shorterThan limit: Int
    ) -> [CallGraph.Edge]? {
        var arrivals: [Int: CallGraph.Edge] = [:]
        var ring = [start]
        var length = 0
        while !ring.isEmpty, length + 1 < limit {
            length += 1
            var next: [Int] = []
            for node in ring {
                for edge in outgoing[node] ?? [] {
                    guard let target = edge.callee?.service else { continue }
                    if target == start { return path(to: edge, from: start, arrivals) }
                    guard arrivals[target] == nil else { continue }
                    arrivals[target] = edge
                    next.append(target)
                }
            }
            ring = next
        }
        return nil
    }

    private static func path(
        to last: CallGraph.Edge,
        from start: Int,
        _ arrivals: [Int: CallGraph.Edge]
    ) -> [CallGraph.Edge] {
        var path = [last]
        var node = last.caller
        while node != start, let edge = arrivals[node] {
            path.append(edge)
            node = edge.caller
        }
        return path.reversed()
    }
}
