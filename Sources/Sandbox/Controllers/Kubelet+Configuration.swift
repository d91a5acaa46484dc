// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// A Secret or ConfigMap that a pod refers to and that does not exist, or lacks a key.
struct MissingConfiguration: Sendable, Hashable {
    var resource: GroupResource
    var name: String
    var key: String?
    var namespace: String

    /// As a kubelet says it.
    var message: String {
        let kind = resource == .secrets ? "secret" : "configmap"
        guard let key else { return "\(kind) \"\(name)\" not found" }
        let title = resource == .secrets ? "Secret" : "ConfigMap"
        return "couldn't find key \(key) in \(title) \(namespace)/\(name)"
    }
}

extension Kubelet {
    /// The first thing that the containers need and that is not there; optional references do not count.
    static func missingConfiguration(of pod: StoredObject, in cluster: Cluster) -> MissingConfiguration? {
        for list in ["initContainers", "containers"] {
            for container in pod.spec[list]?.elements ?? [] {
                for reference in Self.references(of: container) {
                    if let missing = check(
                        reference.resource,
                        reference.value,
                        reference.key,
                        pod.namespace,
                        in: cluster
                    ) {
                        return missing
                    }
                }
            }
        }
        for volume in pod.spec["volumes"]?.elements ?? [] {
            if let secret = volume["secret"], let name = secret["secretName"] {
                let value: JSONValue = ["name": name, "optional": secret["optional"]]
                if let missing = check(.secrets, value, nil, pod.namespace, in: cluster) { return missing }
            }
            if let map = volume["configMap"],
                let missing = check(.configMaps, map, nil, pod.namespace, in: cluster)
            {
                return missing
            }
        }
        return nil
    }

    private struct Reference {
        var resource: GroupResource
        var value: JSONValue
        var key: String?
    }

    private static func references(of container: JSONValue) -> [Reference] {
        var result: [Reference] = []
        for source in container["envFrom"]?.elements ?? [] {
            if let secret = source["secretRef"] {
                result.append(Reference(resource: .secrets, value: secret))
            }
            if let map = source["configMapRef"] {
                result.append(Reference(resource: .configMaps, value: map))
            }
        }
        for variable in container["env"]?.elements ?? [] {
            for (name, resource) in [
                ("secretKeyRef", GroupResource.secrets), ("configMapKeyRef", .configMaps),
            ] {
                if let value = variable[path: "valueFrom", name] {
                    result.append(Reference(resource: resource, value: value, key: value["key"]?.string))
                }
            }
        }
        return result
    }

    private static func check(
        _ resource: GroupResource,
        _ reference: JSONValue,
        _ key: String?,
        _ namespace: String,
        in cluster: Cluster
    ) -> MissingConfiguration? {
        guard reference["optional"]?.bool != true, let name = reference["name"]?.string else { return nil }
        let place = ObjectKey(resource: resource, namespace: namespace, name: name)
        guard let object = cluster.store[place] else {
            return MissingConfiguration(resource: resource, name: name, namespace: namespace)
        }
        guard let key, object.json["data"]?[key] == nil, object.json["binaryData"]?[key] == nil else {
            return nil
        }
        return MissingConfiguration(resource: resource, name: name, key: key, namespace: namespace)
    }

    /// Makes up a placeholder; whether that worked.
    static func provision(_ missing: MissingConfiguration, for pod: StoredObject, in cluster: inout Cluster)
        -> Bool
    {
        let type: ResourceType = missing.resource == .secrets ? .secrets : .configMaps
        let place = ObjectKey(resource: missing.resource, namespace: missing.namespace, name: missing.name)
        let value: JSONValue = .string(
            missing.resource == .secrets ? Base64.encode(Array("sandbox".utf8)) : "sandbox"
        )
        if cluster.store[place] == nil {
            let object: JSONValue = [
                "apiVersion": "v1", "kind": .string(type.type.kind),
                "metadata": [
                    "name": .string(missing.name),
                    "annotations": ["sandbox.msctl.dev/placeholder": "made up because a pod needs it"],
                ],
                "data": missing.key.map { .object([$0: value]) },
            ]
            do throws(StatusFailure) {
                _ = try cluster.make(object, type, namespace: missing.namespace)
            } catch {
                return false
            }
            return true
        }
        guard let key = missing.key else { return false }
        cluster.modify(place) { object in
            object.fill("data", [:])
            object["data"]?[key] = value
        }
        return true
    }
}
