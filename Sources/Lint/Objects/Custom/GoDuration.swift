// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Durations as Go's `time.ParseDuration` reads them: `1h30m`, `-1.5s`, `300ms`.
enum GoDuration {
    /// The nanoseconds of a duration; `nil` when Go refuses the text.
    static func nanoseconds(_ text: String) -> Int64? {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        if rest.elementsEqual("0".utf8) { return 0 }
        guard !rest.isEmpty else { return nil }
        var total: UInt64 = 0
        while !rest.isEmpty {
            guard let part = part(&rest) else { return nil }
            let (sum, isTooLong) = total.addingReportingOverflow(part)
            guard !isTooLong, sum <= limit else { return nil }
            total = sum
        }
        if isNegative { return total == limit ? .min : -Int64(total) }
        return total < limit ? Int64(total) : nil
    }

    /// Whether the format `duration` takes a text: what Go reads, and whatever has a number with a unit such as `3 days` in it.
    static func isLooseDuration(_ text: String) -> Bool {
        if nanoseconds(text) != nil { return true }
        let scalars = Array(text.unicodeScalars)
        var position = 0
        var hasUnit = false
        while position < scalars.count {
            let digits = scalars[position...].prefix { ("0"..."9").contains($0) }
            guard !digits.isEmpty else {
                position += 1
                continue
            }
            position = digits.endIndex
            let gap = scalars[position...].prefix { "\t\n\u{C}\r ".unicodeScalars.contains($0) }
            let word = scalars[gap.endIndex...].prefix {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || $0 == "\u{B5}"
            }
            guard !word.isEmpty else { continue }
            position = word.endIndex
            guard digits.count < 19 else { return true }
            let name = String(String.UnicodeScalarView(word)).lowercased()
            if looseUnits.contains(where: { $0.short.contains(name) || name.hasPrefix($0.long) }) {
                hasUnit = true
            }
        }
        return hasUnit
    }

    private static let limit: UInt64 = 1 << 63

    private static let units: [(name: String, length: UInt64)] = [
        ("ns", 1), ("us", 1_000), ("\u{B5}s", 1_000), ("\u{3BC}s", 1_000), ("ms", 1_000_000),
        ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    /// Spellings of units, and the beginnings of their long names.
    private static let looseUnits: [(short: [String], long: String)] = [
        (["ns"], "nano"), (["us", "\u{B5}s"], "micro"), (["ms"], "milli"), (["s"], "sec"), (["m"], "min"),
        (["h", "hr"], "hour"), (["d"], "day"), (["w", "wk"], "week"),
    ]

    /// Takes a number with its unit off the beginning.
    private static func part(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        var hasDigits = false
        while let digit = digit(rest.first) {
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            guard !isTooLarge, product <= limit - digit else { return nil }
            value = product + digit
            hasDigits = true
            rest.removeFirst()
        }
        var fraction: UInt64 = 0
        var scale = 1.0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            while let digit = digit(rest.first) {
                // What would not fit any more is less than a nanosecond.
                if scale < 1e18 {
                    fraction = fraction * 10 + digit
                    scale *= 10
                }
                hasDigits = true
                rest.removeFirst()
            }
        }
        guard hasDigits else { return nil }
        let word = rest.prefix { $0 != UInt8(ascii: ".") && digit($0) == nil }
        rest = rest[word.endIndex...]
        guard let unit = units.first(where: { word.elementsEqual($0.name.utf8) }) else { return nil }
        let (whole, isTooLong) = value.multipliedReportingOverflow(by: unit.length)
        guard !isTooLong, whole <= limit else { return nil }
        // Go cuts off what is less than a nanosecond.
        return whole + UInt64((Double(fraction) * (Double(unit.length) / scale)).rounded(.down))
    }

    private static func digit(_ byte: UInt8?) -> UInt64? {
        guard let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        return UInt64(byte - UInt8(ascii: "0"))
    }
}
