// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How text is coloured; decided once, at the edge, and passed to pure renderers.
package struct Style: Sendable, Hashable {
    /// What a piece of text is, from which its colour follows.
    package enum Role: Sendable, Hashable {
        case plain
        case strong
        case error
        case warning
        case info
        case success
        /// Line numbers, frames, and labels that explain.
        case frame
        case help
        /// Less important text.
        case dim
    }

    /// Whether escape codes are written.
    package var isColored: Bool

    /// No escape codes.
    package static let plain = Style(isColored: false)
    /// ANSI escape codes with the sixteen colours, which follow the user's theme.
    package static let ansi = Style(isColored: true)

    /// Chooses between escape codes and none.
    package init(isColored: Bool) {
        self.isColored = isColored
    }

    /// The text in the colour of its role.
    package func paint(_ text: String, _ role: Role) -> String {
        guard isColored, role != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(Self.code(role))m\(text)\u{1B}[0m"
    }

    private static func code(_ role: Role) -> String {
        switch role {
        case .plain: "0"
        case .strong: "1"
        case .error: "1;31"
        case .warning: "1;33"
        case .info: "1;36"
        case .success: "32"
        case .frame: "34"
        case .help: "1;32"
        case .dim: "2"
        }
    }
}

extension Diagnostic.Severity {
    /// The colour of a severity.
    package var role: Style.Role {
        switch self {
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
