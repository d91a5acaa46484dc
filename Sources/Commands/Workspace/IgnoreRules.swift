// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The `.gitignore` files in force at one place of a walk, outermost first.
///
/// Not read: `.git/info/exclude` and the user's global excludes, which belong to one machine and would make a lint
/// differ from one laptop to the next.
struct IgnoreRules: Sendable {
    private var layers: [Layer] = []

    private struct Layer: Sendable {
        /// The segments of the absolute directory that the patterns are relative to.
        let depth: Int
        let patterns: [IgnorePattern]
    }

    /// Adds the text of the `.gitignore` in a directory.
    mutating func add(_ text: String, in directory: String) {
        let patterns = text.textLines.compactMap { IgnorePattern(line: $0) }
        guard !patterns.isEmpty else { return }
        layers.append(Layer(depth: Self.segments(directory).count, patterns: patterns))
    }

    /// Whether git would ignore an absolute path; the last pattern that matches decides.
    func ignores(_ path: String, isDirectory: Bool) -> Bool {
        guard !layers.isEmpty else { return false }
        let segments = Self.segments(path)
        for layer in layers.reversed() {
            let relative = segments.dropFirst(layer.depth)
            guard
                let pattern = layer.patterns.last(where: { $0.matches(relative, isDirectory: isDirectory) })
            else { continue }
            return !pattern.isNegated
        }
        return false
    }

    private static func segments(_ path: String) -> [[UInt8]] {
        path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
    }
}
