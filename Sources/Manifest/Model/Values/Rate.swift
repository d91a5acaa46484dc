// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How often something happens, written `50/s`, `10/m` or `500/h`.
package struct Rate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The rate as written.
    package let text: String
    /// Events per second.
    package let perSecond: Double

    /// Accepts a number, `/`, and `s`, `m` or `h`; `nil` otherwise.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = DecimalNumber(parts[0]) else { return nil }
        switch parts[1] {
        case "s": perSecond = number.double
        case "m": perSecond = number.double / 60
        case "h": perSecond = number.double / 3600
        default: return nil
        }
        self.text = text
    }

    /// The rate as written.
    package var description: String { text }

    /// Orders by frequency.
    package static func < (left: Rate, right: Rate) -> Bool { left.perSecond < right.perSecond }
}
