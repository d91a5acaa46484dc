// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The CI system that a run is part of, where it has annotations.
package enum Pipeline: Sendable, Hashable {
    case github
    case gitlab

    /// Recognises the CI system from its environment variables.
    init?(environment: [String: String]) {
        if environment["GITHUB_ACTIONS"] == "true" {
            self = .github
        } else if environment["GITLAB_CI"] == "true" {
            self = .gitlab
        } else {
            return nil
        }
    }

    /// A line that the CI system shows prominently; `nil` where it has no such thing.
    ///
    /// GitHub: workflow commands, with `%`, CR and LF escaped. GitLab has none, so the line is coloured.
    func annotation(of message: String) -> String {
        switch self {
        case .github:
            let escaped = message.reduce(into: "") { text, character in
                switch character {
                case "%": text += "%25"
                case "\n", "\r\n": text += "%0A"
                case "\r": text += "%0D"
                default: text.append(character)
                }
            }
            return "::error title=msctl::\(escaped)"
        case .gitlab:
            return "\u{1B}[1;31mERROR: msctl: \(message)\u{1B}[0m"
        }
    }
}
