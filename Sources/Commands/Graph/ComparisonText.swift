// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// What is different between two states of a system, for a terminal.
struct ComparisonText {
    private let comparison: SystemComparison

    init(_ comparison: SystemComparison) { self.comparison = comparison }

    /// Everything: nodes, edges, figures.
    func whole(title: String, width: Int) -> String {
        guard !comparison.isEmpty else { return "\(title)\n\nthe graph is the same\n" }
        var parts = [title + "\n"]
        if !comparison.nodes.isEmpty { parts.append(nodes) }
        if !comparison.edges.isEmpty { parts.append(edges(width: width)) }
        if !comparison.services.isEmpty || !comparison.routes.isEmpty {
            parts.append(figures(width: width, title: "service"))
        }
        return parts.joined(separator: "\n")
    }

    private var nodes: String {
        comparison.nodes.map { node in
            "\(Self.sign(node.kind)) \(node.isExternal ? "external system" : "service") \(node.name)\n"
        }.joined()
    }

    private func edges(width: Int) -> String {
        comparison.edges.map { edge in
            let words = Self.words(edge)
            let details = Self.details(edge)
            return "\(Self.sign(edge.kind)) \(words)\(details.isEmpty ? "" : ": \(details)")\n"
        }.joined()
    }

    /// The figures that differ; columns in which nothing does are left out.
    func figures(width: Int, title: String) -> String {
        let rows = comparison.services + comparison.routes
        guard !rows.isEmpty else { return "no figure changes\n" }
        let columns = FigureColumn.telling(rows)
        var table = TableRenderer(
            [.init(title: title)] + columns.map { .init(title: $0.title, isRightAligned: true) }
        )
        for row in rows {
            table.add(
                [row.name]
                    + columns.map { column in
                        let (was, now) = (column.text(row.was), column.text(row.now))
                        if row.was == nil { return now.map { "new \($0)" } ?? "" }
                        if row.now == nil { return was.map { "was \($0)" } ?? "" }
                        return FigureText.move(was, now)
                    }
            )
        }
        return table.render(width: width)
    }

    /// `orders → payments`, with what tells edges between the same ends apart.
    static func words(_ edge: SystemComparison.EdgeChange) -> String {
        switch edge.edge {
        case .call:
            edge.detail == "external" || edge.detail.isEmpty || edge.detail.hasPrefix(edge.to + "/")
                ? "\(edge.from) → \(edge.to)" : "\(edge.from) → \(edge.to) (\(edge.detail))"
        case .route: "\(edge.from) \(edge.detail) → \(edge.to)"
        case .publish: "\(edge.from) publishes \(edge.to)"
        case .subscribe: "\(edge.to) subscribes to \(edge.from)"
        }
    }

    /// The properties of a new edge, or the differing ones of another.
    static func details(_ edge: SystemComparison.EdgeChange) -> String {
        edge.changes.map { change in
            edge.kind == .added
                ? "\(change.name) \(change.now ?? "")"
                : "\(change.name) \(FigureText.move(change.was, change.now))"
        }.joined(separator: ", ")
    }

    static func sign(_ kind: SystemComparison.Kind) -> String {
        switch kind {
        case .added: "+"
        case .removed: "-"
        case .changed: "~"
        }
    }
}

/// One figure that differs, as a column.
struct FigureColumn {
    let title: String
    /// Whether it is told about services that are new or gone.
    private let isAlwaysTold: Bool
    private let value: @Sendable (SystemFigures) -> String?

    private init(
        title: String,
        isAlwaysTold: Bool = false,
        value: @escaping @Sendable (SystemFigures) -> String?
    ) {
        self.title = title
        self.isAlwaysTold = isAlwaysTold
        self.value = value
    }

    /// The columns in which something differs, and what there is to say about rows of one side only.
    static func telling(_ rows: [SystemComparison.FigureChange]) -> [FigureColumn] {
        all.filter { column in
            rows.contains { row in
                guard row.was != nil, row.now != nil else { return column.isAlwaysTold }
                return column.text(row.was) != column.text(row.now)
            }
        }
    }

    /// The figure as people read it; `nil` when there is none.
    func text(_ figures: SystemFigures?) -> String? { figures.flatMap(value) }

    static let all: [FigureColumn] = [
        FigureColumn(
            title: "computed",
            isAlwaysTold: true,
            value: { $0.availability.map(FigureText.percent) ?? "in a circle" }
        ),
        FigureColumn(title: "loss", value: { $0.availability.map(FigureText.minutes) }),
        FigureColumn(title: "slo", value: { $0.slo.map(FigureText.percent) }),
        FigureColumn(title: "budget", value: { $0.slo.map(FigureText.minutes) }),
        FigureColumn(title: "own", value: { FigureText.percent($0.own) }),
        FigureColumn(title: "breaks", isAlwaysTold: true, value: { $0.breaks.map(String.init) }),
        FigureColumn(title: "traffic", value: { $0.traffic.map(FigureText.share) }),
        FigureColumn(title: "at most", value: { $0.worst?.manifestText }),
        FigureColumn(title: "deadline", value: { $0.deadline?.manifestText }),
        FigureColumn(title: "peak", value: { $0.peak.map { "\(FigureText.number($0))/s" } }),
    ]
}
