// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// A place where a pod asks for a ConfigMap or a Secret.
struct ConfigReference {
    /// `ConfigMap` or `Secret`.
    let kind: String
    let name: YAMLNode
    /// The keys that it asks for; the whole object when empty.
    let keys: [YAMLNode]

    /// What a pod asks for and cannot start without.
    static func all(of pod: LintedPodTemplate) -> [ConfigReference] {
        pod.allContainers.flatMap { ofVariables($0.node) }
            + (pod.spec["volumes"]?.elements ?? []).flatMap(ofVolume)
    }

    private init?(_ kind: String, _ node: YAMLNode?, name field: String = "name", keys: [YAMLNode] = []) {
        guard let node, node["optional"]?.flag != true, let name = node.at(field), name.text != nil else {
            return nil
        }
        self.kind = kind
        self.name = name
        self.keys = keys
    }

    private static func ofVariables(_ container: YAMLNode) -> [ConfigReference] {
        let single = (container["env"]?.elements ?? []).flatMap { variable -> [ConfigReference?] in
            let map = variable.at("valueFrom", "configMapKeyRef")
            let secret = variable.at("valueFrom", "secretKeyRef")
            return [
                ConfigReference("ConfigMap", map, keys: [map?.at("key")].compactMap(\.self)),
                ConfigReference("Secret", secret, keys: [secret?.at("key")].compactMap(\.self)),
            ]
        }
        let whole = (container["envFrom"]?.elements ?? []).flatMap { source in
            [
                ConfigReference("ConfigMap", source["configMapRef"]),
                ConfigReference("Secret", source["secretRef"]),
            ]
        }
        return (single + whole).compactMap(\.self)
    }

    private static func ofVolume(_ volume: YAMLNode) -> [ConfigReference] {
        let sources = [volume] + (volume.at("projected", "sources")?.elements ?? [])
        return sources.flatMap { source -> [ConfigReference?] in
            let isProjected = source.span != volume.span
            let map = source["configMap"]
            let secret = source["secret"]
            return [
                ConfigReference("ConfigMap", map, keys: keys(of: map)),
                ConfigReference(
                    "Secret",
                    secret,
                    name: isProjected ? "name" : "secretName",
                    keys: keys(of: secret)
                ),
            ]
        }.compactMap(\.self)
    }

    private static func keys(of source: YAMLNode?) -> [YAMLNode] {
        (source?["items"]?.elements ?? []).compactMap { $0.at("key") }
    }
}
