// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Furnishes namespaces, and clears them when they are deleted.
enum NamespaceController: Controller {
    static func observe(_ change: Change, in cluster: inout Cluster) {
        if change.key.resource == .namespaces { cluster.enqueue(Self.self, change.key) }
        guard !change.key.namespace.isEmpty else { return }
        let key = ObjectKey(resource: .namespaces, namespace: "", name: change.key.namespace)
        let isMissed =
            change.kind == .deleted
            && furniture.contains { $0.resource == change.key.resource && $0.name == change.key.name }
        if isMissed || cluster.store[key]?.isDeleting ?? false {
            cluster.enqueue(Self.self, key)
        }
    }

    /// What every namespace has, and gets back when it is deleted.
    private static let furniture: [(resource: GroupResource, name: String)] = [
        (.serviceAccounts, "default"), (.configMaps, "kube-root-ca.crt"),
    ]

    /// Furnishes a namespace, and clears one that is to go.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let namespace = cluster.store[key] else { return }
        if namespace.isDeleting {
            clearNamespace(key, namespace, in: &cluster)
        } else {
            furnish(key.name, in: &cluster)
        }
    }

    /// Every namespace has a default account and the certificate of the cluster.
    static func furnish(_ name: String, in cluster: inout Cluster) {
        let account = ObjectKey(resource: .serviceAccounts, namespace: name, name: "default")
        let certificate = ObjectKey(resource: .configMaps, namespace: name, name: "kube-root-ca.crt")
        do throws(StatusFailure) {
            if cluster.store[account] == nil {
                let object: JSONValue = [
                    "apiVersion": "v1", "kind": "ServiceAccount", "metadata": ["name": "default"],
                ]
                _ = try cluster.make(object, .serviceAccounts, namespace: name)
            }
            if cluster.store[certificate] == nil {
                let object: JSONValue = [
                    "apiVersion": "v1", "kind": "ConfigMap",
                    "metadata": [
                        "name": "kube-root-ca.crt",
                        "annotations": ["kubernetes.io/description": .string(Self.certificateNote)],
                    ],
                    "data": ["ca.crt": "the sandbox has no certificate\n"],
                ]
                _ = try cluster.make(object, .configMaps, namespace: name)
            }
        } catch {
            // A namespace that ended meanwhile takes nothing new.
            return
        }
    }

    private static let certificateNote =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the "
        + "internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of "
        + "Kubernetes clusters."

    private static func clearNamespace(_ key: ObjectKey, _ namespace: StoredObject, in cluster: inout Cluster)
    {
        for resource in cluster.store.resources(in: key.name) {
            for object in cluster.store.list(resource, namespace: key.name) where !object.isDeleting {
                cluster.discard(
                    ObjectKey(resource: resource, namespace: key.name, name: object.name),
                    DeleteOptions(propagation: .background)
                )
            }
        }
        let left = cluster.store.resources(in: key.name)
        if left.isEmpty {
            if namespace.finalizers.isEmpty { cluster.erase(key) }
            return
        }
        reportContent(key, left, in: &cluster)
        // Events about the end keep arriving; look again.
        cluster.enqueue(Self.self, key, after: .milliseconds(200))
    }

    private static func reportContent(
        _ key: ObjectKey,
        _ resources: [GroupResource],
        in cluster: inout Cluster
    ) {
        let counts = resources.map {
            "\($0.text) has \(cluster.store.count($0, namespace: key.name)) resource instances"
        }
        let hasFinalizers = resources.contains { resource in
            cluster.store.list(resource, namespace: key.name).contains { !$0.finalizers.isEmpty }
        }
        let conditions = [
            Condition(
                type: "NamespaceContentRemaining",
                status: "True",
                reason: "SomeResourcesRemain",
                message: "Some resources are remaining: " + counts.joined(separator: ", ")
            ),
            Condition(
                type: "NamespaceFinalizersRemaining",
                status: hasFinalizers ? "True" : "False",
                reason: hasFinalizers ? "SomeFinalizersRemain" : "ContentHasNoFinalizers",
                message: hasFinalizers
                    ? "Some content in the namespace has finalizers remaining"
                    : "All content-preserving finalizers finished"
            ),
        ]
        let time = cluster.time
        cluster.modify(key, subresource: "status") { object in
            var status = object["status"] ?? [:]
            for condition in conditions { Conditions.set(condition, in: &status, at: time) }
            object["status"] = status
        }
    }
}
