// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How many terminal columns a text takes.
enum TextWidth {
    /// The columns of a text without control sequences.
    static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    /// A text of at most so many columns, with `…` where something was cut off.
    static func cut(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        var result = ""
        var width = 1
        for character in text {
            width += self.columns(of: character)
            if width > columns { break }
            result.append(character)
        }
        return result + "…"
    }

    /// A text in lines of at most so many columns, broken between words; a longer word stays whole.
    ///
    /// Spaces that line something up stay within a line, and end with it.
    static func wrap(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        var line: String?
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            guard let begun = line else {
                if !word.isEmpty || lines.isEmpty { line = String(word) }
                continue
            }
            let isBlank = begun.allSatisfy { $0 == " " }
            if !isBlank, of(begun) + 1 + of(word) > columns {
                lines.append(withoutTrailingSpaces(begun))
                line = word.isEmpty ? nil : String(word)
            } else {
                line = "\(begun) \(word)"
            }
        }
        guard let line, !line.isEmpty else { return lines }
        return lines + [withoutTrailingSpaces(line)]
    }

    /// What a text needs at least to be wrapped beside something else, in columns of the terminal.
    private static let leastRoom = 16

    /// A text behind `used` columns of its line, wrapped below its own beginning; or below the whole line, where there is no
    /// room beside.
    static func hanging(_ text: String, behind used: Int, in columns: Int) -> String {
        guard !text.isEmpty, columns < .max, of(text) > columns - used else { return text }
        let isBeside = columns - used >= leastRoom
        let indent = isBeside ? used : 4
        let margin = "\n" + String(repeating: " ", count: indent)
        let lines = wrap(text, to: max(leastRoom, columns - indent))
        return (isBeside ? "" : margin) + lines.joined(separator: margin)
    }

    private static func withoutTrailingSpaces(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }

    /// A text filled with spaces up to so many columns.
    static func pad(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - of(text)))
    }

    private static func columns(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.value < 0x20 || scalar.value == 0x7F { return 0 }
        if scalar.properties.generalCategory == .nonspacingMark { return 0 }
        // East Asian wide and emoji blocks, in the ranges of Unicode's EastAsianWidth table that matter for names.
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
