// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A part of an object that msctl writes: declaration order is output order, and what is not set is not there.
package protocol Emittable: Sendable {
    /// The fields that are set.
    var json: JSONObject { get }
}

extension JSONValue {
    /// A value under a condition, or nothing.
    ///
    /// `condition ? value : nil` would be null: a `nil` beside a JSON value is a JSON null.
    static func when(_ condition: Bool, _ value: @autoclosure () -> JSONValue) -> JSONValue? {
        guard condition else { return Optional.none }
        return value()
    }

    /// A text, or nothing.
    static func optional(_ value: String?) -> JSONValue? { value.map(JSONValue.string) }
    /// A number, or nothing.
    static func optional(_ value: Int?) -> JSONValue? { value.map { .integer(Int64($0)) } }
    /// A truth value, or nothing.
    static func optional(_ value: Bool?) -> JSONValue? { value.map(JSONValue.bool) }
    /// A quantity, or nothing.
    static func optional(_ value: Quantity?) -> JSONValue? { value.map { .string($0.description) } }
    /// A number or text, or nothing.
    static func optional(_ value: IntOrString?) -> JSONValue? { value.map(\.json) }
    /// Texts, or nothing when there are none.
    static func optional(_ value: [String]) -> JSONValue? {
        .when(!value.isEmpty, .array(value.map(JSONValue.string)))
    }
    /// Texts by name, sorted, or nothing when there are none.
    static func optional(_ value: [String: String]) -> JSONValue? {
        .when(!value.isEmpty, sorted(value))
    }
    /// A part, or nothing.
    static func optional(_ value: (some Emittable)?) -> JSONValue? { value.map { .object($0.json) } }
    /// Parts, or nothing when there are none.
    static func optional(_ value: [some Emittable]) -> JSONValue? {
        .when(!value.isEmpty, .array(value.map { .object($0.json) }))
    }

    /// Texts by name, sorted; an empty object when there are none.
    static func sorted(_ value: [String: String]) -> JSONValue {
        .object(JSONObject(value.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }))
    }
}
