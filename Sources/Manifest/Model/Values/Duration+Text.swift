// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Duration {
    /// Reads `250ms`, `2s`, `5m`, `12h` or `7d`, at most a century; `nil` for anything else.
    package init?(manifestText text: String) {
        let number = text.numberPrefix
        guard let decimal = DecimalNumber(number), let unit = Self.units[text[number.endIndex...]],
            let milliseconds = decimal.scaled(by: unit), milliseconds <= Self.longest
        else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// The length in the largest unit that leaves no fraction, such as `250ms` or `5m`.
    package var manifestText: String {
        let milliseconds = wholeMilliseconds
        if milliseconds == 0 { return "0s" }
        for (name, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
            as [(String, Int64)]
        where milliseconds % length == 0 {
            return "\(milliseconds / length)\(name)"
        }
        return "\(milliseconds)ms"
    }

    /// The length in milliseconds, rounded down.
    package var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// The length in seconds, for arithmetic with rates.
    package var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

    /// A century; sums and products of such lengths still fit.
    private static let longest: Int64 = 36_500 * 86_400_000

    private static let units: [Substring: Int64] = [
        "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]
}
