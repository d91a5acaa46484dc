// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Diagnostic {
    private static let unreadable: Set<String> = [
        "unreadable-file", "no-manifest", "yaml-syntax", "yaml-invalid",
    ]

    /// Whether it is an error about a text that could not be read at all, so that nothing more is known of it.
    ///
    /// Nothing may hide these, no selection of rules and no list of known findings: what was not read was not judged.
    package var isUnreadable: Bool { severity == .error && Self.unreadable.contains(id) }
}
