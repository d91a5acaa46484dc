// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Small readings of project files: enough to find a version or a name, no parser.
enum SourceLines {
    /// The first line of a file that holds something but a comment, without blanks around it.
    static func firstWord(_ text: String?) -> String? {
        guard let text else { return nil }
        for line in text.split(whereSeparator: \.isNewline) {
            let word = trimmed(line)
            if !word.isEmpty, !word.hasPrefix("#") { return word }
        }
        return nil
    }

    /// Every line without blanks around it.
    static func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(trimmed)
    }

    /// The text without blanks at both ends.
    static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }

    /// What stands between the first `opening` and the next `closing` after it.
    static func between(_ opening: String, _ closing: String, in text: some StringProtocol) -> String? {
        guard let start = text.firstRange(of: opening) else { return nil }
        let rest = text[start.upperBound...]
        guard let end = rest.firstRange(of: closing) else { return nil }
        return String(rest[..<end.lowerBound])
    }

    /// Every text that stands between an `opening` and the next `closing`.
    static func allBetween(_ opening: String, _ closing: String, in text: some StringProtocol) -> [String] {
        var found: [String] = []
        var rest = Substring(text)
        while let start = rest.firstRange(of: opening) {
            let after = rest[start.upperBound...]
            guard let end = after.firstRange(of: closing) else { break }
            found.append(String(after[..<end.lowerBound]))
            rest = after[end.upperBound...]
        }
        return found
    }

    /// The first number with dots of a text, such as `1.24` of `go1.24rc1` or `20` of `>=20 <25`.
    static func version(in text: some StringProtocol, parts: Int) -> String? {
        guard let start = text.firstIndex(where: \.isNumber) else { return nil }
        let run = text[start...].prefix { $0.isNumber || $0 == "." }
        let numbers = run.split(separator: ".").prefix(parts)
        return numbers.isEmpty ? nil : numbers.joined(separator: ".")
    }

    /// The version of a tool in `.tool-versions` or `mise.toml`.
    static func toolVersion(_ tool: String, _ tree: some ProjectTree, parts: Int) -> (String?, String) {
        for line in lines(tree.text(of: ".tool-versions") ?? "") {
            let words = line.split(separator: " ")
            if words.count > 1, words[0] == tool {
                return (version(in: words[1], parts: parts), ".tool-versions")
            }
        }
        return (nil, ".tool-versions")
    }
}
