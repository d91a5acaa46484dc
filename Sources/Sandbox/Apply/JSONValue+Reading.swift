// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

extension JSONValue {
    /// Reads JSON text; `nil` for text that is none, where the reason does not matter.
    init?(parsing text: String) {
        do throws(JSONReader.Failure) {
            self = try JSONReader.read(text)
        } catch {
            return nil
        }
    }

    /// The integer, as Swift counts.
    var wholeNumber: Int? { integer.map { Int($0) } }

    /// The members, none for other values.
    var members: JSONObject { object ?? [:] }

    /// The elements, none for other values.
    var elements: [JSONValue] { array ?? [] }

    /// The tree with the members of every object in the order of their names, as Go writes maps.
    var sortedByName: JSONValue {
        switch self {
        case .object(let members):
            .object(
                JSONObject(
                    members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sortedByName) }
                )
            )
        case .array(let elements): .array(elements.map(\.sortedByName))
        default: self
        }
    }

    /// The object with only these members.
    func keeping(_ names: Set<String>) -> JSONValue {
        .object(JSONObject(members.filter { names.contains($0.key) }.map { ($0.key, $0.value) }))
    }

    /// The object without a member.
    func without(_ name: String) -> JSONValue {
        var value = self
        value[name] = nil
        return value
    }

    /// Changes an element of an array at a member.
    mutating func update(_ key: String, _ change: (inout JSONValue) -> Void) {
        guard var value = self[key] else { return }
        change(&value)
        self[key] = value
    }

    /// Sets a member unless it is there.
    mutating func fill(_ key: String, _ value: @autoclosure () -> JSONValue) {
        if self[key] == nil { self[key] = value() }
    }

    /// Sets a text that is not there, or is empty: in fields that are no pointers in Go, that is the same.
    mutating func fillText(_ key: String, _ value: @autoclosure () -> JSONValue) {
        if self[key] == nil || self[key] == "" { self[key] = value() }
    }
}
