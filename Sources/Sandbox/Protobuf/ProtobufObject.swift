// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Reads an object as `kubectl create` and `kubectl auth` send it: the Kubernetes envelope around a message.
enum ProtobufObject {
    /// Why an object cannot be read, in words for the client.
    struct Unreadable: Error, Hashable {
        var message: String
    }

    /// The magic number before every object.
    private static let magic: [UInt8] = [0x6B, 0x38, 0x73, 0]

    /// The tree of an object.
    static func tree(_ bytes: [UInt8]) throws(Unreadable) -> JSONValue {
        guard bytes.starts(with: magic) else {
            throw Unreadable(message: "the body does not begin like a protobuf object of Kubernetes")
        }
        let envelope = try members(bytes[magic.count...])
        let head = try members(envelope[1] ?? [])
        let apiVersion = String(decoding: head[1] ?? [], as: UTF8.self)
        let kind = String(decoding: head[2] ?? [], as: UTF8.self)
        let type = GroupVersionKind(apiVersion: apiVersion, kind: kind)
        guard let message = ProtobufSchema.builtIn.message(of: type) else {
            throw Unreadable(message: "the sandbox reads no \(kind) in protobuf; send JSON")
        }
        var object: JSONObject = ["apiVersion": .string(apiVersion), "kind": .string(kind)]
        for member in try read(envelope[2] ?? [], message, isWhole: true) {
            object[member.key] = member.value
        }
        return .object(object)
    }

    /// The length-delimited fields of a small message.
    private static func members(_ bytes: ArraySlice<UInt8>) throws(Unreadable) -> [Int: ArraySlice<UInt8>] {
        var result: [Int: ArraySlice<UInt8>] = [:]
        var reader = ProtobufReader(bytes)
        while let field = try next(&reader) {
            if case .bytes(let content) = field.value { result[field.number] = content }
        }
        return result
    }

    private static func next(_ reader: inout ProtobufReader) throws(Unreadable)
        -> (number: Int, value: ProtobufReader.Value)?
    {
        do throws(ProtobufReader.Malformed) {
            return try reader.next()
        } catch {
            throw Unreadable(message: "the protobuf body ends or breaks at byte \(error.offset)")
        }
    }

    private static func read(
        _ bytes: ArraySlice<UInt8>,
        _ message: String,
        isWhole: Bool = false
    ) throws(Unreadable) -> JSONObject {
        guard let fields = ProtobufSchema.builtIn.fields(of: message) else { return [:] }
        var object: JSONObject = [:]
        var reader = ProtobufReader(bytes)
        while let (number, value) = try next(&reader) {
            guard let field = fields[number] else {
                // The status of a whole object, which no client decides.
                if isWhole { continue }
                throw Unreadable(
                    message: "the sandbox cannot read field \(number) of \(message) in protobuf; send JSON"
                )
            }
            switch field.shape {
            case .inlined:
                guard case .bytes(let content) = value, case let inner = field.type.dropFirst() else {
                    continue
                }
                for member in try read(content, String(inner)) { object[member.key] = member.value }
            case .map:
                guard case .bytes(let content) = value else { continue }
                let entry = try pair(content, field)
                var map = object[field.name]?.object ?? [:]
                map[entry.key] = entry.value
                object[field.name] = .object(map)
            case .list:
                let element = try elementary(value, field)
                object[field.name] = .array((object[field.name]?.array ?? []) + [element])
            case .single:
                if field.type.first == ":" {
                    object[field.name] = try nested(value, field)
                } else if let scalar = ProtobufScalar.value(value, field, keepsZero: false) {
                    object[field.name] = scalar
                }
            }
        }
        return object
    }

    private static func nested(_ value: ProtobufReader.Value, _ field: ProtobufSchema.Field)
        throws(Unreadable) -> JSONValue
    {
        guard case .bytes(let content) = value, field.type.first == ":" else { return .null }
        return .object(try read(content, String(field.type.dropFirst())))
    }

    /// An element of a list or map, of whatever type.
    private static func elementary(_ value: ProtobufReader.Value, _ field: ProtobufSchema.Field)
        throws(Unreadable) -> JSONValue
    {
        if let scalar = ProtobufScalar.value(value, field, keepsZero: true) { return scalar }
        return try nested(value, field)
    }

    private static func pair(_ bytes: ArraySlice<UInt8>, _ field: ProtobufSchema.Field) throws(Unreadable)
        -> (key: String, value: JSONValue)
    {
        var key = ""
        var value: JSONValue = field.type == "s" || field.type == "y" ? "" : [:]
        var reader = ProtobufReader(bytes)
        while let part = try next(&reader) {
            if part.number == 1, case .bytes(let text) = part.value {
                key = String(decoding: text, as: UTF8.self)
            } else if part.number == 2 {
                value = try elementary(part.value, field)
            }
        }
        return (key, value)
    }
}
