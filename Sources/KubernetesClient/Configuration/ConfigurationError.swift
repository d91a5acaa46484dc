// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// Why it is not known which cluster to talk to, or how.
package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in the user's terms; holds no secrets.
    package var message: String
    /// `path:line:column`, or a path alone; `nil` when it is about no file.
    package var place: String?
    /// Facts that help to understand, such as which files were looked for.
    package var notes: [String]
    /// What to try.
    package var hint: String?

    /// Makes an error about no file, or about a file as a whole.
    package init(_ message: String, file: String? = nil, notes: [String] = [], hint: String? = nil) {
        self.message = message
        place = file
        self.notes = notes
        self.hint = hint
    }

    /// Makes an error about a piece of a file.
    package init(_ message: String, at span: SourceSpan, hint: String? = nil) {
        self.init(message, file: span.description, hint: hint)
    }

    /// One line for what and where, one for each fact, one for what to try.
    package var description: String {
        let first = place.map { "\($0): \(message)" } ?? message
        return ([first] + notes.map { "  \($0)" } + (hint.map { ["  try: \($0)"] } ?? [])).joined(
            separator: "\n"
        )
    }
}
