// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Why edits cannot be made together.
package struct EditConflict: Error, Sendable, Hashable {
    /// The edit that stands first.
    package let first: Diagnostic.Edit
    /// The edit that overlaps it, or whose span lies outside the file.
    package let second: Diagnostic.Edit
}

extension Diagnostic.Edit {
    /// Makes all edits that are about a file, and returns its new bytes; edits of other files are left out.
    ///
    /// Equal edits count once, so that two diagnostics may bring the same cure. Insertions at one place keep their order. What
    /// is not touched stays byte for byte, also where it is no UTF-8.
    package static func apply(
        _ edits: some Sequence<Diagnostic.Edit>,
        to file: SourceFile
    ) throws(EditConflict) -> [UInt8] {
        var seen: Set<Diagnostic.Edit> = []
        let ours = edits.filter { $0.span.file == file && seen.insert($0).inserted }
        let sorted = ours.enumerated().sorted {
            ($0.element.span.range.lowerBound, $0.element.span.range.upperBound, $0.offset)
                < ($1.element.span.range.lowerBound, $1.element.span.range.upperBound, $1.offset)
        }.map(\.element)
        var result: [UInt8] = []
        var position = 0
        var previous: Diagnostic.Edit?
        for edit in sorted {
            let range = edit.span.range
            guard range.lowerBound >= position, range.upperBound <= file.bytes.count else {
                throw EditConflict(first: previous ?? edit, second: edit)
            }
            result.append(contentsOf: file.bytes[position..<range.lowerBound])
            result.append(contentsOf: edit.replacement.utf8)
            position = range.upperBound
            previous = edit
        }
        result.append(contentsOf: file.bytes[position...])
        return result
    }
}
