// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers requests for schemas: an index, and one document per group and version.
    func openAPI(_ segments: [String], _ request: APIRequest) -> APIResponse {
        if segments == ["openapi", "v2"] { return openAPI2(request) }
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
        var writer = SchemaWriter(form: .openAPI3)
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

    /// All kinds in one older document, by which `kubectl` checks the objects of a List before it sends them.
    ///
    /// It has no paths: where they say how a kind is patched, `kubectl apply` takes merge keys from here, and not from what it
    /// knows of Go's types.
    private func openAPI2(_ request: APIRequest) -> APIResponse {
        var writer = SchemaWriter(form: .swagger)
        for type in servedTypes { writer.add(type) }
        let document: JSONValue = [
            "swagger": "2.0", "info": ["title": "Kubernetes", "version": .string(options.version)],
            "paths": [:], "definitions": .object(writer.schemas),
        ]
        let wanted = ["@", "."].map { "application/com.github.proto-openapi.spec.v2\($0)v1.0+protobuf" }
        guard wanted.contains(where: { request.accept.contains($0) }) else { return .json(200, document) }
        return .reply(
            .init(status: 200, contentType: wanted[1], body: OpenAPIProtobuf.bytes(document))
        )
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
