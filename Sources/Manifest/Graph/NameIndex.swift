// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Names that many elements share, as numbers into the sorted names, so that sets of them need no hashing of texts.
struct NameIndex: Sendable {
    /// The names, sorted and unique.
    let names: [String]
    /// The number of each element's name; -1 when it has none.
    let numbers: [Int]

    /// Numbers the names of elements.
    init(_ elements: [String?]) {
        names = Set(elements.compactMap { $0 }).sorted()
        let number = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        numbers = elements.map { $0.flatMap { number[$0] } ?? -1 }
    }

    /// The names of some elements, sorted and unique.
    func names(of elements: [Int]) -> [String] {
        var found = BitSet(capacity: names.count)
        for element in elements where numbers[element] >= 0 { found.insert(numbers[element]) }
        return found.members.map { names[$0] }
    }
}
