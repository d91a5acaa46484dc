// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Keeps a large value behind a reference, so that copying what holds it copies one word.
///
/// The value stays a value: setting it makes a new box.
@propertyWrapper
package struct Boxed<Value: Sendable & Hashable>: Sendable, Hashable {
    private var box: Box<Value>

    /// Puts a value behind a reference.
    package init(wrappedValue: Value) { box = Box(wrappedValue) }

    /// The value.
    package var wrappedValue: Value {
        get { box.value }
        set { box = Box(newValue) }
    }
}

/// Like ``Boxed``, for a value that is mostly absent.
@propertyWrapper
package struct BoxedIfPresent<Value: Sendable & Hashable>: Sendable, Hashable {
    private var box: Box<Value>?

    /// Puts a value behind a reference, if there is one.
    package init(wrappedValue: Value?) { box = wrappedValue.map(Box.init) }

    /// The value.
    package var wrappedValue: Value? {
        get { box?.value }
        set { box = newValue.map(Box.init) }
    }
}

/// What the references of boxed values lead to.
@usableFromInline
package final class Box<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value.
    @usableFromInline
    package let value: Value

    /// Holds a value.
    package init(_ value: Value) { self.value = value }

    /// Compares the values.
    @usableFromInline
    package static func == (left: Box, right: Box) -> Bool {
        left === right || left.value == right.value
    }

    /// Hashes the value.
    @usableFromInline
    package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
