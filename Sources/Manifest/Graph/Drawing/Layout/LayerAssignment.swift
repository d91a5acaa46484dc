// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Decides in which column each node stands: right of everything that leads to it over strong edges.
struct LayerAssignment {
    /// The column of each node.
    private(set) var columns: [Int]
    /// How many columns there are.
    private(set) var count = 0

    init(_ graph: LayeredLayout.Graph) {
        let count = graph.widths.count
        columns = Array(repeating: 0, count: count)
        var successors = Array(repeating: [Int](), count: count)
        for edge in graph.edges where edge.isStrong && edge.from != edge.to {
            successors[edge.from].append(edge.to)
        }
        let order = Self.topologicalOrder(&successors)
        for node in order {
            for next in successors[node] { columns[next] = max(columns[next], columns[node] + 1) }
        }
        var hasPredecessor = Array(repeating: false, count: count)
        for node in order { for next in successors[node] { hasPredecessor[next] = true } }
        // What nobody calls stands beside what it calls, not at the far left.
        for node in order.reversed() where !hasPredecessor[node] {
            if let nearest = successors[node].map({ columns[$0] }).min() {
                columns[node] = max(0, nearest - 1)
            }
        }
        placeLoose(graph, successors, hasPredecessor)
        split(graph)
    }

    /// Nodes without strong edges, such as topics, stand right of what leads to them.
    private mutating func placeLoose(
        _ graph: LayeredLayout.Graph,
        _ successors: [[Int]],
        _ hasPredecessor: [Bool]
    ) {
        func isLoose(_ node: Int) -> Bool { successors[node].isEmpty && !hasPredecessor[node] }
        for edge in graph.edges where !edge.isStrong && isLoose(edge.to) && !isLoose(edge.from) {
            columns[edge.to] = max(columns[edge.to], columns[edge.from] + 1)
        }
        for edge in graph.edges where !edge.isStrong && isLoose(edge.from) && columns[edge.from] == 0 {
            columns[edge.from] = max(0, columns[edge.to] - 1)
        }
        // What has no edge at all stands at the end, where it pushes nothing aside.
        let connected = Set(graph.edges.flatMap { [$0.from, $0.to] })
        let last = columns.max() ?? 0
        for node in columns.indices where !connected.contains(node) { columns[node] = last }
    }

    /// Makes several columns out of one that would be higher than the picture is wide.
    private mutating func split(_ graph: LayeredLayout.Graph) {
        let highest = max(14, Int(Double(columns.count * 3).squareRoot()))
        var members = Array(repeating: [Int](), count: (columns.max() ?? -1) + 1)
        for node in columns.indices { members[columns[node]].append(node) }
        var next = 0
        for layer in members where !layer.isEmpty {
            let parts = (layer.count + highest - 1) / highest
            let size = (layer.count + parts - 1) / parts
            let sorted = layer.sorted { (graph.groups[$0], $0) < (graph.groups[$1], $1) }
            for (position, node) in sorted.enumerated() { columns[node] = next + position / size }
            next += parts
        }
        count = next
    }

    /// The nodes so that edges lead forward; edges that close a cycle are turned around in `successors`.
    private static func topologicalOrder(_ successors: inout [[Int]]) -> [Int] {
        var state = Array(repeating: 0, count: successors.count)
        var finished: [Int] = []
        var turned = Array(repeating: [Int](), count: successors.count)
        for start in successors.indices where state[start] == 0 {
            var stack = [(node: start, next: 0)]
            state[start] = 1
            while let top = stack.last {
                guard top.next < successors[top.node].count else {
                    state[top.node] = 2
                    finished.append(top.node)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let next = successors[top.node][top.next]
                if state[next] == 0 {
                    state[next] = 1
                    stack.append((next, 0))
                } else if state[next] == 1 {
                    turned[next].append(top.node)
                    successors[top.node][top.next] = top.node
                }
            }
        }
        for node in successors.indices {
            successors[node] = successors[node].filter { $0 != node } + turned[node]
        }
        return finished.reversed()
    }
}
