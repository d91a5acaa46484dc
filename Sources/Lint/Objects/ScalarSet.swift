// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A set of characters, as ranges of code points.
struct ScalarSet: Sendable {
    /// In order, and apart from each other.
    private var ranges: [ClosedRange<UInt32>] = []
    /// Whether upper and lower case are the same.
    var ignoresCase = false
    /// Whether it has all other characters; other cases of the same letter are none of these.
    var isInverted = false

    private static let all: ClosedRange<UInt32> = 0...0x10FFFF

    /// Takes ranges in any order.
    init(_ ranges: [ClosedRange<UInt32>] = []) {
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound &+ 1 {
                self.ranges[self.ranges.count - 1] =
                    last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    /// Takes ranges between characters.
    init(_ ranges: (ClosedRange<Unicode.Scalar>)...) {
        self.init(ranges.map { $0.lowerBound.value...$0.upperBound.value })
    }

    /// `\d`, of ASCII alone as in Go.
    static let digit = ScalarSet("0"..."9")
    /// `\w`.
    static let word = ScalarSet("0"..."9", "A"..."Z", "a"..."z", "_"..."_")
    /// `\s`.
    static let space = ScalarSet("\t"..."\n", "\u{C}"..."\r", " "..." ")
    /// Everything but a line feed.
    static let line = ScalarSet("\n"..."\n").inverted
    /// Everything.
    static let everything = ScalarSet([all])

    /// A class such as `[:alpha:]`, by its name.
    static func posix(_ name: String) -> ScalarSet? {
        switch name {
        case "alnum": ScalarSet("0"..."9", "A"..."Z", "a"..."z")
        case "alpha": ScalarSet("A"..."Z", "a"..."z")
        case "ascii": ScalarSet("\0"..."\u{7F}")
        case "blank": ScalarSet("\t"..."\t", " "..." ")
        case "cntrl": ScalarSet("\0"..."\u{1F}", "\u{7F}"..."\u{7F}")
        case "digit": digit
        case "graph": ScalarSet("!"..."~")
        case "lower": ScalarSet("a"..."z")
        case "print": ScalarSet(" "..."~")
        case "punct": ScalarSet("!"..."/", ":"..."@", "["..."`", "{"..."~")
        case "space": ScalarSet("\t"..."\r", " "..." ")
        case "upper": ScalarSet("A"..."Z")
        case "word": word
        case "xdigit": ScalarSet("0"..."9", "A"..."F", "a"..."f")
        default: nil
        }
    }

    /// Everything that is not in the set.
    var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= Self.all.upperBound { gaps.append(next...Self.all.upperBound) }
        return ScalarSet(gaps)
    }

    /// Everything that is in one of two sets.
    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    /// Whether a character is in the set.
    func contains(_ scalar: Unicode.Scalar) -> Bool { isAmongRanges(scalar) != isInverted }

    private func isAmongRanges(_ scalar: Unicode.Scalar) -> Bool {
        if has(scalar.value) { return true }
        guard ignoresCase else { return false }
        let cases = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
        return cases.contains { text in
            text.unicodeScalars.count == 1 && text.unicodeScalars.allSatisfy { has($0.value) }
        }
    }

    private func has(_ value: UInt32) -> Bool {
        var low = ranges.startIndex
        var high = ranges.endIndex
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.endIndex && ranges[low].contains(value)
    }
}
