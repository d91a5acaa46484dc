// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Writes an OpenAPI 2 document in the binary form that `kubectl` reads, of which only what the sandbox's schemas have.
///
/// The numbers are those of `openapiv2/OpenAPIv2.proto` in github.com/google/gnostic-models.
enum OpenAPIProtobuf {
    static func bytes(_ document: JSONValue) -> [UInt8] {
        var writer = ProtobufWriter()
        if let version = document["swagger"]?.string { writer.text(1, version) }
        writer.message(2) { info in
            if let title = document[path: "info", "title"]?.string { info.text(1, title) }
            if let version = document[path: "info", "version"]?.string { info.text(2, version) }
        }
        writer.message(8) { _ in }
        writer.message(9) { named(document["definitions"], in: &$0) }
        return writer.bytes
    }

    /// Definitions and properties look alike: a list of names with schemas.
    private static func named(_ schemas: JSONValue?, in writer: inout ProtobufWriter) {
        for member in schemas?.object ?? [:] {
            writer.message(1) { entry in
                entry.text(1, member.key)
                entry.message(2) { schema(member.value, in: &$0) }
            }
        }
    }

    private static func schema(_ schema: JSONValue, in writer: inout ProtobufWriter) {
        for member in schema.object ?? [:] {
            let value = member.value
            switch member.key {
            case "$ref": writer.text(1, value.string ?? "")
            case "format": writer.text(2, value.string ?? "")
            case "required": for name in value.elements { writer.text(19, name.string ?? "") }
            case "additionalProperties":
                writer.message(21) { item in item.message(1) { self.schema(value, in: &$0) } }
            case "type": writer.message(22) { $0.text(1, value.string ?? "") }
            case "items": writer.message(23) { item in item.message(1) { self.schema(value, in: &$0) } }
            // Without any there would be an object that may have none.
            case "properties" where value.object?.isEmpty == false:
                writer.message(25) { named(value, in: &$0) }
            case let name where name.hasPrefix("x-"):
                writer.message(31) { vendor in
                    vendor.text(1, name)
                    // JSON is YAML.
                    vendor.message(2) { $0.text(2, value.text()) }
                }
            default: continue
            }
        }
    }
}
