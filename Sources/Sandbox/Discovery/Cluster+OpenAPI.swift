// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers requests for schemas: an index, and one document per group and version.
    func openAPI(_ segments: [String]) -> APIResponse {
        guard segments.count >= 2, segments[1] == "v3" else { return .pageNotFound }
        if segments.count == 2 { return .json(200, openAPIIndex) }
        let rest = Array(segments[2...])
        switch (rest.first, rest.count) {
        case ("api", 2): return .json(200, openAPIDocument(group: "", version: rest[1]))
        case ("apis", 3): return .json(200, openAPIDocument(group: rest[1], version: rest[2]))
        default: return .pageNotFound
        }
    }

    private var openAPIIndex: JSONValue {
        var paths: JSONObject = [:]
        for type in servedTypes {
            let group = type.type.group
            let place = group.isEmpty ? "api/\(type.type.version)" : "apis/\(group)/\(type.type.version)"
            paths[place] = ["serverRelativeURL": .string("/openapi/v3/\(place)?hash=sandbox")]
        }
        return ["paths": .object(paths)]
    }

    /// The paths carry what `kubectl` looks for: the kind and the query parameters of a patch.
    private func openAPIDocument(group: String, version: String) -> JSONValue {
        var paths: JSONObject = [:]
        var writer = SchemaWriter()
        for type in servedTypes where type.type.group == group && type.type.version == version {
            let root = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
            let place =
                type.isNamespaced ? "\(root)/namespaces/{namespace}/\(type.plural)" : "\(root)/\(type.plural)"
            paths["\(place)/{name}"] = .object(["patch": Self.patchOperation(type)])
            writer.add(type)
        }
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": .string(options.version)],
            "paths": .object(paths), "components": ["schemas": .object(writer.schemas)],
        ]
    }

    private static func patchOperation(_ type: ResourceType) -> JSONValue {
        let parameters = ["dryRun", "fieldManager", "fieldValidation", "force"].map { name -> JSONValue in
            ["name": .string(name), "in": "query", "schema": ["type": "string", "uniqueItems": true]]
        }
        return [
            "parameters": .array(parameters),
            "x-kubernetes-action": "patch",
            "x-kubernetes-group-version-kind": type.type.openAPI,
            "responses": ["200": ["description": "OK"]],
        ]
    }
}

extension GroupVersionKind {
    /// The extension that ties a schema or an operation to a kind.
    var openAPI: JSONValue {
        ["group": .string(group), "kind": .string(kind), "version": .string(version)]
    }
}

/// Writes the field table as OpenAPI schemas.
struct SchemaWriter {
    private(set) var schemas: JSONObject = [:]

    /// Adds a kind and everything that it refers to.
    mutating func add(_ type: ResourceType) {
        guard case .record(let name, _) = ShapeIndex.builtIn.shape(of: type.type) else { return }
        add(record: name, kind: type.type)
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
        case .any: return ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        case .scalar(let scalar): return scalar.schema
        case .map(let values, _): return ["type": "object", "additionalProperties": write(values)]
        case .record(let name, _):
            add(record: name)
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
        case .time: ["type": "string", "format": "date-time"]
        case .intOrString: ["format": "int-or-string", "oneOf": [["type": "integer"], ["type": "string"]]]
        case .base64: ["type": "string", "format": "byte"]
        }
    }
}
