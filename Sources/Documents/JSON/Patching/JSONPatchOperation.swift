// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One operation of a JSON patch (RFC 6902).
package struct JSONPatchOperation: Sendable {
    /// Why an operation cannot be read or done.
    package struct Failure: Error {
        /// What is wrong, as half a sentence.
        package var message: String
    }

    /// What an operation does.
    package enum Name: String, Sendable {
        case add, remove, replace, move, copy, test
    }

    /// How strictly an operation is held to the document.
    package enum Strictness: Sendable {
        /// As RFC 6902 has it.
        case standard
        /// As the library in the Kubernetes API server has it: `replace` may add a member, what is absent passes a test for
        /// null, and a missing value is null.
        case apiServer
    }

    /// What it does.
    package let name: Name
    /// Where it does it.
    package let path: JSONPointer
    /// Where `move` and `copy` take their value from.
    package let from: JSONPointer?
    private let value: JSONValue
    private let strictness: Strictness

    /// Reads an operation.
    ///
    /// - Throws: ``Failure`` when it has no known `op`, no `path`, or not what its `op` needs.
    package init(_ json: JSONValue, _ strictness: Strictness = .standard) throws(Failure) {
        guard let name = json["op"]?.string.flatMap(Name.init(rawValue:)) else {
            throw Failure(message: "each step needs an `op`: add, remove, replace, move, copy or test")
        }
        guard let path = json["path"]?.string.flatMap(JSONPointer.init(text:)) else {
            throw Failure(message: "each step needs a `path` such as `/spec/replicas`")
        }
        self.name = name
        self.path = path
        self.strictness = strictness
        value = json["value"] ?? .null
        from = json["from"]?.string.flatMap(JSONPointer.init(text:))
        switch name {
        case .add, .replace, .test:
            if json["value"] == nil, strictness == .standard {
                throw Failure(message: "`\(name)` needs a `value`")
            }
        case .move, .copy:
            if from == nil { throw Failure(message: "`\(name)` needs a `from`") }
        case .remove: break
        }
    }

    /// The document after the operation.
    ///
    /// - Throws: ``Failure`` when there is nothing where something is needed, or a test does not hold.
    package func apply(to document: JSONValue) throws(Failure) -> JSONValue {
        switch name {
        case .add: return try edited(document, path.tokens[...], .add(value))
        case .replace: return try edited(document, path.tokens[...], .replace(value))
        case .remove: return try edited(document, path.tokens[...], .remove)
        case .test:
            let found = path.resolve(in: document) ?? (strictness == .apiServer ? .null : nil)
            guard found == value else {
                throw Failure(message: "`\(path)` is not what the test expects")
            }
            return document
        case .move, .copy:
            guard let from, let moved = from.resolve(in: document) else {
                throw Failure(message: "there is nothing at `\(from?.description ?? "")`")
            }
            let base = name == .move ? try edited(document, from.tokens[...], .remove) : document
            return try edited(base, path.tokens[...], .add(moved))
        }
    }

    private enum Edit {
        case add(JSONValue)
        case replace(JSONValue)
        case remove
    }

    private var missing: Failure { Failure(message: "there is nothing at `\(path)`") }

    /// Follows the path to the last token and edits what holds it.
    private func edited(
        _ document: JSONValue,
        _ tokens: ArraySlice<String>,
        _ edit: Edit
    ) throws(Failure) -> JSONValue {
        guard let token = tokens.first else {
            switch edit {
            case .add(let value), .replace(let value): return value
            case .remove: throw Failure(message: "the whole object cannot be removed")
            }
        }
        let rest = tokens.dropFirst()
        switch document {
        case .object(var members):
            guard rest.isEmpty else {
                guard let member = members[token] else { throw missing }
                members[token] = try edited(member, rest, edit)
                return .object(members)
            }
            try change(&members, token, edit)
            return .object(members)
        case .array(var elements):
            guard rest.isEmpty else {
                let index = try index(token, in: elements.indices)
                elements[index] = try edited(elements[index], rest, edit)
                return .array(elements)
            }
            try change(&elements, token, edit)
            return .array(elements)
        default: throw missing
        }
    }

    private func change(_ members: inout JSONObject, _ key: String, _ edit: Edit) throws(Failure) {
        let isThere = members[key] != nil
        switch edit {
        case .add(let value): members[key] = value
        case .replace(let value):
            guard isThere || strictness == .apiServer else { throw missing }
            members[key] = value
        case .remove:
            guard isThere else { throw missing }
            members[key] = Optional.none
        }
    }

    private func change(_ elements: inout [JSONValue], _ token: String, _ edit: Edit) throws(Failure) {
        switch edit {
        case .add(let value):
            let end = elements.count
            elements.insert(value, at: token == "-" ? end : try index(token, in: 0..<end + 1))
        case .replace(let value): elements[try index(token, in: elements.indices)] = value
        case .remove: elements.remove(at: try index(token, in: elements.indices))
        }
    }

    private func index(_ token: String, in range: Range<Int>) throws(Failure) -> Int {
        guard let index = JSONPointer.index(token), range.contains(index) else { throw missing }
        return index
    }
}
