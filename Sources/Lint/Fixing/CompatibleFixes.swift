// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

extension Diagnostic.Fix {
    /// The fixes that can be made together: the first of those that overlap, and of equal ones one.
    package static func compatible(_ fixes: [Diagnostic.Fix]) -> [Diagnostic.Fix] {
        var taken: [String: [Range<Int>]] = [:]
        var edits: Set<Diagnostic.Edit> = []
        return fixes.filter { fix in
            guard !fix.edits.allSatisfy(edits.contains) else { return false }
            let isFree = fix.edits.allSatisfy { edit in
                !(taken[edit.span.file.path] ?? []).contains { touches($0, edit.span.range) }
            }
            guard isFree else { return false }
            for edit in fix.edits {
                taken[edit.span.file.path, default: []].append(edit.span.range)
                edits.insert(edit)
            }
            return true
        }
    }

    /// Whether two edits are about the same text; two insertions at one place are, because their order would matter.
    private static func touches(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        left.overlaps(right)
            || (left.isEmpty || right.isEmpty) && left.lowerBound <= right.upperBound
                && right.lowerBound <= left.upperBound
    }
}
