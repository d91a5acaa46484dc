// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a body says that is no Status object, such as the page of a balancer: its first words, on one line.
enum PageText {
    /// The longest that is shown, in characters.
    private static let limit = 300

    /// The words of a body; `nil` if there are none.
    static func excerpt(_ body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(8192), as: UTF8.self)
        let words = isMarkup(text) ? withoutMarkup(text) : text
        return shortened(words) ?? shortened(text)
    }

    private static func isMarkup(_ text: String) -> Bool {
        text.first { !$0.isWhitespace } == "<"
    }

    /// The text between the tags; what says the same twice, as title and heading do, says it once.
    private static func withoutMarkup(_ page: String) -> String {
        var runs: [Substring] = []
        var rest = page[...]
        while let open = rest.firstIndex(of: "<") {
            runs.append(rest[..<open])
            let tag = rest[open...].dropFirst().prefix { $0.isLetter }.lowercased()
            guard let close = rest[open...].firstIndex(of: ">") else {
                rest = ""
                break
            }
            rest = rest[rest.index(after: close)...]
            // What is no text ends with the next tag: neither has one within.
            if tag == "style" || tag == "script" { rest = rest.drop { $0 != "<" } }
        }
        runs.append(rest)
        var words: [String] = []
        for run in runs {
            let text = run.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if !text.isEmpty, text != words.last { words.append(text) }
        }
        return words.joined(separator: " ")
    }

    private static func shortened(_ text: String) -> String? {
        let line = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
            .filter { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } }
        let trimmed = String(String(line).trimmed.prefix(limit))
        return trimmed.isEmpty ? nil : trimmed
    }
}
