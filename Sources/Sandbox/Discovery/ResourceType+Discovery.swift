// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension ResourceType {
    /// A part of an object with its own address, as discovery describes it.
    struct Part: Sendable {
        var name: String
        var type: GroupVersionKind
        var verbs: [String]
    }

    /// The parts that the sandbox serves.
    var parts: [Part] {
        var result: [Part] = []
        if subresources.contains(.status) {
            result.append(Part(name: "status", type: type, verbs: ["get", "patch", "update"]))
        }
        if subresources.contains(.scale) {
            let scale = GroupVersionKind(group: "autoscaling", version: "v1", kind: "Scale")
            result.append(Part(name: "scale", type: scale, verbs: ["get", "patch", "update"]))
        }
        if type == GroupVersionKind(group: "", version: "v1", kind: "Pod") {
            let eviction = GroupVersionKind(group: "policy", version: "v1", kind: "Eviction")
            let binding = GroupVersionKind(group: "", version: "v1", kind: "Binding")
            result.append(Part(name: "log", type: type, verbs: ["get"]))
            result.append(Part(name: "eviction", type: eviction, verbs: ["create"]))
            result.append(Part(name: "binding", type: binding, verbs: ["create"]))
        }
        return result
    }

    /// The entry of a legacy resource list.
    var discovery: JSONValue {
        [
            "name": .string(plural), "singularName": .string(singular), "namespaced": .bool(isNamespaced),
            "kind": .string(type.kind), "verbs": .array(verbs.map { .string($0) }),
            "shortNames": shortNames.isEmpty ? nil : .array(shortNames.map { .string($0) }),
            "categories": categories.isEmpty ? nil : .array(categories.map { .string($0) }),
        ]
    }

    /// The entry of an aggregated discovery document.
    var aggregatedDiscovery: JSONValue {
        [
            "resource": .string(plural), "responseKind": type.discovery,
            "scope": isNamespaced ? "Namespaced" : "Cluster", "singularResource": .string(singular),
            "verbs": .array(verbs.map { .string($0) }),
            "shortNames": shortNames.isEmpty ? nil : .array(shortNames.map { .string($0) }),
            "categories": categories.isEmpty ? nil : .array(categories.map { .string($0) }),
            "subresources": parts.isEmpty
                ? nil
                : .array(
                    parts.map { part in
                        [
                            "subresource": .string(part.name), "responseKind": part.type.discovery,
                            "verbs": .array(part.verbs.map { .string($0) }),
                        ]
                    }
                ),
        ]
    }
}

extension GroupVersionKind {
    fileprivate var discovery: JSONValue {
        ["group": .string(group), "version": .string(version), "kind": .string(kind)]
    }
}
