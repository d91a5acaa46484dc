// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A share between 0 and 100 %, written `5%`, `99.9%`, or as a bare number where the field is a percentage.
package struct Percentage: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The share as people say it, from 0 to 100.
    package let percent: Double

    /// Accepts a number from 0 to 100 with an optional `%`; `nil` otherwise.
    package init?(_ text: String) {
        let number = text.hasSuffix("%") ? text.dropLast() : Substring(text)
        guard let decimal = DecimalNumber(number), decimal.double <= 100 else { return nil }
        percent = decimal.double
    }

    /// Wraps a share that is known to lie between 0 and 100.
    package init(percent: Double) { self.percent = min(max(percent, 0), 100) }

    /// The share as a factor from 0 to 1.
    package var fraction: Double { percent / 100 }
    /// The share with its sign, such as `5%`.
    package var description: String { DecimalText.of(percent) + "%" }

    /// Orders by share.
    package static func < (left: Percentage, right: Percentage) -> Bool { left.percent < right.percent }
}

/// The shortest text of a number, without a superfluous `.0`.
enum DecimalText {
    static func of(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }
}
