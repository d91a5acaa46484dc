// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What the argument parser says of wrong usage, with what it leaves out.
enum UsageText {
    /// The text with the value that was probably meant, where it refuses one and lists those that there are.
    ///
    /// The parser suggests options and no values, and its errors can be read as text only. Whatever does not look as
    /// expected stays as it is.
    static func withSuggestion(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let first = lines.first, first.hasPrefix("error: The value '"),
            let start = first.firstRange(of: "Please provide one of "),
            let word = quoted(first[..<start.lowerBound]).first
        else { return text }
        let listed = lines.dropFirst().prefix { $0.hasPrefix("  - ") }
        let values = quoted(first[start.upperBound...]) + listed.map { String($0.dropFirst(4)) }
        guard let near = Spelling.suggestion(for: word, among: values) else { return text }
        lines.insert("  = help: did you mean `\(near)`?", at: 1 + listed.count)
        return lines.joined(separator: "\n")
    }

    /// What the parser says, in the parts of a failure.
    static func failure(_ message: String) -> CommandFailure {
        let mark = "  = help: "
        let lines = withSuggestion("error: \(message)").split(separator: "\n").map(String.init)
        let said = lines.filter { !$0.hasPrefix(mark) }.joined(separator: "\n")
        return CommandFailure(
            .usage,
            String(said.dropFirst("error: ".count)),
            hint: lines.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
        )
    }

    /// The words in single quotes.
    private static func quoted(_ text: Substring) -> [String] {
        text.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
