// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension ManifestSource {
    /// The name and value of the field at a JSON pointer.
    func entry(at pointer: String) -> YAMLEntry? {
        guard let slash = pointer.lastIndex(of: "/") else { return nil }
        let name = JSONPointer.unescaped(pointer[pointer.index(after: slash)...])
        return node(at: String(pointer[..<slash]))?.mapping?.first { $0.key.scalar?.text == name }
    }
}

/// Makes edits that add a field to a mapping in the style that the mapping is written in.
enum FieldInsertion {
    /// Puts `name: value` behind a field of a mapping; what the field's line says in a comment stays with it.
    static func edit(_ field: String, behind entry: YAMLEntry, in source: ManifestSource) -> Diagnostic.Edit {
        let file = entry.key.span.file
        let keyStart = entry.key.span.range.lowerBound
        let end = max(entry.value.span.range.upperBound, entry.key.span.range.upperBound)
        func insertion(_ offset: Int, _ text: String) -> Diagnostic.Edit {
            .init(SourceSpan(file: file, range: offset..<offset), text)
        }
        if isFlow(keyStart, source) { return insertion(end, ", \(field)") }
        let line = file.lineStarts[file.lineIndex(at: keyStart)]
        let indent = String(repeating: " ", count: keyStart - line)
        // A block scalar ends behind its last line break.
        if end > line, end == file.lineStarts[file.lineIndex(at: end)] {
            return insertion(end, "\(indent)\(field)\(file.lineBreak)")
        }
        let lineEnd = file.line(file.lineIndex(at: end)).endIndex
        let rest = file.bytes[end..<max(end, lineEnd)].drop { $0 == 0x20 || $0 == 0x09 }
        let isFree = rest.isEmpty || rest.first == UInt8(ascii: "#")
        return insertion(isFree ? max(end, lineEnd) : end, "\(file.lineBreak)\(indent)\(field)")
    }

    /// The lines of a field that stands on lines of its own; `nil` where other text shares them.
    static func wholeLines(of entry: YAMLEntry) -> SourceSpan? {
        let file = entry.key.span.file
        let start = file.lineStarts[file.lineIndex(at: entry.key.span.range.lowerBound)]
        var end = max(entry.value.span.range.upperBound, entry.key.span.range.upperBound)
        let before = file.bytes[start..<entry.key.span.range.lowerBound]
        guard before.allSatisfy({ $0 == 0x20 }) else { return nil }
        while end < file.bytes.count, file.bytes[end] == 0x20 { end += 1 }
        let line = file.lineIndex(at: end)
        guard end == file.line(line).endIndex else { return nil }
        let next = line + 1 < file.lineStarts.count ? file.lineStarts[line + 1] : file.bytes.count
        return SourceSpan(file: file, range: start..<next)
    }

    /// Whether the mapping of a key is written in braces: what stands before the key decides, line breaks and comments left out.
    private static func isFlow(_ keyStart: Int, _ source: ManifestSource) -> Bool {
        let bytes = source.file.bytes
        var comments = source.document.comments[...]
        var index = keyStart - 1
        while index >= 0 {
            while let last = comments.last, last.range.lowerBound > index { comments.removeLast() }
            if let comment = comments.last, comment.range.contains(index) {
                index = comment.range.lowerBound - 1
            } else if bytes[index] <= 0x20 {
                index -= 1
            } else {
                break
            }
        }
        guard index >= 0 else { return false }
        if bytes[index] == UInt8(ascii: "{") { return true }
        // A plain text may end with a comma.
        return bytes[index] == UInt8(ascii: ",") && !isInScalar(index, source.document.root)
    }

    private static func isInScalar(_ offset: Int, _ node: YAMLNode) -> Bool {
        switch node.content {
        case .scalar: node.span.range.contains(offset)
        case .sequence(let elements): elements.contains { isInScalar(offset, $0) }
        case .mapping(let entries):
            entries.contains { isInScalar(offset, $0.key) || isInScalar(offset, $0.value) }
        }
    }
}
