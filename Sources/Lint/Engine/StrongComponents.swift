// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The strongly connected components of a graph (Tarjan 1972), without recursion.
struct StrongComponents {
    /// For each node the number of its component.
    private(set) var numbers: [Int]
    /// The components with a circle: more than one node, or a node that leads to itself.
    private(set) var cyclic: Set<Int> = []

    private var order: [Int]
    private var low: [Int]
    private var isOnStack: [Bool]
    private var stack: [Int] = []
    private var next = 0
    private var count = 0

    /// Finds the components of a graph that is given by its successors.
    init(_ successors: [[Int]]) {
        let size = successors.count
        numbers = Array(repeating: -1, count: size)
        order = Array(repeating: -1, count: size)
        low = Array(repeating: 0, count: size)
        isOnStack = Array(repeating: false, count: size)
        for node in 0..<size where order[node] < 0 { visit(node, successors) }
        for node in 0..<size where successors[node].contains(node) { cyclic.insert(numbers[node]) }
    }

    private mutating func enter(_ node: Int) {
        order[node] = next
        low[node] = next
        next += 1
        stack.append(node)
        isOnStack[node] = true
    }

    private mutating func visit(_ root: Int, _ successors: [[Int]]) {
        var path: [(node: Int, edge: Int)] = [(root, 0)]
        enter(root)
        while let (node, edge) = path.last {
            guard edge < successors[node].count else {
                path.removeLast()
                if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
                if low[node] == order[node] { close(node) }
                continue
            }
            path[path.count - 1].edge += 1
            let target = successors[node][edge]
            if order[target] < 0 {
                enter(target)
                path.append((target, 0))
            } else if isOnStack[target] {
                low[node] = min(low[node], order[target])
            }
        }
    }

    private mutating func close(_ root: Int) {
        var size = 0
        while let node = stack.popLast() {
            isOnStack[node] = false
            numbers[node] = count
            size += 1
            if node == root { break }
        }
        if size > 1 { cyclic.insert(count) }
        count += 1
    }
}
