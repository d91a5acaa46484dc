// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The kinds that CustomResourceDefinitions brought.
struct DefinedTypes: Sendable {
    private var byDefinition: [String: [ResourceType]] = [:]

    var types: [ResourceType] { byDefinition.sorted { $0.key < $1.key }.flatMap(\.value) }

    func type(group: String, version: String, plural: String) -> ResourceType? {
        byDefinition["\(plural).\(group)"]?.first { $0.type.version == version }
    }

    /// Serves what a definition says.
    mutating func define(_ definition: StoredObject) {
        let spec = definition.spec
        let names = spec["names"] ?? [:]
        guard let group = spec["group"]?.string, let kind = names["kind"]?.string,
            let plural = names["plural"]?.string
        else { return }
        byDefinition[definition.name] = (spec["versions"]?.elements ?? [])
            .filter { $0["served"]?.bool ?? true }
            .compactMap { version in
                guard let name = version["name"]?.string else { return nil }
                var subresources: Set<ResourceType.Subresource> = []
                if version[path: "subresources", "status"] != nil { subresources.insert(.status) }
                if version[path: "subresources", "scale"] != nil { subresources.insert(.scale) }
                return ResourceType(
                    GroupVersionKind(group: group, version: name, kind: kind),
                    plural: plural,
                    singular: names["singular"]?.string,
                    shortNames: names["shortNames"]?.elements.compactMap(\.string) ?? [],
                    isNamespaced: spec["scope"]?.string != "Cluster",
                    subresources: subresources,
                    categories: names["categories"]?.elements.compactMap(\.string) ?? []
                )
            }
    }

    mutating func forget(_ name: String) {
        byDefinition[name] = nil
    }
}
