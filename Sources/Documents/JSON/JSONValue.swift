// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A JSON tree that loses nothing: member order, number literals and unknown fields survive a round trip.
///
/// It is the only currency between rooms for Kubernetes objects, on the wire and in the sandbox's store.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number that is not an `Int64`, as its literal text.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The string, if this is one.
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The integer, if this is one.
    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    /// The boolean, if this is one.
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The elements, if this is an array.
    package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    /// The members, if this is an object.
    package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    /// Whether this is `null`.
    package var isNull: Bool { self == .null }

    /// The member of an object; `nil` for a missing one and for other values.
    ///
    /// Setting a member of something else makes it an object.
    package subscript(key: String) -> JSONValue? {
        get { object?[key] }
        set {
            var members = object ?? JSONObject()
            members[key] = newValue
            self = .object(members)
        }
    }

    /// Follows member names through nested objects.
    package subscript(path first: String, _ rest: String...) -> JSONValue? {
        var value = self[first]
        for key in rest { value = value?[key] }
        return value
    }

    /// What kind of value this is, in the words of JSON.
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer, .decimal: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A string from a literal.
    package init(stringLiteral value: String) { self = .string(value) }
    /// An integer from a literal.
    package init(integerLiteral value: Int64) { self = .integer(value) }
    /// A boolean from a literal.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array from a literal.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object from a literal; see ``JSONObject/init(dictionaryLiteral:)``.
    package init(dictionaryLiteral elements: (String, JSONValue?)...) {
        self = .object(JSONObject(present: elements))
    }
    /// `null` from a literal.
    package init(nilLiteral: ()) { self = .null }
}
