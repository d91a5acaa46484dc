// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A line of a source file as columns of a terminal: tabs expanded, wide characters measured.
struct DisplayLine {
    private static let tabStop = 4

    /// One text a column; empty for the second column of a wide character.
    private(set) var cells: [String] = []
    private let start: Int
    /// The column of every byte of the line and of its end.
    private var columns: [Int] = []

    init(_ file: SourceFile, _ index: Int) {
        let line = file.line(index)
        start = line.startIndex
        var position = line.startIndex
        while position < line.endIndex {
            let length = Self.sequenceLength(line[position])
            let end = min(position + length, line.endIndex)
            let scalar = String(validating: line[position..<end], as: UTF8.self)?.unicodeScalars.first
            let consumed = scalar == nil ? 1 : end - position
            columns.append(contentsOf: repeatElement(cells.count, count: consumed))
            append(scalar ?? "\u{FFFD}")
            position += consumed
        }
        columns.append(cells.count)
    }

    /// The column of a byte offset of the file; the end of the line for offsets behind it.
    func column(at offset: Int) -> Int {
        columns[min(max(offset - start, 0), columns.count - 1)]
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if scalar == "\t" {
            let count = Self.tabStop - cells.count % Self.tabStop
            cells.append(contentsOf: repeatElement(" ", count: count))
            return
        }
        let width = DisplayWidth.of(scalar)
        if DisplayWidth.isUnsafe(scalar) {
            cells.append("\u{FFFD}")
        } else if width == 0, !cells.isEmpty {
            let base = cells.lastIndex { !$0.isEmpty } ?? 0
            cells[base].unicodeScalars.append(scalar)
        } else {
            cells.append(String(Character(scalar)))
            if width == 2 { cells.append("") }
        }
    }

    private static func sequenceLength(_ lead: UInt8) -> Int {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}

/// The part of a long line that is shown, with `…` where something is left out.
struct LineWindow {
    private let range: Range<Int>
    private let count: Int

    /// Shows what fits around a focus; everything when the line fits.
    init(columns count: Int, focus: Range<Int>, available: Int) {
        self.count = count
        guard count > available else {
            range = 0..<count
            return
        }
        let inner = max(available - 2, 1)
        let spare = max(inner - focus.count, 0)
        let lower = min(max(focus.lowerBound - spare / 2, 0), max(count - inner, 0))
        // A cut that would hide one column saves nothing: the ellipsis takes it.
        range = (lower <= 1 ? 0 : lower)..<min(lower + inner, count)
    }

    private var hasStartCut: Bool { range.lowerBound > 0 }

    /// Where a column of the line is shown; at the ellipsis if it is left out.
    func visible(_ column: Int) -> Int {
        if column < range.lowerBound { return 0 }
        return min(column, range.upperBound) - range.lowerBound + (hasStartCut ? 1 : 0)
    }

    /// The text that is shown.
    func text(of line: DisplayLine) -> String {
        let middle = line.cells[range].joined()
        return (hasStartCut ? "…" : "") + middle + (range.upperBound < count ? "…" : "")
    }
}
