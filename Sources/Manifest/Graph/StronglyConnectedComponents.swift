// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Tarjan's algorithm without recursion, so that a chain of thousands of services cannot exhaust the stack.
package enum StronglyConnectedComponents {
    /// The components, each after the components that it leads to.
    package static func of(_ successors: [[Int]]) -> [[Int]] {
        var search = Search(successors)
        for node in successors.indices where search.order[node] < 0 { search.visit(node) }
        return search.components
    }

    private struct Search {
        let successors: [[Int]]
        var order: [Int]
        var low: [Int]
        var onStack: [Bool]
        var stack: [Int] = []
        var counter = 0
        var components: [[Int]] = []

        init(_ successors: [[Int]]) {
            self.successors = successors
            order = Array(repeating: -1, count: successors.count)
            low = order
            onStack = Array(repeating: false, count: successors.count)
        }

        mutating func visit(_ root: Int) {
            var frames = [(node: root, next: 0)]
            enter(root)
            while let frame = frames.last {
                let node = frame.node
                if frame.next < successors[node].count {
                    frames[frames.count - 1].next += 1
                    let successor = successors[node][frame.next]
                    if order[successor] < 0 {
                        enter(successor)
                        frames.append((successor, 0))
                    } else if onStack[successor] {
                        low[node] = min(low[node], order[successor])
                    }
                } else {
                    frames.removeLast()
                    if let parent = frames.last?.node { low[parent] = min(low[parent], low[node]) }
                    if low[node] == order[node] { close(node) }
                }
            }
        }

        private mutating func enter(_ node: Int) {
            order[node] = counter
            low[node] = counter
            counter += 1
            stack.append(node)
            onStack[node] = true
        }

        private mutating func close(_ node: Int) {
            var component: [Int] = []
            while let member = stack.popLast() {
                onStack[member] = false
                component.append(member)
                if member == node { break }
            }
            components.append(component)
        }
    }
}
