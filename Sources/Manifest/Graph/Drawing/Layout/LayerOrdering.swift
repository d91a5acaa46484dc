// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Decides who stands above whom in each column, so that few edges cross.
///
/// Edges over several columns get a slot of their own in each column that they pass; slots are numbered behind the nodes.
struct LayerOrdering {
    /// The slots of each column from top to bottom.
    private(set) var columns: [[Int]]
    /// The column of each slot.
    private(set) var columnOf: [Int]
    /// The slots that each edge passes, in its direction.
    private(set) var ways: [[Int]] = []
    /// The slots in the next columns that each slot is connected with.
    private(set) var right: [[Int]]
    /// The slots in earlier columns that each slot is connected with.
    private(set) var left: [[Int]]
    /// How many of the slots are nodes.
    let nodeCount: Int
    /// The height of every slot as a share of its column, so that columns of different sizes compare.
    private var places: [Double] = []

    /// More slots than this help nobody, and cost time.
    private static let mostPassages = 40_000
    private static let rounds = 12

    init(_ graph: LayeredLayout.Graph, _ assignment: LayerAssignment) {
        nodeCount = graph.widths.count
        columnOf = assignment.columns
        columns = Array(repeating: [], count: assignment.count)
        right = Array(repeating: [], count: nodeCount)
        left = right
        let sorted = columnOf.indices.sorted { (graph.groups[$0], $0) < (graph.groups[$1], $1) }
        for node in sorted { columns[columnOf[node]].append(node) }
        var passages = 0
        for edge in graph.edges {
            let (low, high) = (columnOf[edge.from], columnOf[edge.to])
            let between = abs(high - low) - 1
            let isPassed = between > 0 && passages + between <= Self.mostPassages
            guard isPassed else {
                ways.append([])
                if low < high {
                    connect(edge.from, edge.to)
                } else if high < low {
                    connect(edge.to, edge.from)
                }
                continue
            }
            passages += between
            ways.append(pass(edge, low, high))
        }
    }

    private mutating func pass(_ edge: LayeredLayout.Graph.Edge, _ low: Int, _ high: Int) -> [Int] {
        let isForward = low < high
        var way: [Int] = []
        var previous = isForward ? edge.from : edge.to
        for column in (min(low, high) + 1)..<max(low, high) {
            let slot = columnOf.count
            columnOf.append(column)
            right.append([])
            left.append([])
            columns[column].append(slot)
            connect(previous, slot)
            way.append(slot)
            previous = slot
        }
        connect(previous, isForward ? edge.to : edge.from)
        return isForward ? way : way.reversed()
    }

    private mutating func connect(_ from: Int, _ to: Int) {
        right[from].append(to)
        left[to].append(from)
    }

    /// Sorts each column by the middle of its neighbours, forth and back, and keeps the order with fewest crossings.
    mutating func improve() {
        guard columns.count > 1 else { return }
        places = Array(repeating: 0, count: columnOf.count)
        for column in columns.indices { measure(column) }
        var best = columns
        var fewest = crossings()
        for round in 0..<Self.rounds where fewest > 0 {
            if round.isMultiple(of: 2) {
                for column in columns.indices.dropFirst() { sort(column, by: left) }
            } else {
                for column in columns.indices.dropLast().reversed() { sort(column, by: right) }
            }
            let count = crossings()
            if count < fewest {
                fewest = count
                best = columns
            }
        }
        columns = best
    }

    private mutating func sort(_ column: Int, by neighbours: [[Int]]) {
        let keyed = columns[column].enumerated().map { position, slot in
            let near = neighbours[slot]
            let sum = near.reduce(0.0) { $0 + places[$1] }
            return (
                key: near.isEmpty ? places[slot] : sum / Double(near.count), position: position, slot: slot
            )
        }
        columns[column] = keyed.sorted { ($0.key, $0.position) < ($1.key, $1.position) }.map(\.slot)
        measure(column)
    }

    private mutating func measure(_ column: Int) {
        for (position, slot) in columns[column].enumerated() {
            places[slot] = (Double(position) + 0.5) / Double(columns[column].count)
        }
    }

    /// The crossings between neighbouring columns, counted with a Fenwick tree.
    private func crossings() -> Int {
        var position = Array(repeating: 0, count: columnOf.count)
        for column in columns { for (index, slot) in column.enumerated() { position[slot] = index } }
        var total = 0
        for index in columns.indices.dropLast() {
            let size = columns[index + 1].count
            var tree = Array(repeating: 0, count: size + 1)
            var seen = 0
            for slot in columns[index] {
                let ends = right[slot].filter { columnOf[$0] == index + 1 }.map { position[$0] }
                for end in ends {
                    var below = 0
                    var node = end + 1
                    while node > 0 {
                        below += tree[node]
                        node -= node & -node
                    }
                    total += seen - below
                }
                for end in ends {
                    var node = end + 1
                    while node <= size {
                        tree[node] += 1
                        node += node & -node
                    }
                    seen += 1
                }
            }
        }
        return total
    }
}
