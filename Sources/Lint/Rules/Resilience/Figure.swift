// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// Numbers as people write them.
enum Figure {
    /// A number with at most two digits behind the point, such as `0.5` or `462.5`.
    static func text(_ number: Double) -> String {
        let hundredths = (number * 100).rounded()
        guard abs(hundredths) < 1e15 else { return String(number) }
        let whole = Int64(hundredths) / 100
        let rest = Int64(hundredths) % 100
        if rest == 0 { return String(whole) }
        return "\(whole)." + (rest % 10 == 0 ? String(rest / 10) : rest < 10 ? "0\(rest)" : String(rest))
    }

    /// A rate, such as `462.5/s`.
    static func rate(_ perSecond: Double) -> String { text(perSecond) + "/s" }

    /// A share, such as `40%`.
    static func share(_ fraction: Double) -> String { "\(Int(saturating: (fraction * 100).rounded()))%" }

    /// A count with its noun: `1 service`, `3 services`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Names in backticks; of many the first few, and how many more there are.
    static func names(_ names: [String], most: Int = 5) -> String {
        let shown = names.prefix(most).map { "`\($0)`" }.joined(separator: ", ")
        return names.count > most ? "\(shown) and \(names.count - most) more" : shown
    }
}
