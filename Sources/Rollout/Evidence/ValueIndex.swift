// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Values that are looked for in texts, all of them in one pass, however many there are.
struct ValueIndex: Sendable {
    /// Values that begin alike, by their lengths, so that a place is compared once for each length, however many there are.
    private struct Alike {
        /// The longest first.
        var lengths: [Int] = []
        var values: [Int: Set<[UInt8]>] = [:]
    }

    /// The values by their first bytes.
    private var values: [UInt64: Alike] = [:]
    /// A bit for each beginning that some value has: most places of a text begin none, and learn it here.
    private var beginnings: [UInt64] = []

    /// How many bytes a value has to have: so many tell what it begins with.
    static let width = 6
    private static let windowMask: UInt64 = 1 << (8 * width) - 1
    private static let filterWords = 64

    var isEmpty: Bool { values.isEmpty }

    /// Adds a value; one that is shorter than ``width`` bytes is left out.
    mutating func insert(_ value: [UInt8]) {
        guard value.count >= Self.width else { return }
        let window = value.prefix(Self.width).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        if beginnings.isEmpty { beginnings = Array(repeating: 0, count: Self.filterWords) }
        let (word, bit) = Self.place(of: window)
        beginnings[word] |= bit
        var alike = values[window] ?? Alike()
        if alike.values[value.count] == nil {
            let position = alike.lengths.firstIndex { $0 < value.count } ?? alike.lengths.endIndex
            alike.lengths.insert(value.count, at: position)
        }
        alike.values[value.count, default: []].insert(value)
        values[window] = alike
    }

    /// Where values stand in a text, in its order; what overlaps or touches is one range.
    func ranges(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        guard !values.isEmpty, text.count >= Self.width else { return [] }
        var found: [Range<Int>] = []
        var window: UInt64 = 0
        for index in text.indices {
            window = (window << 8 | UInt64(text[index])) & Self.windowMask
            let start = index + 1 - Self.width
            let (word, bit) = Self.place(of: window)
            guard start >= 0, beginnings[word] & bit != 0, let alike = values[window],
                let length = alike.lengths.first(where: { length in
                    start + length <= text.count
                        && alike.values[length]?.contains(Array(text[start..<start + length])) == true
                })
            else { continue }
            let end = start + length
            if let last = found.last, last.upperBound >= start {
                found[found.count - 1] = last.lowerBound..<max(last.upperBound, end)
            } else {
                found.append(start..<end)
            }
        }
        return found
    }

    /// Where the bit of a beginning stands.
    private static func place(of window: UInt64) -> (word: Int, bit: UInt64) {
        let hash = (window &* 0x9E37_79B9_7F4A_7C15) >> 52
        return (Int(hash >> 6), 1 << (hash & 63))
    }
}
