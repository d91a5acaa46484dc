// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A decimal number in fixed point, for values that must not pass through binary fractions.
struct DecimalNumber: Sendable, Hashable {
    /// The digits without the point.
    let unscaled: Int64
    /// How many of the digits stand after the point.
    let scale: Int

    /// Accepts digits with at most one point between digits; `nil` otherwise or when it does not fit.
    init?(_ text: some StringProtocol) {
        var unscaled: Int64 = 0
        var scale: Int?
        var digits = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "."), scale == nil, digits > 0 {
                scale = 0
                continue
            }
            guard byte.isDigit else { return nil }
            let (product, tooLarge) = unscaled.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(Int64(byte - 0x30))
            guard !tooLarge, !overflow else { return nil }
            unscaled = sum
            digits += 1
            scale = scale.map { $0 + 1 }
        }
        guard digits > 0, scale != 0, digits <= 18 else { return nil }
        self.unscaled = unscaled
        self.scale = scale ?? 0
    }

    /// The number times a factor, rounded up; `nil` when it does not fit.
    func scaled(by factor: Int64) -> Int64? {
        let (product, overflow) = unscaled.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        let divisor = power
        return product / divisor + (product % divisor == 0 ? 0 : 1)
    }

    /// The nearest binary fraction.
    var double: Double { Double(unscaled) / Double(power) }

    private var power: Int64 { (0..<scale).reduce(1) { result, _ in result * 10 } }
}

extension String {
    /// The digits and points that the text begins with.
    var numberPrefix: Substring {
        let end = utf8.firstIndex { !($0.isDigit || $0 == UInt8(ascii: ".")) } ?? endIndex
        return self[..<end]
    }
}
