// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// The schemas of the CustomResourceDefinitions among the files, read when the first object of a kind asks for it.
struct CustomDefinitions: Sendable {
    private struct Kind: Sendable, Hashable {
        var group: String
        var kind: String
    }

    /// One version of a kind.
    struct Version: Sendable {
        let schema: CustomSchema
        /// Whether the server drops a status that somebody applies.
        let dropsStatus: Bool
        /// Where its objects say how many replicas they want.
        let replicas: Located<[String]>?
    }

    private var definitions: [Kind: YAMLNode] = [:]
    private var versions: [GroupVersionKind: Version?] = [:]

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
    mutating func version(of type: GroupVersionKind) -> Version? {
        guard !definitions.isEmpty, let spec = definitions[Kind(group: type.group, kind: type.kind)] else {
            return nil
        }
        if let known = versions[type] { return known }
        let written = spec["versions"]?.elements.first { $0["name"]?.text == type.version }
        let own = written?.at("schema", "openAPIV3Schema")
        let version = (own ?? spec.at("validation", "openAPIV3Schema")).map { schema in
            // Schemas of the first form of definitions, without one for each version, keep what they do not know.
            let keepsUnknown = spec["preserveUnknownFields"]?.flag ?? (own == nil)
            let subresources = written?.at("subresources") ?? spec.at("subresources")
            let replicas = subresources?.at("scale", "specReplicasPath")
            return Version(
                schema: CustomSchema(schema, isRoot: true, keepsUnknown: keepsUnknown),
                dropsStatus: subresources?["status"] != nil,
                replicas: replicas.flatMap { path in
                    path.text.map { Located($0.split(separator: ".").map(String.init), at: path.span) }
                }
            )
        }
        versions[type] = .some(version)
        return version
    }
}
