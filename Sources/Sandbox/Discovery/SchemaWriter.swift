// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Writes the field table as OpenAPI schemas.
struct SchemaWriter {
    /// How schemas are written.
    enum Form {
        /// OpenAPI 2, in which a place has one type.
        case swagger
        case openAPI3
    }

    let form: Form
    private(set) var schemas: JSONObject = [:]

    init(form: Form) {
        self.form = form
    }

    /// Adds a kind and everything that it refers to; of a custom kind, that there is one.
    mutating func add(_ type: ResourceType) {
        let kind = type.type
        if case .record(let name, _) = ShapeIndex.builtIn.shape(of: kind) {
            return add(record: name, kind: kind)
        }
        guard form == .swagger else { return }
        let place = kind.group.split(separator: ".").reversed() + [kind.version[...], kind.kind[...]]
        schemas[place.joined(separator: ".")] = [
            "type": "object", "x-kubernetes-group-version-kind": [kind.openAPI],
        ]
    }

    private mutating func add(record name: String, kind: GroupVersionKind? = nil) {
        let place = Self.schemaName(name)
        guard schemas[place] == nil else { return }
        // Claims the name before the members are written: definitions refer to each other.
        schemas[place] = [:]
        var properties: JSONObject = [:]
        let fields = ShapeIndex.builtIn.fields(of: name)
        for (member, field) in fields.sorted(by: { $0.key < $1.key }) {
            var schema = write(field.shape)
            if let key = field.patchMergeKey { schema["x-kubernetes-patch-merge-key"] = .string(key) }
            let strategies =
                (field.mergesInPatch ? ["merge"] : []) + (field.retainsKeys ? ["retainKeys"] : [])
            if !strategies.isEmpty {
                schema["x-kubernetes-patch-strategy"] = .string(strategies.joined(separator: ","))
            }
            properties[member] = schema
        }
        let required = fields.filter(\.value.isRequired).keys.sorted()
        schemas[place] = [
            "type": "object", "properties": .object(properties),
            "required": required.isEmpty ? nil : .array(required.map { .string($0) }),
            "x-kubernetes-group-version-kind": kind.map { [$0.openAPI] },
        ]
    }

    private mutating func write(_ shape: Shape) -> JSONValue {
        switch shape {
        case .any where form == .swagger: return [:]
        case .any: return ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        case .scalar(let scalar): return form == .swagger ? scalar.simpleSchema : scalar.schema
        case .map(let values, _): return ["type": "object", "additionalProperties": write(values)]
        case .record(let name, _):
            add(record: name)
            if form == .swagger { return ["$ref": .string("#/definitions/\(Self.schemaName(name))")] }
            return [
                "allOf": [["$ref": .string("#/components/schemas/\(Self.schemaName(name))")]], "default": [:],
            ]
        case .list(let element, let ownership):
            var schema: JSONValue = ["type": "array", "items": write(element)]
            switch ownership {
            case .atomic: schema["x-kubernetes-list-type"] = "atomic"
            case .set: schema["x-kubernetes-list-type"] = "set"
            case .keyed(let keys):
                schema["x-kubernetes-list-type"] = "map"
                schema["x-kubernetes-list-map-keys"] = .array(keys.map { .string($0) })
            }
            return schema
        }
    }

    private static func schemaName(_ name: String) -> String {
        name.hasPrefix("apis.meta.") ? "io.k8s.apimachinery.pkg.\(name)" : "io.k8s.api.\(name)"
    }
}

extension Shape.Scalar {
    fileprivate var schema: JSONValue {
        switch self {
        case .string: ["type": "string"]
        case .enumeration(let values): ["type": "string", "enum": .array(values.map { .string($0) })]
        case .integer: ["type": "integer", "format": "int32"]
        case .longInteger: ["type": "integer", "format": "int64"]
        case .boolean: ["type": "boolean"]
        case .quantity: ["oneOf": [["type": "string"], ["type": "number"]]]
        case .time, .microTime: ["type": "string", "format": "date-time"]
        case .intOrString: ["format": "int-or-string", "oneOf": [["type": "integer"], ["type": "string"]]]
        case .base64: ["type": "string", "format": "byte"]
        }
    }

    /// As OpenAPI 2 has it: what may be a number or a text is a text.
    fileprivate var simpleSchema: JSONValue {
        switch self {
        case .enumeration, .quantity: ["type": "string"]
        case .intOrString: ["type": "string", "format": "int-or-string"]
        default: schema
        }
    }
}
