// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The lines of one file that labels point at, with the labels below them.
struct CodeFrame {
    /// A label that covers several lines, with the column of the margin where its bracket is drawn.
    private struct Bracket {
        let label: LineLabel
        let range: Range<Int>
        let lines: ClosedRange<Int>
        let margin: Int
    }

    private let file: SourceFile
    private let available: Int
    private var single: [Int: [(range: Range<Int>, label: LineLabel)]] = [:]
    private var brackets: [Bracket] = []

    /// One row of output; a line number only where a source line is shown.
    struct Row {
        var number: Int?
        /// Whether the row stands for lines that are left out.
        var isGap = false
        var content = FrameRow()
    }

    /// `available` columns may be used for the text of a line.
    init(
        file: SourceFile,
        labels: [(label: Diagnostic.Label, isPrimary: Bool)],
        role: Style.Role,
        available: Int
    ) {
        self.file = file
        for (label, isPrimary) in labels {
            let range = Self.visibleRange(label.span)
            let lines = file.lineIndex(at: range.lowerBound)...file.lineIndex(at: range.upperBound)
            let text = DisplayWidth.safe(label.text)
            let line = LineLabel(
                columns: 0..<0,
                text: text,
                isPrimary: isPrimary,
                role: isPrimary ? role : .frame
            )
            if lines.count == 1 {
                single[lines.lowerBound, default: []].append((range, line))
            } else {
                brackets.append(Bracket(label: line, range: range, lines: lines, margin: 2 * brackets.count))
            }
        }
        self.available = max(available - 2 * brackets.count, 20)
    }

    /// The number of the last line that is shown.
    var lastLine: Int {
        (single.keys.max().map { [$0] } ?? []).reduce(brackets.map(\.lines.upperBound).max() ?? 0, max) + 1
    }

    func rows() -> [Row] {
        var rows: [Row] = []
        var previous: Int?
        for index in shownLines() {
            if let previous, index > previous + 1 {
                rows.append(Row(isGap: true, content: margin(after: previous)))
            }
            rows += self.rows(ofLine: index)
            previous = index
        }
        return rows
    }

    /// Lines with labels; short brackets whole; single lines between them instead of a gap.
    private func shownLines() -> [Int] {
        var lines = Set(single.keys)
        for bracket in brackets {
            if bracket.lines.count <= 5 {
                lines.formUnion(bracket.lines)
            } else {
                lines.formUnion([bracket.lines.lowerBound, bracket.lines.upperBound])
            }
        }
        for line in lines where lines.contains(line + 2) { lines.insert(line + 1) }
        return lines.sorted()
    }

    private func rows(ofLine index: Int) -> [Row] {
        let line = DisplayLine(file, index)
        let window = window(of: line, index)
        var source = margin(before: index)
        var below = source
        var bracketRows: [Row] = []
        for bracket in brackets where bracket.lines.lowerBound == index {
            let column = line.column(at: bracket.range.lowerBound)
            if line.cells.prefix(column).allSatisfy({ $0 == " " }) {
                source.put("╭", at: bracket.margin, bracket.label.role)
            } else {
                let row = elbow("╭", of: bracket, to: textStart + window.visible(column), over: below)
                bracketRows.append(Row(content: row))
            }
            below.put("│", at: bracket.margin, bracket.label.role)
        }
        for bracket in brackets where bracket.lines.upperBound == index {
            let last = max(line.column(at: bracket.range.upperBound) - 1, 0)
            let end = textStart + window.visible(last)
            var row = elbow("╰", of: bracket, to: end, over: below)
            row.end(bracket.label.text, at: end + 2, bracket.label.role)
            bracketRows.append(Row(content: row))
            below.put(" ", at: bracket.margin, .plain)
        }
        let start = bracketRows.isEmpty ? below : margin(before: index)
        source.end(window.text(of: line), at: textStart, .plain)
        let labelRows = LabelRows.rows(for: labels(onLine: index, line, window), margin: start)
        return [Row(number: index + 1, content: source)] + labelRows.map { Row(content: $0) } + bracketRows
    }

    /// The column behind the margin of the brackets.
    private var textStart: Int { 2 * brackets.count }

    /// A bracket's corner with a line to the column where it begins or ends.
    private func elbow(_ corner: String, of bracket: Bracket, to end: Int, over row: FrameRow) -> FrameRow {
        var row = row
        row.put(corner, at: bracket.margin, bracket.label.role)
        row.fill(bracket.margin + 1..<end, with: "─", bracket.label.role)
        row.put(bracket.label.mark, at: end, bracket.label.role)
        return row
    }

    private func labels(onLine index: Int, _ line: DisplayLine, _ window: LineWindow) -> [LineLabel] {
        (single[index] ?? []).map { range, label in
            var label = label
            let lower = window.visible(line.column(at: range.lowerBound))
            let upper = window.visible(line.column(at: range.upperBound))
            label.columns = textStart + lower..<textStart + max(upper, lower + 1)
            return label
        }
    }

    private func window(of line: DisplayLine, _ index: Int) -> LineWindow {
        var ranges = (single[index] ?? []).sorted { $0.label.isPrimary && !$1.label.isPrimary }.map(\.range)
        for bracket in brackets {
            let end = bracket.range.upperBound
            if bracket.lines.upperBound == index { ranges.append(max(end - 1, 0)..<end) }
            if bracket.lines.lowerBound == index {
                ranges.append(bracket.range.lowerBound..<bracket.range.lowerBound + 1)
            }
        }
        let columns = ranges.map { range in
            let lower = line.column(at: range.lowerBound)
            return lower..<max(line.column(at: range.upperBound), lower + 1)
        }
        guard let first = columns.first else {
            return LineWindow(columns: line.cells.count, focus: 0..<1, available: available)
        }
        let lower = columns.map(\.lowerBound).min() ?? 0
        let upper = columns.map(\.upperBound).max() ?? 0
        // Where not all labels fit, the first (the primary one) is what must be seen.
        let focus = upper - lower <= available - 2 ? lower..<upper : first
        return LineWindow(columns: line.cells.count, focus: focus, available: available)
    }

    /// The brackets that are open when a line begins.
    private func margin(before index: Int) -> FrameRow {
        var row = FrameRow()
        for bracket in brackets where bracket.lines.lowerBound < index && index <= bracket.lines.upperBound {
            row.put("│", at: bracket.margin, bracket.label.role)
        }
        return row
    }

    private func margin(after index: Int) -> FrameRow { margin(before: index + 1) }

    /// The range inside the file, without line breaks at its end, which would point at the next line.
    private static func visibleRange(_ span: SourceSpan) -> Range<Int> {
        let bytes = span.file.bytes
        let lower = min(span.range.lowerBound, bytes.count)
        var upper = min(span.range.upperBound, bytes.count)
        while upper > lower, bytes[upper - 1] == UInt8(ascii: "\n") || bytes[upper - 1] == UInt8(ascii: "\r")
        {
            upper -= 1
        }
        return lower..<upper
    }
}
