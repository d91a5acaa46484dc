// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// An amount of cpu or memory as a manifest gives it: the text as the user wrote it, and its number.
///
/// It takes less than a `Quantity` of Kubernetes does (no exponents, no signs, nothing below a thousandth), and is
/// rendered and shown as written.
package struct WrittenQuantity: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The amount as written, which Kubernetes accepts too.
    package let text: String
    /// Thousandths of the base unit: millicores of cpu, or thousandths of a byte.
    package let thousandths: Int64

    /// Accepts a decimal number with an optional suffix (m, k, M, G, T, Ki, Mi, Gi, Ti); `nil` otherwise.
    package init?(_ text: String) {
        let number = text.numberPrefix
        guard let decimal = DecimalNumber(number), let factor = Self.factors[text[number.endIndex...]],
            let value = decimal.scaled(by: factor)
        else { return nil }
        self.text = text
        thousandths = value
    }

    /// Wraps an amount that is known to be well formed.
    init(verbatim text: String, thousandths: Int64) {
        self.text = text
        self.thousandths = thousandths
    }

    /// The amount as cores.
    package var cores: Double { Double(thousandths) / 1000 }
    /// The amount as millicores.
    package var millicores: Int64 { thousandths }
    /// The amount as whole bytes, a part of one cut off.
    package var bytes: Int64 { thousandths / 1000 }
    /// The amount as written.
    package var description: String { text }

    /// Two amounts are equal when their numbers are, so `1` equals `1000m`.
    package static func == (left: WrittenQuantity, right: WrittenQuantity) -> Bool {
        left.thousandths == right.thousandths
    }

    /// Hashes the number only.
    package func hash(into hasher: inout Hasher) { hasher.combine(thousandths) }

    /// Orders by amount.
    package static func < (left: WrittenQuantity, right: WrittenQuantity) -> Bool {
        left.thousandths < right.thousandths
    }

    private static let factors: [Substring: Int64] = [
        "": 1000, "m": 1, "k": 1_000_000, "M": 1_000_000_000, "G": 1_000_000_000_000,
        "T": 1_000_000_000_000_000, "Ki": 1000 << 10, "Mi": 1000 << 20, "Gi": 1000 << 30, "Ti": 1000 << 40,
    ]
}
