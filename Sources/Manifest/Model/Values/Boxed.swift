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

private final class Box<Value: Sendable & Hashable>: Sendable, Hashable {
    let value: Value

    init(_ value: Value) { self.value = value }

    static func == (left: Box, right: Box) -> Bool { left === right || left.value == right.value }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
