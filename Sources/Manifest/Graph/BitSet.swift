// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A set of small integers, for closures over thousands of nodes.
package struct BitSet: Sendable, Hashable {
    private var words: [UInt64]

    /// An empty set of integers below `capacity`.
    init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

    /// Whether the set holds an integer.
    package func contains(_ member: Int) -> Bool {
        let word = member >> 6
        return word < words.count && words[word] & (1 << UInt64(member & 63)) != 0
    }

    /// How many integers the set holds.
    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Whether the set holds nothing.
    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// The integers in ascending order.
    package var members: [Int] {
        var result: [Int] = []
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                result.append(index << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return result
    }

    mutating func insert(_ member: Int) { words[member >> 6] |= 1 << UInt64(member & 63) }

    mutating func remove(_ member: Int) { words[member >> 6] &= ~(1 << UInt64(member & 63)) }

    mutating func formUnion(_ other: BitSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }
}
