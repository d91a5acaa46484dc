// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// One step of a JSON patch (RFC 6902).
struct JSONOperation {
    /// Why a step cannot be done.
    struct Failure: Error {
        var message: String
    }

    enum Name: String {
        case add, remove, replace, move, copy, test
    }

    private(set) var name: Name
    private(set) var path: Documents.JSONPointer
    private(set) var from: Documents.JSONPointer?
    private var value: JSONValue?

    init(_ json: JSONValue) throws(Failure) {
        guard let name = json["op"]?.string.flatMap(Name.init(rawValue:)) else {
            throw Failure(message: "each step needs an `op`: add, remove, replace, move, copy or test")
        }
        guard let path = json["path"]?.string.flatMap(Documents.JSONPointer.init(text:)) else {
            throw Failure(message: "each step needs a `path` such as `/spec/replicas`")
        }
        self.name = name
        self.path = path
        value = json["value"]
        from = json["from"]?.string.flatMap(Documents.JSONPointer.init(text:))
        switch name {
        case .add, .replace, .test:
            if value == nil { throw Failure(message: "`\(name)` needs a `value`") }
        case .move, .copy:
            if from == nil { throw Failure(message: "`\(name)` needs a `from`") }
        case .remove: break
        }
    }

    func apply(to document: JSONValue) throws(Failure) -> JSONValue {
        let value = self.value ?? .null
        switch name {
        case .add: return try edited(document, path) { .insert($0, value) }
        case .replace: return try edited(document, path) { .replace($0, value) }
        case .remove: return try edited(document, path) { .remove($0) }
        case .test:
            guard path.resolve(in: document) == value else {
                throw Failure(message: "`\(path)` is not what the test expects")
            }
            return document
        case .move, .copy:
            guard let from, let moved = from.resolve(in: document) else {
                throw Failure(message: "there is nothing at `\(from?.description ?? "")`")
            }
            let base = name == .move ? try edited(document, from) { .remove($0) } : document
            return try edited(base, path) { .insert($0, moved) }
        }
    }

    private enum Edit {
        case insert(String, JSONValue)
        case replace(String, JSONValue)
        case remove(String)
    }

    /// Follows the path to the last token and edits what holds it.
    private func edited(
        _ document: JSONValue,
        _ pointer: Documents.JSONPointer,
        _ edit: (String) -> Edit
    ) throws(Failure) -> JSONValue {
        guard let first = pointer.tokens.first else {
            if case .insert(_, let value) = edit("") { return value }
            if case .replace(_, let value) = edit("") { return value }
            throw Failure(message: "the whole object cannot be removed")
        }
        let rest = Documents.JSONPointer(Array(pointer.tokens.dropFirst()))
        if rest.tokens.isEmpty { return try changed(document, edit(first)) }
        switch document {
        case .object(var members):
            guard let member = members[first] else { throw missing }
            members[first] = try edited(member, rest, edit)
            return .object(members)
        case .array(var elements):
            guard let index = Int(first), elements.indices.contains(index) else { throw missing }
            elements[index] = try edited(elements[index], rest, edit)
            return .array(elements)
        default: throw missing
        }
    }

    private var missing: Failure { Failure(message: "there is nothing at `\(path)`") }

    private func changed(_ holder: JSONValue, _ edit: Edit) throws(Failure) -> JSONValue {
        switch (holder, edit) {
        case (.object(var members), .insert(let key, let value)):
            members[key] = value
            return .object(members)
        case (.object(var members), .replace(let key, let value)) where members[key] != nil:
            members[key] = value
            return .object(members)
        case (.object(var members), .remove(let key)) where members[key] != nil:
            members[key] = nil
            return .object(members)
        case (.array(var elements), .insert(let token, let value)):
            let index = token == "-" ? elements.count : Int(token) ?? -1
            guard (0...elements.count).contains(index) else { throw missing }
            elements.insert(value, at: index)
            return .array(elements)
        case (.array(var elements), .replace(let token, let value)):
            guard let index = Int(token), elements.indices.contains(index) else { throw missing }
            elements[index] = value
            return .array(elements)
        case (.array(var elements), .remove(let token)):
            guard let index = Int(token), elements.indices.contains(index) else { throw missing }
            elements.remove(at: index)
            return .array(elements)
        default: throw missing
        }
    }
}
