// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// Reads fields of a tree: absence is `nil`, a value of the wrong type is an error that says where.
package struct ObjectFields: Sendable {
    /// What is wrong with the shape of a tree.
    package typealias ShapeError = KubernetesObject.ShapeError

    /// The tree; `nil` where there is nothing.
    package var json: JSONValue?
    /// Where the tree stands in its object.
    package var pointer: JSONPointer

    /// Reads below a place; null counts as nothing.
    package init(_ json: JSONValue?, at pointer: JSONPointer = .root) {
        self.json = json?.isNull == true ? nil : json
        self.pointer = pointer
    }

    /// Whether there is something at this place.
    package var isPresent: Bool { json != nil }

    /// The place below some names, which may hold nothing; throws when something on the way is no object.
    package func at(_ names: [String]) throws(ShapeError) -> ObjectFields {
        var reader = self
        for name in names {
            guard let json = reader.json else { break }
            guard case .object(let members) = json else { throw reader.mismatch("an object") }
            reader = ObjectFields(members[name], at: reader.pointer.appending(name))
        }
        return reader
    }

    /// The place below some names, which may hold nothing; throws when something on the way is no object.
    package func at(_ names: String...) throws(ShapeError) -> ObjectFields { try at(names) }

    /// The integer below some names; `nil` when nothing is there, and an error when it is something else.
    package func integer(_ names: String...) throws(ShapeError) -> Int? {
        let reader = try at(names)
        guard let json = reader.json else { return nil }
        guard case .integer(let value) = json else { throw reader.mismatch("an integer") }
        return Int(value)
    }

    /// The string below some names; `nil` when nothing is there, and an error when it is something else.
    package func string(_ names: String...) throws(ShapeError) -> String? {
        let reader = try at(names)
        guard let json = reader.json else { return nil }
        guard case .string(let value) = json else { throw reader.mismatch("a string") }
        return value
    }

    /// The boolean below some names; `nil` when nothing is there, and an error when it is something else.
    package func bool(_ names: String...) throws(ShapeError) -> Bool? {
        let reader = try at(names)
        guard let json = reader.json else { return nil }
        guard case .bool(let value) = json else { throw reader.mismatch("a boolean") }
        return value
    }

    /// The RFC 3339 time below some names; `nil` when nothing is there, and an error when it is something else.
    package func time(_ names: String...) throws(ShapeError) -> Timestamp? {
        let reader = try at(names)
        guard let json = reader.json else { return nil }
        guard case .string(let text) = json, let time = Timestamp(text) else {
            throw reader.mismatch("a time such as 2026-01-31T12:00:00Z")
        }
        return time
    }

    /// The number or string below some names; `nil` when nothing is there, and an error when it is something
    /// else.
    package func intOrString(_ names: String...) throws(ShapeError) -> IntOrString? {
        let reader = try at(names)
        guard let json = reader.json else { return nil }
        guard let value = IntOrString(json) else { throw reader.mismatch("an integer or a string") }
        return value
    }

    /// The object below some names; `nil` when nothing is there, and an error when it is something else.
    package func object(_ names: String...) throws(ShapeError) -> JSONObject? {
        let reader = try at(names)
        guard let json = reader.json else { return nil }
        guard case .object(let value) = json else { throw reader.mismatch("an object") }
        return value
    }

    /// The elements of a list below some names, each with its place; none when nothing is there.
    package func list(_ names: String...) throws(ShapeError) -> [ObjectFields] {
        let reader = try at(names)
        guard let json = reader.json else { return [] }
        guard case .array(let elements) = json else { throw reader.mismatch("a list") }
        return elements.enumerated().map { index, element in
            ObjectFields(element, at: reader.pointer.appending(index))
        }
    }

    /// The map of strings below some names; empty when nothing is there.
    package func strings(_ names: String...) throws(ShapeError) -> [String: String] {
        let reader = try at(names)
        guard let json = reader.json else { return [:] }
        guard case .object(let members) = json else { throw reader.mismatch("an object") }
        var result: [String: String] = [:]
        for member in members {
            let value = ObjectFields(member.value, at: reader.pointer.appending(member.key))
            result[member.key] = try value.string()
        }
        return result
    }

    private func mismatch(_ expected: String) -> ShapeError {
        ShapeError(
            pointer: pointer.description,
            message: "expected \(expected), found a JSON \(json?.kindName ?? "null")"
        )
    }
}

extension KubernetesObject {
    /// A reader of the whole object.
    package var fields: ObjectFields { ObjectFields(.object(json)) }
}
