// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Numbers with a fixed count of digits behind the point, so that the same number gives the same text everywhere.
package enum FixedDecimal {
    /// A number from 0, rounded; anything beyond 9.2e18 steps of the last digit is cut to that.
    package static func text(_ value: Double, digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let steps = UInt64(max(0, min((value * scale).rounded(), 9e18)))
        guard digits > 0 else { return String(steps) }
        let whole = String(steps / UInt64(scale))
        let rest = String(steps % UInt64(scale))
        return "\(whole).\(String(repeating: "0", count: digits - rest.count))\(rest)"
    }
}
