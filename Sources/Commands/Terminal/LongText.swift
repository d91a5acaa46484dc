// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Shortens for people what others have written at any length: a server may refuse with 100 kB of reasons.
///
/// Machine forms have all of it, and so has everybody with `--verbose`.
enum LongText {
    /// Whether all of a text is shown.
    @TaskLocal static var isWhole = false
    /// How many characters are shown: some twenty lines of a terminal, enough for the reasons that matter.
    static let limit = 2_000
    /// How much longer a text may be that is left alone, so that nothing is shortened twice or for a few words.
    private static let slack = 100

    /// The beginning of a text that is long, and how much more there is.
    static func shortened(_ text: String) -> String {
        // Counting characters takes long where there are many.
        guard !isWhole, text.utf8.count > limit + slack else { return text }
        let rest = text.count - limit
        guard rest > slack else { return text }
        return "\(text.prefix(limit))… (\(rest) more characters, which `--verbose` shows)"
    }

    /// Whether a command line asks for everything, read from its words because not every error has a parsed command.
    static func isAskedFor(_ arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains { word in
            word == "--verbose" || ["-v", "-vq", "-qv"].contains(word)
        }
    }
}
