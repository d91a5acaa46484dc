// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A text with marked ranges: `image: ⟪nginx⟫` is the text `image: nginx` and the range of `nginx`.
///
/// A number behind the opening marker names the range: `⟪1:nginx⟫`; otherwise ranges count in order of their start.
/// Ranges may be empty (`⟪⟫`) and nested.
package struct MarkedText: Sendable, Hashable {
    /// The text without markers.
    package let text: String
    /// The marked byte ranges: by number where numbered, then in order of their start.
    package let ranges: [Range<Int>]

    /// Takes the markers out of a text; a marker without its partner is a mistake in the test and traps.
    package init(_ marked: String) {
        var plain = ""
        var open: [(number: Int?, start: Int, order: Int)] = []
        var found: [(number: Int?, range: Range<Int>, order: Int)] = []
        var scalars = marked.unicodeScalars[...]
        var order = 0
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "⟪":
                let digits = scalars.prefix { ("0"..."9").contains($0) }
                let isNumbered = !digits.isEmpty && scalars.dropFirst(digits.count).first == ":"
                if isNumbered { scalars = scalars.dropFirst(digits.count + 1) }
                open.append((isNumbered ? Int(String(digits)) : nil, plain.utf8.count, order))
                order += 1
            case "⟫":
                guard let last = open.popLast() else { preconditionFailure("⟫ without ⟪ in \(marked)") }
                found.append((last.number, last.start..<plain.utf8.count, last.order))
            default: plain.unicodeScalars.append(scalar)
            }
        }
        precondition(open.isEmpty, "⟪ without ⟫ in \(marked)")
        text = plain
        ranges =
            found
            .sorted { ($0.number ?? .max, $0.order) < ($1.number ?? .max, $1.order) }
            .map(\.range)
    }

    /// The text as a file.
    package func file(path: String = "test.yaml") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    /// Marks ranges in a text, the inverse of ``init(_:)``: a failing test then shows what was marked instead.
    package static func marking(_ text: String, _ ranges: [Range<Int>]) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        for index in 0...bytes.count {
            for range in ranges where range.upperBound == index && !range.isEmpty {
                result.append(contentsOf: "⟫".utf8)
            }
            for range in ranges where range.lowerBound == index {
                result.append(contentsOf: (range.isEmpty ? "⟪⟫" : "⟪").utf8)
            }
            if index < bytes.count { result.append(bytes[index]) }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// Joins lines, each with a line break at its end.
package func lines(_ lines: String...) -> String {
    lines.map { $0 + "\n" }.joined()
}
