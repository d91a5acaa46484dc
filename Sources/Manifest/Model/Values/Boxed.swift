// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Keeps a large value behind a reference: copying what holds it copies one word, and reading a field of it copies that field.
///
/// Public, because Swift inlines nothing that is only `package` into other modules: there, every read of a field would build a key path
/// and walk it at run time.
@dynamicMemberLookup
public struct Boxed<Value: Sendable & Hashable>: Sendable, Hashable {
    @usableFromInline let box: Box<Value>

    /// Puts a value behind a reference.
    package init(_ value: Value) { box = Box(value) }

    /// A copy of the whole value.
    @inlinable
    public var whole: Value { box.value }

    /// A field of the value.
    @inlinable
    public subscript<Field>(dynamicMember path: KeyPath<Value, Field>) -> Field { box.value[keyPath: path] }
}

/// Keeps a value that is mostly absent behind a reference, where it takes one word when it is.
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
public final class Box<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value.
    @usableFromInline let value: Value

    /// Holds a value.
    package init(_ value: Value) { self.value = value }

    /// Compares the values.
    public static func == (left: Box, right: Box) -> Bool {
        left === right || left.value == right.value
    }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
