// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

extension ManifestSchema {
    /// A JSON Schema (draft 2020-12) of all kinds, for editors; the reader itself checks more than a schema can say.
    package static var jsonSchema: JSONValue {
        let kinds = ManifestKind.allCases.map { kind in
            var fields = object(fields(of: kind))
            fields["title"] = .string(kind.rawValue)
            return JSONValue.object(fields)
        }
        return .object(
            JSONObject([
                ("$schema", "https://json-schema.org/draft/2020-12/schema"),
                ("$id", "https://msctl.dev/schema/v1.json"),
                ("title", "A manifest of msctl"),
                ("oneOf", .array(kinds)),
            ])
        )
    }

    private static func object(_ fields: [FieldDescription]) -> JSONObject {
        var properties = JSONObject()
        for field in fields {
            var schema = self.schema(field.shape)
            // `apiVersion` and `kind` tell documents apart, so they hold nothing but their one value.
            schema["description"] = .string(field.summary)
            if let text = field.defaultText { schema["default"] = literal(text, as: field.shape) }
            properties[field.name] = .object(schema)
        }
        var result = JSONObject([("type", "object"), ("properties", .object(properties))])
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { result["required"] = .array(required) }
        result["additionalProperties"] = false
        return result
    }

    /// A value as JSON has it, of the type that the field usually takes.
    private static func literal(_ text: String, as shape: FieldShape) -> JSONValue {
        switch shape {
        case .scalar(let scalar):
            switch scalar.type {
            case .boolean: return .bool(text == "true")
            case .integer, .number: return Int64(text).map { .integer($0) } ?? .string(text)
            case .string: return .string(text)
            }
        case .anyOf(let shapes) where Int64(text) != nil || text == "true" || text == "false":
            let scalar = shapes.first {
                if case .scalar(let scalar) = $0 { scalar.type != .string } else { false }
            }
            return scalar.map { literal(text, as: $0) } ?? .string(text)
        case .list, .map, .object, .anyOf, .any: return .string(text)
        }
    }

    private static func schema(_ shape: FieldShape) -> JSONObject {
        switch shape {
        case .scalar(let scalar): schema(scalar)
        case .list(let element): JSONObject([("type", "array"), ("items", .object(schema(element)))])
        case .map(let value):
            JSONObject([("type", "object"), ("additionalProperties", .object(schema(value)))])
        case .object(let fields): object(fields)
        case .anyOf(let shapes): JSONObject([("anyOf", .array(shapes.map { .object(schema($0)) }))])
        case .any: JSONObject()
        }
    }

    private static func schema(_ scalar: ScalarShape) -> JSONObject {
        var result = JSONObject()
        switch scalar.type {
        // YAML reads `99.9` and `2` as numbers, also where the manifest takes them as text.
        case .string: result["type"] = scalar.choices.isEmpty ? ["string", "number", "boolean"] : "string"
        case .integer, .number, .boolean: result["type"] = .string(scalar.type.rawValue)
        }
        if !scalar.choices.isEmpty { result["enum"] = .array(scalar.choices.map { .string($0) }) }
        if let minimum = scalar.minimum { result["minimum"] = number(minimum) }
        if let maximum = scalar.maximum { result["maximum"] = number(maximum) }
        if !scalar.examples.isEmpty { result["examples"] = .array(scalar.examples.map { .string($0) }) }
        if !scalar.noun.isEmpty { result["title"] = .string(scalar.noun) }
        return result
    }

    private static func number(_ value: Double) -> JSONValue {
        value == value.rounded() ? .integer(Int64(value)) : .decimal(String(value))
    }
}
