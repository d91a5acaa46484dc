// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Finds the word that was probably meant.
package enum Spelling {
    /// The nearest candidate within two edits and a third of the word's length; `nil` when none or several are nearest.
    package static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().utf8)
        guard letters.count >= 2 else { return nil }
        let limit = min(2, max(1, letters.count / 3))
        var best: String?
        var bestDistance = limit + 1
        for candidate in candidates {
            let other = Array(candidate.lowercased().utf8)
            guard abs(other.count - letters.count) <= limit, candidate != word else { continue }
            let distance = distance(letters, other)
            if distance < bestDistance {
                best = candidate
                bestDistance = distance
            } else if distance == bestDistance, candidate != best {
                best = nil
            }
        }
        return best
    }

    /// The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replace = last[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(replace, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
