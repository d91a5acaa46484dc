// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// A moment, as exact as Go's `time.Time`.
struct CELTimestamp: Sendable, Hashable, Comparable {
    /// Since 1970-01-01, rounded down.
    let seconds: Int64
    /// What is beyond the whole seconds, from 0 to 999,999,999.
    let nanoseconds: Int64

    /// The moments that expressions may have: the years 1 to 9999.
    private static let seconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    init?(seconds: Int64, nanoseconds: Int64) {
        guard Self.seconds.contains(seconds) else { return nil }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Reads a moment as RFC 3339 has it and Go takes it: `2026-01-31T08:00:00.5+01:00`.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"),
            let day = CalendarDate(String(decoding: bytes[..<10], as: UTF8.self)), day.year > 0,
            let hour = Self.number(bytes[11..<13], below: 24), bytes[13] == UInt8(ascii: ":"),
            let minute = Self.number(bytes[14..<16], below: 60), bytes[16] == UInt8(ascii: ":"),
            let second = Self.number(bytes[17..<19], below: 60)
        else { return nil }
        var rest = bytes[19...]
        var nanoseconds: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest[digits.endIndex...]
            for index in 0..<9 {
                let digit = digits.dropFirst(index).first.map { Int64($0) - 0x30 } ?? 0
                nanoseconds = nanoseconds * 10 + digit
            }
        }
        guard let offset = Self.offset(rest) else { return nil }
        let time = Int64(day.daysSinceEpoch) * 86_400 + hour * 3_600 + minute * 60 + second
        self.init(seconds: time - offset, nanoseconds: nanoseconds)
    }

    /// Reads a moment of an object, or the beginning of a day.
    init?(lenient text: String) {
        if text.utf8.count == 10, let day = CalendarDate(text) {
            self.init(seconds: Int64(day.daysSinceEpoch) * 86_400, nanoseconds: 0)
        } else {
            self.init(text)
        }
    }

    /// A moment so many nanoseconds later; `nil` outside of the years.
    func advanced(by duration: Int64) -> CELTimestamp? {
        let sum = Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) + Int128(duration)
        let remainder = ((sum % 1_000_000_000) + 1_000_000_000) % 1_000_000_000
        guard let whole = Int64(exactly: (sum - remainder) / 1_000_000_000) else { return nil }
        return CELTimestamp(seconds: whole, nanoseconds: Int64(remainder))
    }

    /// The nanoseconds from another moment to this one; `nil` when they do not fit.
    func nanoseconds(since other: CELTimestamp) -> Int64? {
        let difference =
            Int128(seconds - other.seconds) * 1_000_000_000 + Int128(nanoseconds - other.nanoseconds)
        return Int64(exactly: difference)
    }

    static func < (left: CELTimestamp, right: CELTimestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// How far a zone such as `Z` or `+01:00` is ahead, in seconds.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        if bytes.elementsEqual("Z".utf8) { return 0 }
        let part = Array(bytes)
        guard part.count == 6, part[3] == UInt8(ascii: ":"), let hours = number(part[1..<3], below: 24),
            let minutes = number(part[4..<6], below: 60)
        else { return nil }
        let length = hours * 3_600 + minutes * 60
        switch part[0] {
        case UInt8(ascii: "+"): return length
        case UInt8(ascii: "-"): return -length
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>, below limit: Int64) -> Int64? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int64($1) - 0x30 }
        return value < limit ? value : nil
    }
}
