// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// What is different between two states of a system, as a comment on a change.
struct ComparisonMarkdown {
    private let comparison: SystemComparison

    init(_ comparison: SystemComparison) { self.comparison = comparison }

    func text(revision: String) -> String {
        var text = "### Service graph since `\(revision)`\n\n"
        guard !comparison.isEmpty else { return text + "The graph is the same.\n" }
        if !comparison.nodes.isEmpty || !comparison.edges.isEmpty {
            text += "| | Edge | |\n|---|---|---|\n"
            for node in comparison.nodes {
                let kind = node.isExternal ? "external system" : "service"
                text += "| \(word(node.kind)) | \(kind) `\(node.name)` | |\n"
            }
            for edge in comparison.edges {
                let words = escaped(ComparisonText.words(edge))
                text += "| \(word(edge.kind)) | \(words) | \(escaped(ComparisonText.details(edge))) |\n"
            }
            text += "\n"
        }
        text += table("Service", comparison.services) + table("Route", comparison.routes)
        return text
    }

    private func table(_ title: String, _ rows: [SystemComparison.FigureChange]) -> String {
        let columns = FigureColumn.telling(rows)
        guard !columns.isEmpty else { return "" }
        var text = "| \(title) |" + columns.map { " \($0.title) |" }.joined() + "\n"
        text += "|---|" + columns.map { _ in "---:|" }.joined() + "\n"
        for row in rows {
            text += "| \(escaped(row.name)) |"
            for column in columns {
                let (was, now) = (column.text(row.was), column.text(row.now))
                let cell = was == now ? now ?? "" : "\(was ?? "–") → **\(now ?? "gone")**"
                text += " \(cell) |"
            }
            text += "\n"
        }
        return text + "\n"
    }

    private func word(_ kind: SystemComparison.Kind) -> String {
        switch kind {
        case .added: "new"
        case .removed: "gone"
        case .changed: "changed"
        }
    }

    private func escaped(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("<", with: "&lt;").replacing("*", with: "\\*")
            .replacing("_", with: "\\_")
    }
}
