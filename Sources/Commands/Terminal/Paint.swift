// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Colours for progress, tables and summaries; decided once at the edge and passed down.
struct Paint: Sendable, Hashable {
    /// Whether colours are on.
    let isOn: Bool

    /// A role in the text, not a colour.
    enum Role: String {
        case good = "32"
        case bad = "31"
        case caution = "33"
        case strong = "1"
        case faint = "2"
        case location = "36"
    }

    /// The text in a role's colour; unchanged when colours are off.
    func callAsFunction(_ role: Role, _ text: String) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
    }
}
