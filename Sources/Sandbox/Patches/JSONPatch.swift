// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// JSON patch (RFC 6902), with the leniency of the library in the API server: `replace` may add a member.
enum JSONPatch {
    /// The server says nothing about which operation did not work.
    private static let refused = StatusFailure(
        code: 422,
        reason: "Invalid",
        message: "the server rejected our request due to an error in our request",
        details: [:]
    )

    static func apply(_ patch: JSONValue, to target: JSONValue) throws(StatusFailure) -> JSONValue {
        guard let operations = patch.array else {
            throw .badRequest(
                "error decoding patch: json: cannot unmarshal object into Go value of type "
                    + "[]handlers.jsonPatchOp"
            )
        }
        if operations.count > 10_000 {
            throw StatusFailure(
                code: 413,
                reason: "RequestEntityTooLarge",
                message:
                    "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got "
                    + "\(operations.count)"
            )
        }
        var result = target
        for operation in operations { try perform(operation, on: &result) }
        return result
    }

    private static func perform(_ operation: JSONValue, on target: inout JSONValue) throws(StatusFailure) {
        guard let path = operation["path"]?.string.flatMap({ JSONPointer(text: $0) }) else { throw refused }
        let value = operation["value"] ?? .null
        switch operation["op"]?.string {
        case "add": try edit(&target, path.tokens[...], .add(value))
        case "replace": try edit(&target, path.tokens[...], .replace(value))
        case "remove": try edit(&target, path.tokens[...], .remove)
        case "test":
            guard (path.resolve(in: target) ?? .null) == value else { throw refused }
        case "move", "copy":
            guard let from = operation["from"]?.string.flatMap({ JSONPointer(text: $0) }),
                let moved = from.resolve(in: target)
            else { throw refused }
            if operation["op"]?.string == "move" { try edit(&target, from.tokens[...], .remove) }
            try edit(&target, path.tokens[...], .add(moved))
        default: throw refused
        }
    }

    private enum Edit {
        case add(JSONValue)
        case replace(JSONValue)
        case remove
    }

    private static func edit(
        _ target: inout JSONValue,
        _ tokens: ArraySlice<String>,
        _ change: Edit
    ) throws(StatusFailure) {
        guard let token = tokens.first else {
            switch change {
            case .add(let value), .replace(let value): target = value
            case .remove: throw refused
            }
            return
        }
        let rest = tokens.dropFirst()
        switch target {
        case .object(var object):
            if !rest.isEmpty {
                guard var member = object[token] else { throw refused }
                try edit(&member, rest, change)
                object[token] = member
            } else {
                switch change {
                case .add(let value), .replace(let value): object[token] = value
                case .remove:
                    guard object[token] != nil else { throw refused }
                    object[token] = nil
                }
            }
            target = .object(object)
        case .array(var elements):
            try editElement(&elements, token, rest, change)
            target = .array(elements)
        default: throw refused
        }
    }

    private static func editElement(
        _ elements: inout [JSONValue],
        _ token: String,
        _ rest: ArraySlice<String>,
        _ change: Edit
    ) throws(StatusFailure) {
        if token == "-", rest.isEmpty, case .add(let value) = change {
            elements.append(value)
            return
        }
        guard let index = Int(token), index >= 0 else { throw refused }
        if !rest.isEmpty {
            guard elements.indices.contains(index) else { throw refused }
            try edit(&elements[index], rest, change)
            return
        }
        switch change {
        case .add(let value):
            guard index <= elements.count else { throw refused }
            elements.insert(value, at: index)
        case .replace(let value):
            guard elements.indices.contains(index) else { throw refused }
            elements[index] = value
        case .remove:
            guard elements.indices.contains(index) else { throw refused }
            elements.remove(at: index)
        }
    }
}
