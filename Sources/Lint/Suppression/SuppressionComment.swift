// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// Reads `# msctl:ignore rule-id until=2027-01-31 -- reason`; several rules are separated by commas.
enum SuppressionComment {
    private static let mark = "msctl:ignore"

    /// The suppressions of a document's comments.
    ///
    /// With `startsWithDocument` a comment above the first field is about the whole document.
    static func read(_ source: ManifestSource, startsWithDocument: Bool = false) -> [Suppression] {
        source.document.comments.flatMap { comment in
            read(comment) {
                let root = source.document.root.span
                let isAbove = startsWithDocument && comment.range.upperBound <= root.range.lowerBound
                return isAbove ? root : scope(of: comment, in: source)
            }
        }
    }

    /// The suppressions of one comment, which are about what `scope` says.
    static func read(_ comment: SourceSpan, scope: () -> SourceSpan) -> [Suppression] {
        let file = comment.file
        let bytes = file.bytes[comment.range.clamped(to: 0..<file.bytes.count)]
        var scanner = WordScanner(bytes)
        scanner.skip { $0 == UInt8(ascii: "#") || isBlank($0) }
        guard let first = scanner.word(), String(decoding: bytes[first], as: UTF8.self) == mark else {
            return []
        }
        var rules: [(name: String, range: Range<Int>)] = []
        var until: CalendarDate?
        var invalid: SourceSpan?
        var reason: String?
        while let range = scanner.word() {
            let word = String(decoding: bytes[range], as: UTF8.self)
            if word == "--" {
                let rest = String(decoding: bytes[range.upperBound...], as: UTF8.self)
                reason = trimmed(rest)
                break
            }
            if word.hasPrefix("until=") {
                until = CalendarDate(String(word.dropFirst(6)))
                if until == nil { invalid = SourceSpan(file: file, range: range) }
            } else {
                rules.append((word, range))
            }
        }
        if rules.isEmpty { rules = [("", first)] }
        let scope = scope()
        return rules.map { rule in
            Suppression(
                rule: rule.name,
                ruleSpan: SourceSpan(file: file, range: rule.range),
                span: comment,
                reason: reason?.isEmpty == false ? reason : nil,
                until: until,
                invalidUntil: invalid,
                scope: .text(scope),
                isComment: true
            )
        }
    }

    /// The field on the comment's line, or else the field below it.
    private static func scope(of comment: SourceSpan, in source: ManifestSource) -> SourceSpan {
        let file = comment.file
        let line = file.lineIndex(at: comment.range.lowerBound)
        let before = file.bytes[file.lineStarts[line]..<comment.range.lowerBound]
        let isTrailing = !before.allSatisfy(isBlank)
        let start = isTrailing ? file.lineStarts[line] : comment.range.upperBound
        let end = isTrailing && line + 1 < file.lineStarts.count ? file.lineStarts[line + 1] : nil
        let field = FieldSearch.outermost(from: start, before: end, in: source.document.root)
        return SourceSpan(file: file, range: field ?? comment.range.lowerBound..<comment.range.lowerBound)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// Takes a text apart into words; commas separate too.
    private struct WordScanner {
        private let bytes: ArraySlice<UInt8>
        private var position: Int

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            position = bytes.startIndex
        }

        mutating func skip(while condition: (UInt8) -> Bool) {
            while position < bytes.endIndex, condition(bytes[position]) { position += 1 }
        }

        mutating func word() -> Range<Int>? {
            skip { isBlank($0) || $0 == UInt8(ascii: ",") }
            let start = position
            skip { !isBlank($0) && $0 != UInt8(ascii: ",") }
            return position > start ? start..<position : nil
        }
    }
}
