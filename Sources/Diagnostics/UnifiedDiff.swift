// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The difference between two versions of a file, as `git apply` and `patch` read it.
package struct UnifiedDiff: Sendable, Hashable {
    /// The text; empty when nothing differs.
    package let text: String

    private struct Line {
        var kind: Character
        var text: [UInt8]
        var old: Int
        var new: Int
    }

    private static let context = 3

    /// Compares two texts of a file line by line.
    package init(path: String, from old: String, to new: String) {
        let lines = Self.lines(from: Self.split(old), to: Self.split(new))
        let changed = lines.indices.filter { lines[$0].kind != " " }
        guard !changed.isEmpty else {
            text = ""
            return
        }
        var ranges: [Range<Int>] = []
        for index in changed {
            let range = max(0, index - Self.context)..<min(lines.count, index + Self.context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
        let head = "--- \(Self.quoted("a/" + name))\n+++ \(Self.quoted("b/" + name))\n"
        text = String(decoding: head.utf8 + ranges.flatMap { Self.hunk(lines[$0]) }, as: UTF8.self)
    }

    /// A name as git writes it: in quotes where it holds controls, quotes or backslashes, with a tab behind it where it holds blanks.
    private static func quoted(_ name: String) -> String {
        let isSpecial = name.unicodeScalars.contains {
            $0.value < 0x20 || $0 == "\u{7F}" || $0 == "\"" || $0 == "\\"
        }
        guard isSpecial else { return name.contains(" ") ? name + "\t" : name }
        let octals = name.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
            case 0..<0x20, 0x7F...:
                "\\" + String(UnicodeScalar(0x30 + byte >> 6)) + String(UnicodeScalar(0x30 + byte >> 3 & 7))
                    + String(UnicodeScalar(0x30 + byte & 7))
            default: String(UnicodeScalar(byte))
            }
        }
        return "\"" + octals.joined() + "\""
    }

    private static func hunk(_ lines: ArraySlice<Line>) -> [UInt8] {
        let old = lines.count { $0.kind != "+" }
        let new = lines.count { $0.kind != "-" }
        guard let first = lines.first else { return [] }
        // An empty side is numbered by the line before it.
        let oldStart = old == 0 ? first.old - 1 : first.old
        let newStart = new == 0 ? first.new - 1 : first.new
        let head = "@@ -\(oldStart),\(old) +\(newStart),\(new) @@\n"
        return lines.reduce(into: Array(head.utf8)) { result, line in
            result += String(line.kind).utf8
            result += line.text
            if line.text.last != UInt8(ascii: "\n") { result += "\n\\ No newline at end of file\n".utf8 }
        }
    }

    /// Lines with their line breaks, as bytes: texts would be the same to Swift in both forms of an accent.
    private static func split(_ text: String) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for byte in text.utf8 {
            line.append(byte)
            guard byte == UInt8(ascii: "\n") else { continue }
            lines.append(line)
            line.removeAll(keepingCapacity: true)
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func lines(from old: [[UInt8]], to new: [[UInt8]]) -> [Line] {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                lines.append(Line(kind: "-", text: old[left], old: left + 1, new: right + 1))
                left += 1
            } else if inserted.contains(right) {
                lines.append(Line(kind: "+", text: new[right], old: left + 1, new: right + 1))
                right += 1
            } else {
                lines.append(Line(kind: " ", text: new[right], old: left + 1, new: right + 1))
                left += 1
                right += 1
            }
        }
        return lines
    }
}
