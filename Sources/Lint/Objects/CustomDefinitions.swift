// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The schemas of the CustomResourceDefinitions among the files, read when the first object of a kind asks for it.
struct CustomDefinitions: Sendable {
    private struct Kind: Sendable, Hashable {
        var group: String
        var kind: String
    }

    private var definitions: [Kind: YAMLNode] = [:]
    private var schemas: [GroupVersionKind: CustomSchema?] = [:]

    init(_ objects: [LintedObject]) {
        for object in objects where object.isKind("CustomResourceDefinition", of: "apiextensions.k8s.io") {
            guard let spec = object.node["spec"], let group = spec["group"]?.text,
                let kind = spec.at("names", "kind")?.text
            else { continue }
            definitions[Kind(group: group, kind: kind)] = spec
        }
    }

    /// The versions of a kind that clusters serve; `nil` when no file defines the kind.
    func servedVersions(of type: GroupVersionKind) -> [String]? {
        guard let spec = definitions[Kind(group: type.group, kind: type.kind)] else { return nil }
        guard let versions = spec["versions"]?.elements, !versions.isEmpty else {
            return spec["version"]?.text.map { [$0] }
        }
        return versions.filter { $0["served"]?.flag != false }.compactMap { $0["name"]?.text }
    }

    /// The schema of a kind and version; `nil` when no file defines it, or without one.
    mutating func schema(of type: GroupVersionKind) -> CustomSchema? {
        guard let spec = definitions[Kind(group: type.group, kind: type.kind)] else { return nil }
        if let known = schemas[type] { return known }
        let version = spec["versions"]?.elements.first { $0["name"]?.text == type.version }
        let written =
            version?.at("schema", "openAPIV3Schema") ?? spec.at("validation", "openAPIV3Schema")
        let schema = written.map { CustomSchema($0) }
        schemas[type] = .some(schema)
        return schema
    }
}
