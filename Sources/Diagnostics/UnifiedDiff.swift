// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The difference between two versions of a file, as `git apply` and `patch` read it.
package struct UnifiedDiff: Sendable, Hashable {
    /// The text; empty when nothing differs.
    package let text: String

    private struct Line {
        var kind: Character
        var text: String
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
        text = "--- a/\(name)\n+++ b/\(name)\n" + ranges.map { Self.hunk(lines[$0]) }.joined()
    }

    private static func hunk(_ lines: ArraySlice<Line>) -> String {
        let old = lines.count { $0.kind != "+" }
        let new = lines.count { $0.kind != "-" }
        guard let first = lines.first else { return "" }
        // An empty side is numbered by the line before it.
        let oldStart = old == 0 ? first.old - 1 : first.old
        let newStart = new == 0 ? first.new - 1 : first.new
        let head = "@@ -\(oldStart),\(old) +\(newStart),\(new) @@\n"
        return head
            + lines.map { line in
                let end = line.text.hasSuffix("\n") ? "" : "\n\\ No newline at end of file\n"
                return "\(line.kind)\(line.text)\(end)"
            }.joined()
    }

    /// Lines with their line breaks.
    private static func split(_ text: String) -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        for byte in text.utf8 {
            line.append(byte)
            guard byte == UInt8(ascii: "\n") else { continue }
            lines.append(String(decoding: line, as: UTF8.self))
            line.removeAll(keepingCapacity: true)
        }
        return line.isEmpty ? lines : lines + [String(decoding: line, as: UTF8.self)]
    }

    private static func lines(from old: [String], to new: [String]) -> [Line] {
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
