// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What a server serves below one of its two roots, `/api` or `/apis` (C9).
struct ServedTypes: Sendable, Hashable {
    /// Every kind of every group version, without subresources.
    var resources: [ResourceType] = []
    /// Group versions whose own server does not answer: what is known of them may be old or missing.
    var stale: Set<String> = []

    subscript(type: GroupVersionKind) -> ResourceType? { resources.first { $0.type == type } }

    init(resources: [ResourceType] = [], stale: Set<String> = []) {
        self.resources = resources
        self.stale = stale
    }

    /// Reads an aggregated discovery document; `nil` for one in the older form, which lists groups only.
    init?(aggregated document: JSONValue) {
        guard document["kind"]?.string == "APIGroupDiscoveryList" else { return nil }
        self.init()
        for group in document["items"]?.array ?? [] {
            let name = group[path: "metadata", "name"]?.string ?? ""
            for entry in group["versions"]?.array ?? [] {
                guard let version = entry["version"]?.string else { continue }
                let groupVersion = GroupVersionKind(group: name, version: version, kind: "")
                if entry["freshness"]?.string == "Stale" { stale.insert(groupVersion.apiVersion) }
                resources += (entry["resources"]?.array ?? []).compactMap { resource in
                    Self.resource(
                        name: resource["resource"],
                        kind: resource[path: "responseKind", "kind"],
                        isNamespaced: resource["scope"]?.string.map { $0 == "Namespaced" },
                        in: groupVersion
                    )
                }
            }
        }
    }

    /// Reads what `/apis/<group>/<version>` lists.
    init(list document: JSONValue, of type: GroupVersionKind) {
        self.init(
            resources: (document["resources"]?.array ?? []).compactMap { entry in
                Self.resource(
                    name: entry["name"],
                    kind: entry["kind"],
                    isNamespaced: entry["namespaced"]?.bool,
                    in: type
                )
            }
        )
    }

    private static func resource(
        name: JSONValue?,
        kind: JSONValue?,
        isNamespaced: Bool?,
        in type: GroupVersionKind
    ) -> ResourceType? {
        guard let plural = name?.string, !plural.contains("/"), let kind = kind?.string else { return nil }
        return ResourceType(
            GroupVersionKind(group: type.group, version: type.version, kind: kind),
            plural: plural,
            isNamespaced: isNamespaced ?? true
        )
    }
}

extension ServedTypes {
    /// As the cache keeps it.
    var json: JSONValue {
        [
            "resources": .array(
                resources.map { resource in
                    [
                        "apiVersion": .string(resource.type.apiVersion),
                        "kind": .string(resource.type.kind),
                        "plural": .string(resource.plural),
                        "isNamespaced": .bool(resource.isNamespaced),
                    ]
                }
            ),
            "stale": .array(stale.sorted().map(JSONValue.string)),
        ]
    }

    /// Reads what the cache has kept; `nil` if it is something else.
    init?(json: JSONValue?) {
        guard let entries = json?["resources"]?.array else { return nil }
        self.init(stale: Set((json?["stale"]?.array ?? []).compactMap(\.string)))
        for entry in entries {
            guard let apiVersion = entry["apiVersion"]?.string, let kind = entry["kind"]?.string,
                let plural = entry["plural"]?.string, let isNamespaced = entry["isNamespaced"]?.bool
            else { return nil }
            resources.append(
                ResourceType(
                    GroupVersionKind(apiVersion: apiVersion, kind: kind),
                    plural: plural,
                    isNamespaced: isNamespaced
                )
            )
        }
    }
}
