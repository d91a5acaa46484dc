// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// Which of some fixes are made together, and which of them have to wait for another one.
package struct FixChoice: Sendable {
    /// The fixes that can be made together, in order.
    package private(set) var made: [Diagnostic.Fix] = []
    /// The others, each with the one that it clashes with.
    package private(set) var clashes: [(fix: Diagnostic.Fix, with: Diagnostic.Fix)] = []

    /// Takes the first of those that overlap, and of equal ones one.
    package init(among fixes: [Diagnostic.Fix]) {
        var taken: [String: [(range: Range<Int>, fix: Int)]] = [:]
        var edits: Set<Diagnostic.Edit> = []
        for fix in fixes where !fix.edits.allSatisfy(edits.contains) {
            let obstacle = fix.edits.lazy.compactMap { edit in
                taken[edit.span.file.path]?.first { Self.touches($0.range, edit.span.range) }?.fix
            }.first
            if let obstacle {
                clashes.append((fix, made[obstacle]))
                continue
            }
            for edit in fix.edits {
                taken[edit.span.file.path, default: []].append((edit.span.range, made.count))
                edits.insert(edit)
            }
            made.append(fix)
        }
    }

    /// Whether two edits are about the same text; two insertions at one place are, because their order would matter.
    private static func touches(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        left.overlaps(right)
            || (left.isEmpty || right.isEmpty) && left.lowerBound <= right.upperBound
                && right.lowerBound <= left.upperBound
    }
}

extension Diagnostic.Fix {
    /// The fixes that can be made together: the first of those that overlap, and of equal ones one.
    package static func compatible(_ fixes: [Diagnostic.Fix]) -> [Diagnostic.Fix] {
        FixChoice(among: fixes).made
    }
}
