// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest
import Support
import Testing

@Suite struct LayeredLayoutTests {
    private func graph(_ count: Int, _ edges: [(Int, Int)]) -> LayeredLayout.Graph {
        LayeredLayout.Graph(
            widths: Array(repeating: 100, count: count),
            groups: (0..<count).map { $0 % 3 },
            edges: edges.map { .init(from: $0.0, to: $0.1, isStrong: true) }
        )
    }

    private func random(_ count: Int, seed: Int) -> LayeredLayout.Graph {
        var numbers = SeededNumbers(seed: seed)
        let edges = (0..<(count * 2)).map { _ in
            (Int.random(in: 0..<count, using: &numbers), Int.random(in: 0..<count, using: &numbers))
        }
        return graph(count, edges)
    }

    @Test func callersStandLeftOfWhatTheyCall() {
        let layout = LayeredLayout(graph(5, [(0, 1), (1, 2), (0, 2), (3, 2), (2, 4)]))
        let x = layout.positions.map(\.x)
        #expect(x[0] < x[1] && x[1] < x[2] && x[2] < x[4])
        // What nobody calls stands just before what it calls.
        #expect(x[3] == x[1])
        // The edge over a column passes through it at one height.
        #expect(layout.ways[2].count == 2 && layout.ways[2][0].y == layout.ways[2][1].y)
    }

    @Test(arguments: 0..<30) func nothingTouchesAndNothingIsChance(seed: Int) {
        let graph = random(4 + seed * 3, seed: seed)
        let layout = LayeredLayout(graph)
        #expect(layout == LayeredLayout(graph))
        let columns = Dictionary(grouping: layout.positions, by: \.x)
        for column in columns.values {
            let heights = column.map(\.y).sorted()
            for (upper, lower) in zip(heights, heights.dropFirst()) {
                #expect(lower - upper >= LayeredLayout.nodeHeight)
            }
        }
        for point in layout.positions {
            #expect(point.x >= 0 && point.x <= layout.size.x)
            #expect(point.y >= 0 && point.y <= layout.size.y)
        }
    }

    @Test func drawsCirclesSelfCallsAndNothing() {
        #expect(LayeredLayout(graph(0, [])).positions.isEmpty)
        #expect(LayeredLayout(graph(1, [(0, 0)])).positions.count == 1)
        let circle = LayeredLayout(graph(3, [(0, 1), (1, 2), (2, 0)]))
        #expect(Set(circle.positions.map(\.x)).count == 3)
    }
}
