// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One row of a code frame: texts put at columns, each with its role.
struct FrameRow {
    private var cells: [(text: String, role: Style.Role)] = []

    /// Puts a one-column mark, over what is there.
    mutating func put(_ mark: String, at column: Int, _ role: Style.Role) {
        pad(to: column + 1)
        cells[column] = (mark, role)
    }

    /// Puts marks into all columns of a range.
    mutating func fill(_ columns: Range<Int>, with mark: String, _ role: Style.Role) {
        for column in columns { put(mark, at: column, role) }
    }

    /// Puts a text that nothing follows.
    mutating func end(_ text: String, at column: Int, _ role: Style.Role) {
        guard !text.isEmpty else { return }
        pad(to: column)
        cells.append((text, role))
    }

    private mutating func pad(to count: Int) {
        while cells.count < count { cells.append((" ", .plain)) }
    }

    /// The row without blanks at its end, runs of one role painted together.
    func text(_ style: Style) -> String {
        var result = ""
        var run = ""
        var role = Style.Role.plain
        let last = cells.lastIndex { $0.text.contains { $0 != " " } } ?? -1
        for cell in cells.prefix(last + 1) {
            if cell.role != role {
                result += style.paint(run, role)
                run = ""
                role = cell.role
            }
            run += cell.text
        }
        return result + style.paint(run, role)
    }
}
