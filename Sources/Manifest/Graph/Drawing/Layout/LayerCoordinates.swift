// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Decides how high each slot stands: near its neighbours, in the order of its column, with room between.
struct LayerCoordinates {
    /// The middle of each slot.
    private(set) var heights: [Double]
    private let order: LayerOrdering

    private static let rounds = 8

    init(_ order: LayerOrdering) {
        self.order = order
        heights = Array(repeating: 0, count: order.columnOf.count)
        for column in order.columns { place(column, wanted: column.map { _ in 0 }) }
        for round in 0..<Self.rounds {
            let isForward = round.isMultiple(of: 2)
            let columns = isForward ? Array(order.columns) : order.columns.reversed()
            for column in columns {
                let wanted = column.map { slot in
                    let near = isForward ? order.left[slot] : order.right[slot]
                    guard !near.isEmpty else { return heights[slot] }
                    return near.reduce(0) { $0 + heights[$1] } / Double(near.count)
                }
                place(column, wanted: wanted)
            }
        }
        let top = heights.min() ?? 0
        heights = heights.map { ($0 - top + LayeredLayout.nodeHeight / 2).rounded() }
    }

    /// Comes as near as possible to the wanted heights (least squares) without touching: pooled adjacent violators.
    private mutating func place(_ column: [Int], wanted: [Double]) {
        var offsets: [Double] = []
        var offset = 0.0
        for (index, slot) in column.enumerated() {
            if index > 0 { offset += distance(column[index - 1], slot) }
            offsets.append(offset)
        }
        var pools: [(sum: Double, count: Int)] = []
        for (index, height) in wanted.enumerated() {
            pools.append((height - offsets[index], 1))
            while pools.count > 1 {
                let last = pools[pools.count - 1]
                let before = pools[pools.count - 2]
                guard before.sum / Double(before.count) > last.sum / Double(last.count) else { break }
                pools.removeLast()
                pools[pools.count - 1] = (before.sum + last.sum, before.count + last.count)
            }
        }
        var index = 0
        for pool in pools {
            for _ in 0..<pool.count {
                heights[column[index]] = pool.sum / Double(pool.count) + offsets[index]
                index += 1
            }
        }
    }

    private func distance(_ upper: Int, _ lower: Int) -> Double {
        let isBundle = upper >= order.nodeCount && lower >= order.nodeCount
        return (extent(upper) + extent(lower)) / 2 + (isBundle ? 2 : LayeredLayout.rowGap)
    }

    private func extent(_ slot: Int) -> Double {
        slot < order.nodeCount ? LayeredLayout.nodeHeight : LayeredLayout.passage
    }
}
