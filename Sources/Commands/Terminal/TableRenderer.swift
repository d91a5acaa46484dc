// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Lays rows out in columns for people; machine formats never pass through here.
struct TableRenderer {
    /// One column.
    struct Column {
        /// What stands above it.
        var title: String
        /// Whether numbers should line up at their last digit.
        var isRightAligned = false
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; missing cells are empty.
    mutating func add(_ cells: [String]) {
        rows.append(cells + Array(repeating: "", count: max(0, columns.count - cells.count)))
    }

    /// The table with two spaces between columns, within the width as far as words go, so that nothing is lost.
    ///
    /// The last column is wrapped between words. Another cell that does not fit begins a line of its own.
    func render(width: Int) -> String {
        let titles = columns.map { $0.title.uppercased() }
        let widths = columns.indices.map { column in
            ([titles] + rows).map { TextWidth.of($0[column]) }.max() ?? 0
        }
        return ([titles] + rows).map { line($0, widths, width) + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int], _ width: Int) -> String {
        var text = ""
        // What stands in the present line of the row.
        var used = 0
        for (index, column) in columns.enumerated() {
            if index == columns.count - 1, !column.isRightAligned {
                let cell = TextWidth.hanging(cells[index], behind: used, in: width)
                if cell.first == "\n" { while text.last == " " { text.removeLast() } }
                text += cell
            } else {
                if used > 0, used > width - widths[index] {
                    while text.last == " " { text.removeLast() }
                    text += "\n" + Self.margin
                    used = Self.margin.count
                }
                let padding = String(repeating: " ", count: widths[index] - TextWidth.of(cells[index]))
                text += column.isRightAligned ? padding + cells[index] : cells[index] + padding
                if index < columns.count - 1 { text += "  " }
                used += widths[index] + 2
            }
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    private static let margin = "    "
}
