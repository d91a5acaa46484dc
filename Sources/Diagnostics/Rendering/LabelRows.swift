// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A label on one line, in columns as shown.
struct LineLabel {
    var columns: Range<Int>
    var text: String
    var isPrimary: Bool
    var role: Style.Role

    var mark: String { isPrimary ? "^" : "-" }
}

/// The rows below a line: marks with the text of the rightmost label, then the texts of the others on rows of their own.
enum LabelRows {
    static func rows(for labels: [LineLabel], margin: FrameRow) -> [FrameRow] {
        guard !labels.isEmpty else { return [] }
        let sorted = labels.sorted { ($0.columns.lowerBound, $0.rank) < ($1.columns.lowerBound, $1.rank) }
        var marks = margin
        // Wide ones first: what lies inside another stays visible.
        for label in sorted.sorted(by: { ($0.columns.count, $1.rank) > ($1.columns.count, $0.rank) }) {
            marks.fill(label.columns, with: label.mark, label.role)
        }
        var hanging = sorted.filter { !$0.text.isEmpty }
        let end = sorted.map(\.columns.upperBound).max() ?? 0
        if let last = hanging.last, last.columns.upperBound == end {
            marks.end(last.text, at: end + 1, last.role)
            hanging.removeLast()
        }
        guard !hanging.isEmpty else { return [marks] }
        var bars = margin
        for label in hanging { bars.put("│", at: label.columns.lowerBound, label.role) }
        var rows = [marks, bars]
        while let label = hanging.popLast() {
            var row = margin
            for other in hanging where other.columns.lowerBound < label.columns.lowerBound {
                row.put("│", at: other.columns.lowerBound, other.role)
            }
            row.end(label.text, at: label.columns.lowerBound, label.role)
            rows.append(row)
        }
        return rows
    }
}

extension LineLabel {
    /// Of labels that start together the primary one stands beside the marks.
    fileprivate var rank: Int { isPrimary ? 1 : 0 }
}
