// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// An amount of a resource as Kubernetes writes it: `100m`, `256Mi`, `2`, `1e3`.
///
/// Two quantities are equal when they are the same amount, however written.
package struct Quantity: Sendable {
    /// How the amount was written.
    package enum Format: Sendable, Hashable {
        /// Powers of ten: `n u m k M G T P E`.
        case decimal
        /// Powers of 1024: `Ki Mi Gi Ti Pi Ei`.
        case binary
        /// An exponent: `12e6`.
        case exponent
    }

    /// The amount in billionths; Kubernetes keeps nothing smaller.
    package var billionths: Int128
    /// How to write it; of no meaning for comparisons.
    package var format: Format

    /// The largest amount that Kubernetes keeps, in whole units; larger ones are cut to it.
    private static let largest = Int128(Int64.max) * 1_000_000_000

    /// An amount in billionths of a unit.
    package init(billionths: Int128, format: Format = .decimal) {
        self.billionths = min(max(billionths, -Self.largest), Self.largest)
        self.format = format
    }

    /// Thousandths of a unit, as CPU time is usually given.
    package static func milli(_ value: Int64) -> Quantity {
        Quantity(billionths: Int128(value) * 1_000_000)
    }

    /// A number of bytes, written in powers of 1024.
    package static func bytes(_ value: Int64) -> Quantity {
        Quantity(billionths: Int128(value) * 1_000_000_000, format: .binary)
    }

    /// Reads a quantity; `nil` for a text that Kubernetes would refuse.
    ///
    /// What is smaller than a billionth is rounded away from zero, as Kubernetes does.
    package init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let whole = rest.prefix(while: Self.isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: Self.isDigit)
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty,
            let scale = Scale(suffix: String(decoding: rest, as: UTF8.self))
        else { return nil }
        let amount = scale.billionths(whole: whole, fraction: fraction, limit: Self.largest)
        self.init(billionths: isNegative ? -amount : amount, format: scale.format)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    /// Whole units, rounded away from zero as Kubernetes does.
    package var value: Int64 { rounded(to: 1_000_000_000) }
    /// Thousandths of a unit, rounded away from zero as Kubernetes does.
    package var milliValue: Int64 { rounded(to: 1_000_000) }

    private func rounded(to unit: Int128) -> Int64 {
        let (quotient, remainder) = billionths.quotientAndRemainder(dividingBy: unit)
        return Int64(clamping: quotient + remainder.signum())
    }

    /// The sum, written like the left side.
    package static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(billionths: left.billionths + right.billionths, format: left.format)
    }

    /// The difference, written like the left side.
    package static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(billionths: left.billionths - right.billionths, format: left.format)
    }
}

extension Quantity: Comparable, Hashable {
    /// Whether the amounts are the same, however they are written.
    package static func == (left: Quantity, right: Quantity) -> Bool { left.billionths == right.billionths }
    /// Orders by amount.
    package static func < (left: Quantity, right: Quantity) -> Bool { left.billionths < right.billionths }
    /// Hashes the amount, not how it is written.
    package func hash(into hasher: inout Hasher) { hasher.combine(billionths) }
}

extension Quantity: CustomStringConvertible {
    /// The canonical text: no fraction, the largest suffix that leaves a whole number, as the API server writes it.
    package var description: String {
        if billionths == 0 { return "0" }
        let unit: Int128 = 1_000_000_000
        // Small and fractional amounts fall back to powers of ten, so that nothing is rounded.
        if format == .binary, billionths.magnitude >= 1024 * unit.magnitude, billionths % unit == 0 {
            var number = billionths / unit
            var step = 0
            while number % 1024 == 0, step < Scale.binarySuffixes.count - 1 {
                number /= 1024
                step += 1
            }
            return "\(number)\(Scale.binarySuffixes[step])"
        }
        var number = billionths
        var step = -3
        while number % 1000 == 0, step < 6 {
            number /= 1000
            step += 1
        }
        if format == .exponent { return step == 0 ? "\(number)" : "\(number)e\(step * 3)" }
        return "\(number)\(Scale.decimalSuffixes[step + 3])"
    }
}

/// What the suffix of a quantity multiplies by.
private struct Scale {
    static let decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
    static let binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]

    var format: Quantity.Format
    var base: Int128
    var power: Int

    init?(suffix: String) {
        if let index = Self.decimalSuffixes.firstIndex(of: suffix) {
            (format, base, power) = (.decimal, 10, (index - 3) * 3)
        } else if let index = Self.binarySuffixes.firstIndex(of: suffix) {
            (format, base, power) = (.binary, 1024, index)
        } else if suffix.hasPrefix("e") || suffix.hasPrefix("E"), let exponent = Int(suffix.dropFirst()) {
            // Far beyond what is kept or told from nothing, and far from what a sum of such numbers cannot hold.
            (format, base, power) = (.exponent, 10, min(max(exponent, -1_000_000), 1_000_000))
        } else {
            return nil
        }
    }

    /// The amount, cut to `limit`.
    ///
    /// Digits go in one by one and every step is checked, so that no text overflows.
    func billionths(whole: ArraySlice<UInt8>, fraction: ArraySlice<UInt8>, limit: Int128) -> Int128 {
        var number: Int128 = 0
        var droppedDigits = 0
        var hasRemainder = false
        // 38 digits fit; what comes after them is only scale and a hint to round up.
        for digit in whole + fraction {
            if number > Int128.max / 100 {
                droppedDigits += 1
                hasRemainder = hasRemainder || digit != 48
            } else {
                number = number * 10 + Int128(digit - 48)
            }
        }
        guard number != 0 else { return 0 }
        var tens = 9 - fraction.count + droppedDigits + (base == 10 ? power : 0)
        for _ in 0..<(base == 1024 ? power : 0) {
            if number > Int128.max / 1024 {
                // Too many digits for the remaining factor: trade precision far below a billionth for room.
                hasRemainder = hasRemainder || number % 10_000 != 0
                number /= 10_000
                tens += 4
            }
            number *= 1024
        }
        while tens > 0, number <= limit {
            number *= 10
            tens -= 1
        }
        if tens > 0 { return limit }
        while tens < 0, number != 0 {
            hasRemainder = hasRemainder || number % 10 != 0
            number /= 10
            tens += 1
        }
        return min(number + (hasRemainder ? 1 : 0), limit)
    }
}
