// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A value that must never be shown, such as a token: every description of it is the same fixed text.
package struct Redacted<Value>: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The secret itself, to be handed to the transport and to nothing else.
    package let secret: Value

    /// Hides a value.
    package init(_ secret: Value) {
        self.secret = secret
    }

    /// Always the same text.
    package var description: String { "‹redacted›" }
    /// Always the same text.
    package var debugDescription: String { description }
    /// Shows no children, so that `dump` and test failures keep the secret too.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Redacted: Sendable where Value: Sendable {}
extension Redacted: Equatable where Value: Equatable {}
extension Redacted: Hashable where Value: Hashable {}
