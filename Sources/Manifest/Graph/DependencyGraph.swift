// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Who depends on whom, as integers: services first, then external systems.
package struct DependencyGraph: Sendable {
    /// How many of the nodes are services.
    package let serviceCount: Int
    /// How many nodes there are.
    package let nodeCount: Int
    /// For every node, the nodes that it calls or routes to; ascending, unique.
    package let successors: [[Int]]
    /// For every node, the nodes that it cannot answer without; ascending, unique.
    package let required: [[Int]]
    /// Every service after the services that it calls; members of a cycle stand together.
    package let calleesFirst: [Int]
    /// The components of more than one service, or of one that calls itself; each sorted, in order of their first member.
    package let cycles: [[Int]]
    /// The nodes of which at least one is behind each node over required calls.
    package let hardClosure: [BitSet]
    /// The services that are in a cycle or depend on one, whose numbers are withheld.
    package let withheld: BitSet

    /// Analyses a graph of `nodeCount` nodes.
    init(serviceCount: Int, nodeCount: Int, successors: [[Int]], required: [[Int]]) {
        self.serviceCount = serviceCount
        self.nodeCount = nodeCount
        self.successors = successors
        self.required = required
        let components = StronglyConnectedComponents.of(successors)
        calleesFirst = components.flatMap { $0 }.filter { $0 < serviceCount }
        cycles =
            components
            .filter { $0.count > 1 || $0.contains { successors[$0].contains($0) } }
            .map { $0.sorted() }
            .sorted { $0.lexicographicallyPrecedes($1) }
        var closure = Array(repeating: BitSet(capacity: nodeCount), count: nodeCount)
        var withheld = BitSet(capacity: nodeCount)
        for component in components {
            var reached = BitSet(capacity: nodeCount)
            var isCyclic = component.count > 1
            for node in component {
                for next in required[node] {
                    reached.insert(next)
                    reached.formUnion(closure[next])
                }
                for next in successors[node] {
                    isCyclic = isCyclic || next == node || withheld.contains(next)
                }
            }
            for node in component {
                closure[node] = reached
                if component.count > 1 { closure[node] = Self.reach(from: node, required) }
                closure[node].remove(node)
                if isCyclic { withheld.insert(node) }
            }
        }
        hardClosure = closure
        self.withheld = withheld
    }

    /// The shortest cycle of a component, starting at its first service and ending before it; of several the first found.
    package func shortestCycle(in component: [Int]) -> [Int] {
        let members = Set(component)
        var best: [Int] = []
        for start in component {
            if successors[start].contains(start) { return [start] }
            guard let found = cycle(through: start, within: members) else { continue }
            if best.isEmpty || found.count < best.count { best = found }
            if best.count == 2 { break }
        }
        return best
    }

    /// The shortest way between two nodes over any calls and routes, both ends included; `nil` when there is none.
    package func path(from start: Int, to end: Int) -> [Int]? {
        if start == end { return [start] }
        var previous: [Int: Int] = [:]
        var queue = [start]
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            for successor in successors[node] where successor != start && previous[successor] == nil {
                previous[successor] = node
                if successor == end { return trace(end, previous, from: start) }
                queue.append(successor)
            }
        }
        return nil
    }

    private func cycle(through start: Int, within members: Set<Int>) -> [Int]? {
        var previous: [Int: Int] = [:]
        var queue = [start]
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            for successor in successors[node] where members.contains(successor) {
                if successor == start { return trace(node, previous, from: start) }
                guard previous[successor] == nil else { continue }
                previous[successor] = node
                queue.append(successor)
            }
        }
        return nil
    }

    private func trace(_ end: Int, _ previous: [Int: Int], from start: Int) -> [Int] {
        var way = [end]
        while let last = way.last, last != start, let before = previous[last] { way.append(before) }
        return way.reversed()
    }

    /// What is reached inside a cycle, where a common closure would be too large.
    private static func reach(from start: Int, _ required: [[Int]]) -> BitSet {
        var reached = BitSet(capacity: required.count)
        var stack = required[start]
        while let node = stack.popLast() {
            guard !reached.contains(node) else { continue }
            reached.insert(node)
            stack += required[node]
        }
        return reached
    }
}
