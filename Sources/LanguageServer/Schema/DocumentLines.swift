// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// The lines of the document around a cursor.
struct DocumentLines {
    /// The line of the cursor.
    let current: Int
    private let file: SourceFile
    private let range: Range<Int>

    init(around offset: Int, in file: SourceFile) {
        self.file = file
        current = file.lineIndex(at: offset)
        func isBreak(_ line: Int) -> Bool { file.line(line).starts(with: Array("---".utf8)) }
        var first = current
        while first > 0, !isBreak(first) { first -= 1 }
        var end = current + 1
        while end < file.lineStarts.count, !isBreak(end) { end += 1 }
        range = first..<end
    }

    /// What the document says that it is.
    var kind: ManifestKind? {
        for index in range {
            let line = text(index)
            guard line.hasPrefix("kind:") else { continue }
            let word = line.dropFirst(5).drop { $0 == " " }.prefix { $0.isLetter }
            return ManifestKind(rawValue: String(word))
        }
        return nil
    }

    /// What holds the cursor's line: the way to it, and the names beside.
    func parents(of line: CursorLine) -> (steps: [FieldStep], siblings: Set<String>) {
        var steps: [FieldStep] = []
        var siblings: Set<String> = []
        // Keys in this column are beside the cursor; of those further left the nearest is around it.
        var column = line.keyIndent
        var isInnermost = true
        for dash in line.dashes.reversed() {
            siblings.formUnion(isInnermost ? below(column) : [])
            steps.insert(.element(0), at: 0)
            // A list may stand in the same column as its key.
            column = dash + 1
            isInnermost = false
        }
        if isInnermost { siblings = below(column) }
        var dash = line.dashes.first
        for index in (range.lowerBound..<current).reversed() {
            let other = CursorLine(text(index))
            if other.rest.isEmpty && other.dashes.isEmpty || other.rest.hasPrefix("#") { continue }
            if let first = other.dashes.first, dash == nil || first < (dash ?? 0) {
                if other.keyIndent == column, isInnermost, let key = other.key { siblings.insert(key) }
                // The element around the cursor begins here, if its keys stand where the cursor's do.
                let isAround = first < column && other.keyIndent <= column
                guard isAround else { continue }
                if other.keyIndent < column, let key = other.key, other.opensBlock {
                    steps.insert(.key(key), at: 0)
                }
                steps.insert(.element(0), at: 0)
                column = first + 1
                dash = first
                isInnermost = false
                continue
            }
            guard other.dashes.isEmpty, let key = other.key else { continue }
            if other.keyIndent == column, isInnermost { siblings.insert(key) }
            if other.keyIndent < column {
                guard other.opensBlock else { continue }
                steps.insert(.key(key), at: 0)
                column = other.keyIndent
                dash = nil
                isInnermost = false
            }
            if column == 0 { break }
        }
        return (steps, siblings)
    }

    /// The names below the cursor in its column.
    private func below(_ column: Int) -> Set<String> {
        var found: Set<String> = []
        for index in (current + 1)..<max(current + 1, range.upperBound) {
            let other = CursorLine(text(index))
            if other.rest.isEmpty && other.dashes.isEmpty || other.rest.hasPrefix("#") { continue }
            if let dash = other.dashes.first, dash < column { break }
            if other.keyIndent < column { break }
            if other.keyIndent == column, other.dashes.isEmpty, let key = other.key { found.insert(key) }
        }
        return found
    }

    private func text(_ line: Int) -> String { String(decoding: file.line(line), as: UTF8.self) }
}
