// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Places for the nodes of a directed graph and ways for its edges: callers stand left of what they call.
///
/// Layers, then order within each layer, then heights (Sugiyama's method); the same graph always gives the same picture.
package struct LayeredLayout: Sendable, Hashable {
    /// A point; the unit is a pixel at a zoom of 1.
    package struct Point: Sendable, Hashable {
        /// The distance from the left edge.
        package var x: Double
        /// The distance from the upper edge.
        package var y: Double

        /// Names a point.
        package init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// What is to be placed.
    package struct Graph: Sendable, Hashable {
        /// The width of each node, in pixels.
        package var widths: [Double]
        /// The group of each node; nodes of one group stand together where nothing speaks against it.
        package var groups: [Int]
        /// Edges as pairs of nodes, and whether they decide about layers: events do not.
        package var edges: [Edge]

        /// One edge.
        package struct Edge: Sendable, Hashable {
            /// The node where it starts.
            package var from: Int
            /// The node where it ends.
            package var to: Int
            /// Whether its end must stand right of its start.
            package var isStrong: Bool

            /// Connects two nodes.
            package init(from: Int, to: Int, isStrong: Bool) {
                self.from = from
                self.to = to
                self.isStrong = isStrong
            }
        }

        /// A graph of as many nodes as there are widths.
        package init(widths: [Double], groups: [Int], edges: [Edge]) {
            self.widths = widths
            self.groups = groups
            self.edges = edges
        }
    }

    /// The height of every node, in pixels at a zoom of 1.
    package static let nodeHeight = 40.0
    /// The space between the widest nodes of two neighbouring columns.
    static let columnGap = 120.0
    /// The space between two nodes of a column.
    static let rowGap = 14.0
    /// The height that an edge takes where it passes through a column.
    static let passage = 8.0

    /// The left middle of each node.
    package let positions: [Point]
    /// The points that each edge passes on its way, without its ends.
    package let ways: [[Point]]
    /// The extent of the whole picture.
    package let size: Point

    /// Places a graph.
    package init(_ graph: Graph) {
        let columns = LayerAssignment(graph)
        var order = LayerOrdering(graph, columns)
        order.improve()
        let heights = LayerCoordinates(order).heights
        var left: [Double] = []
        var widths: [Double] = []
        var next = 0.0
        for column in order.columns {
            left.append(next)
            let widest = column.filter { $0 < graph.widths.count }.map { graph.widths[$0] }.max() ?? 0
            widths.append(widest)
            next += widest + Self.columnGap
        }
        positions = graph.widths.indices.map { Point(x: left[order.columnOf[$0]], y: heights[$0]) }
        // A passage is as long as its column is wide, so that an edge does not bend over the nodes beside it.
        ways = zip(graph.edges, order.ways).map { edge, way in
            let isForward = order.columnOf[edge.from] < order.columnOf[edge.to]
            return way.flatMap { slot in
                let column = order.columnOf[slot]
                let ends = [left[column], left[column] + widths[column]]
                return (isForward ? ends : ends.reversed()).map { Point(x: $0, y: heights[slot]) }
            }
        }
        size = Point(
            x: max(0, next - Self.columnGap),
            y: (heights.max() ?? 0) + Self.nodeHeight / 2
        )
    }
}
