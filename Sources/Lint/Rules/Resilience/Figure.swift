// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Counts and names as people write them.
enum Figure {
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
