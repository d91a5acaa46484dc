// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Why a command could not do its work, in words for the terminal.
package struct CommandFailure: Error, Sendable, Hashable {
    /// What the process ends with.
    package var status: ExitStatus
    /// What is wrong: lower case, no full stop.
    package var headline: String
    /// Facts that help to understand.
    package var notes: [String]
    /// What to do about it.
    package var hint: String?
    /// What of the user's text stands in the way: shown already, for whoever reads no prose.
    var diagnostics: [Diagnostic] = []

    /// Makes a failure.
    package init(_ status: ExitStatus, _ headline: String, notes: [String] = [], hint: String? = nil) {
        self.status = status
        self.headline = headline
        self.notes = notes
        self.hint = hint
    }

    /// The lines to show, without colour.
    package var lines: [String] {
        ["error: \(LongText.shortened(headline))"] + notes.map { "  = \(LongText.shortened($0))" }
            + (hint.map { ["  = help: \($0)"] } ?? [])
    }
}
