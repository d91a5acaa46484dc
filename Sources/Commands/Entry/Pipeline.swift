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

    /// A line that the CI system shows prominently, at a line of a file where one is given.
    ///
    /// GitHub: workflow commands, with `%`, CR and LF escaped, and in properties `:` and `,` as well. GitLab has no such
    /// thing in logs, so the line is coloured.
    func annotation(of message: String, at place: Place? = nil) -> String {
        switch self {
        case .github:
            let location =
                place.map { "file=\(Self.property($0.path)),line=\($0.line),col=\($0.column)," } ?? ""
            return "::error \(location)title=msctl::\(Self.escaped(message))"
        case .gitlab:
            let location = place.map { "\($0.path):\($0.line): " } ?? ""
            return "\u{1B}[1;31mERROR: msctl: \(location)\(message)\u{1B}[0m"
        }
    }

    /// A line of a file of the repository.
    struct Place: Sendable, Hashable {
        var path: String
        var line: Int
        var column: Int
    }

    private static func property(_ text: String) -> String {
        escaped(text).reduce(into: "") { text, character in
            switch character {
            case ":": text += "%3A"
            case ",": text += "%2C"
            default: text.append(character)
            }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { text, character in
            switch character {
            case "%": text += "%25"
            case "\n", "\r\n": text += "%0A"
            case "\r": text += "%0D"
            default: text.append(character)
            }
        }
    }
}
