// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Blanks out the comments of source code, so that only what runs is left; every offset stays.
///
/// Knows strings as far as they decide what a comment is. A string that does not end on its line ends with it, unless its language lets
/// it go on, so that one apostrophe in the wrong place costs one line.
struct SourceComments {
    /// How a language writes comments.
    private struct Style {
        var line: [String]
        var hasBlocks = true
        /// Whether a block comment inside of another one counts.
        var nests = false
        /// Whether a text in three quotes that stands alone is a comment, as Python has them.
        var hasDocstrings = false
        /// The quotes around strings that may go over lines.
        var longQuotes: [String] = []
        /// Whether an apostrophe begins a string.
        var hasApostrophes = true
    }

    private let style: Style
    private let bytes: [UInt8]
    private var result: [UInt8]
    private var index = 0

    /// The same bytes with blanks instead of comments, of a file in the language of its ending.
    static func blanked(_ bytes: [UInt8], ending: String) -> [UInt8] {
        var comments = SourceComments(bytes, style(ending))
        comments.run()
        return comments.result
    }

    private static func style(_ ending: String) -> Style {
        switch ending {
        case "py": Style(line: ["#"], hasBlocks: false, hasDocstrings: true, longQuotes: ["\"\"\"", "'''"])
        case "rb", "properties": Style(line: ["#"], hasBlocks: false)
        case "ex", "exs": Style(line: ["#"], hasBlocks: false, longQuotes: ["\"\"\""])
        case "clj": Style(line: [";"], hasBlocks: false, hasApostrophes: false)
        case "php": Style(line: ["//", "#"])
        case "swift": Style(line: ["//"], nests: true, longQuotes: ["\"\"\""], hasApostrophes: false)
        case "kt", "scala": Style(line: ["//"], nests: true, longQuotes: ["\"\"\""], hasApostrophes: false)
        case "rs": Style(line: ["//"], nests: true, hasApostrophes: false)
        case "java", "cs": Style(line: ["//"], longQuotes: ["\"\"\""], hasApostrophes: false)
        default: Style(line: ["//"], longQuotes: ["`"])
        }
    }

    private init(_ bytes: [UInt8], _ style: Style) {
        self.bytes = bytes
        self.style = style
        result = bytes
    }

    private mutating func run() {
        while index < bytes.count {
            if let quote = style.longQuotes.first(where: starts) {
                let start = index
                let isAlone = style.hasDocstrings && standsAlone(start)
                index += quote.utf8.count
                skip(until: quote)
                if isAlone { blank(start..<index) }
            } else if style.line.contains(where: starts) {
                let start = index
                while index < bytes.count, !Self.isLineEnd(bytes[index]) { index += 1 }
                blank(start..<index)
            } else if style.hasBlocks, starts("/*") {
                skipBlock()
            } else if bytes[index] == UInt8(ascii: "\"")
                || bytes[index] == UInt8(ascii: "'") && (style.hasApostrophes || isQuotedQuote)
            {
                skipString(bytes[index])
            } else {
                index += 1
            }
        }
    }

    /// Whether here stands `'"'`, in a language where an apostrophe can be something else.
    private var isQuotedQuote: Bool {
        index + 2 < bytes.count && bytes[index + 1] == UInt8(ascii: "\"")
            && bytes[index + 2] == UInt8(ascii: "'")
    }

    private func starts(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    /// Whether only blanks stand before an offset on its line.
    private func standsAlone(_ offset: Int) -> Bool {
        var before = offset
        while before > 0, !Self.isLineEnd(bytes[before - 1]) {
            before -= 1
            if bytes[before] > 0x20 { return false }
        }
        return true
    }

    private mutating func skip(until quote: String) {
        while index < bytes.count {
            if starts(quote) {
                index += quote.utf8.count
                return
            }
            index += bytes[index] == UInt8(ascii: "\\") && quote.utf8.count == 3 ? 2 : 1
        }
        index = bytes.count
    }

    private mutating func skipString(_ quote: UInt8) {
        index += 1
        while index < bytes.count, !Self.isLineEnd(bytes[index]) {
            if bytes[index] == quote {
                index += 1
                return
            }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index = min(index, bytes.count)
    }

    private mutating func skipBlock() {
        let start = index
        var depth = 0
        repeat {
            if starts("/*"), depth == 0 || style.nests {
                depth += 1
                index += 2
            } else if starts("*/") {
                depth -= 1
                index += 2
            } else {
                index += 1
            }
        } while depth > 0 && index < bytes.count
        index = min(index, bytes.count)
        blank(start..<index)
    }

    private mutating func blank(_ range: Range<Int>) {
        for position in range where !Self.isLineEnd(bytes[position]) { result[position] = 0x20 }
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
