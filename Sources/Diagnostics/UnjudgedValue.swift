// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A value that could not be read, and the rules that were silent about what depends on it.
package struct UnjudgedValue: Sendable, Hashable {
    /// The kind of document that the value belongs to, such as `Service`.
    package var kind: String
    /// The name of what the document describes; `nil` when it is unknown.
    package var name: String?
    /// Where the value belongs, as a JSON pointer; empty for the whole document.
    package var pointer: String
    /// The ids of the rules.
    package var rules: [String]

    /// Names a value and the rules that need it.
    package init(kind: String, name: String?, pointer: String, rules: [String]) {
        self.kind = kind
        self.name = name
        self.pointer = pointer
        self.rules = rules
    }
}
