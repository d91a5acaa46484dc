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

    /// What the last column needs at least to be wrapped beside the others, in columns of the terminal.
    private static let leastRoom = 16

    /// The table with two spaces between columns; the last column is wrapped at the width, so that nothing is lost.
    func render(width: Int) -> String {
        let titles = columns.map { $0.title.uppercased() }
        let widths = columns.indices.map { column in
            ([titles] + rows).map { TextWidth.of($0[column]) }.max() ?? 0
        }
        return ([titles] + rows).map { line($0, widths, width) + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int], _ width: Int) -> String {
        var text = ""
        for (index, column) in columns.enumerated() {
            if index == columns.count - 1, !column.isRightAligned {
                let cell = last(cells[index], after: TextWidth.of(text), width)
                if cell.first == "\n" { while text.last == " " { text.removeLast() } }
                text += cell
            } else {
                let padding = String(repeating: " ", count: widths[index] - TextWidth.of(cells[index]))
                text += column.isRightAligned ? padding + cells[index] : cells[index] + padding
                if index < columns.count - 1 { text += "  " }
            }
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// The last cell below itself, or below the whole row where there is no room beside it.
    private func last(_ cell: String, after used: Int, _ width: Int) -> String {
        guard width < .max, TextWidth.of(cell) > width - used else { return cell }
        let isBeside = width - used >= Self.leastRoom
        let indent = isBeside ? used : 4
        let lines = TextWidth.wrap(cell, to: max(Self.leastRoom, width - indent))
        let margin = "\n" + String(repeating: " ", count: indent)
        return (isBeside ? "" : margin) + lines.joined(separator: margin)
    }
}
