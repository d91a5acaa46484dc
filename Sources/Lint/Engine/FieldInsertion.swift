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
    /// Puts `name: value` behind a field of a mapping.
    static func edit(_ field: String, behind entry: YAMLEntry) -> Diagnostic.Edit {
        let file = entry.key.span.file
        let keyStart = entry.key.span.range.lowerBound
        let end = max(entry.value.span.range.upperBound, entry.key.span.range.upperBound)
        let point = SourceSpan(file: file, range: end..<end)
        if isFlow(keyStart, file) { return .init(point, ", \(field)") }
        let line = file.lineStarts[file.lineIndex(at: keyStart)]
        let indent = String(repeating: " ", count: keyStart - line)
        return .init(point, "\n\(indent)\(field)")
    }

    /// The lines of a field that stands on lines of its own; `nil` where other text shares them.
    static func wholeLines(of entry: YAMLEntry) -> SourceSpan? {
        let file = entry.key.span.file
        let start = file.lineStarts[file.lineIndex(at: entry.key.span.range.lowerBound)]
        var end = max(entry.value.span.range.upperBound, entry.key.span.range.upperBound)
        let before = file.bytes[start..<entry.key.span.range.lowerBound]
        guard before.allSatisfy({ $0 == 0x20 }) else { return nil }
        while end < file.bytes.count, file.bytes[end] == 0x20 { end += 1 }
        guard end >= file.bytes.count || file.bytes[end] == UInt8(ascii: "\n") else { return nil }
        return SourceSpan(file: file, range: start..<min(end + 1, file.bytes.count))
    }

    /// Whether the mapping of a key is written in braces.
    private static func isFlow(_ keyStart: Int, _ file: SourceFile) -> Bool {
        var index = keyStart - 1
        while index >= 0, file.bytes[index] == 0x20 || file.bytes[index] == 0x09 { index -= 1 }
        return index >= 0
            && (file.bytes[index] == UInt8(ascii: "{") || file.bytes[index] == UInt8(ascii: ","))
    }
}
