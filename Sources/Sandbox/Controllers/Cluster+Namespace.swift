// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Furnishes a new namespace, and clears one that is to go.
    mutating func reconcileNamespace(_ key: ObjectKey) {
        guard let namespace = store[key] else { return }
        if namespace.isDeleting {
            clearNamespace(key, namespace)
        } else {
            furnish(key.name)
        }
    }

    /// Every namespace has a default account and the certificate of the cluster.
    private mutating func furnish(_ name: String) {
        let account = ObjectKey(resource: .serviceAccounts, namespace: name, name: "default")
        let certificate = ObjectKey(resource: .configMaps, namespace: name, name: "kube-root-ca.crt")
        do throws(StatusFailure) {
            if store[account] == nil {
                let object: JSONValue = [
                    "apiVersion": "v1", "kind": "ServiceAccount", "metadata": ["name": "default"],
                ]
                _ = try make(object, .serviceAccounts, namespace: name)
            }
            if store[certificate] == nil {
                let object: JSONValue = [
                    "apiVersion": "v1", "kind": "ConfigMap",
                    "metadata": [
                        "name": "kube-root-ca.crt",
                        "annotations": ["kubernetes.io/description": .string(Self.certificateNote)],
                    ],
                    "data": ["ca.crt": "the sandbox has no certificate\n"],
                ]
                _ = try make(object, .configMaps, namespace: name)
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

    private mutating func clearNamespace(_ key: ObjectKey, _ namespace: StoredObject) {
        for resource in store.resources(in: key.name) {
            for object in store.list(resource, namespace: key.name) where !object.isDeleting {
                discard(
                    ObjectKey(resource: resource, namespace: key.name, name: object.name),
                    DeleteOptions(propagation: .background)
                )
            }
        }
        let left = store.resources(in: key.name)
        if left.isEmpty {
            if namespace.finalizers.isEmpty { erase(key) }
            return
        }
        reportContent(key, left)
        // Events about the end keep arriving; look again.
        enqueue(.namespace, key, after: .milliseconds(200))
    }

    private mutating func reportContent(_ key: ObjectKey, _ resources: [GroupResource]) {
        let counts = resources.map {
            "\($0.text) has \(store.count($0, namespace: key.name)) resource instances"
        }
        let hasFinalizers = resources.contains { resource in
            store.list(resource, namespace: key.name).contains { !$0.finalizers.isEmpty }
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
        let time = time
        modify(key, subresource: "status") { object in
            var status = object["status"] ?? [:]
            for condition in conditions { Conditions.set(condition, in: &status, at: time) }
            object["status"] = status
        }
    }

    /// The namespaces, nodes and the API's own Service that a cluster starts with.
    mutating func bootstrap() {
        for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
            let object: JSONValue = ["metadata": ["name": .string(name)]]
            makeAtStart(object, .namespaces, namespace: nil)
            furnish(name)
        }
        for index in 0..<options.nodes { makeAtStart(node(index), .nodes, namespace: nil) }
        let service: JSONValue = [
            "metadata": [
                "name": "kubernetes", "labels": ["component": "apiserver", "provider": "kubernetes"],
            ],
            "spec": [
                "clusterIP": "10.96.0.1",
                "ports": [["name": "https", "protocol": "TCP", "port": 443, "targetPort": 6443]],
            ],
        ]
        makeAtStart(service, .services, namespace: "default")
        for role in BuiltInRoles.all { makeAtStart(role) }
    }

    private mutating func makeAtStart(_ role: BuiltInRoles.Role) {
        let group = "rbac.authorization.k8s.io"
        let metadata: JSONValue = [
            "name": .string(role.name), "labels": ["kubernetes.io/bootstrapping": "rbac-defaults"],
        ]
        makeAtStart(
            ["metadata": metadata, "rules": role.rules],
            .clusterRoles,
            namespace: nil
        )
        guard let members = role.boundTo else { return }
        let binding: JSONValue = [
            "metadata": metadata,
            "roleRef": ["apiGroup": .string(group), "kind": "ClusterRole", "name": .string(role.name)],
            "subjects": [["apiGroup": .string(group), "kind": "Group", "name": .string(members)]],
        ]
        makeAtStart(binding, .clusterRoleBindings, namespace: nil)
    }

    private mutating func makeAtStart(_ object: JSONValue, _ type: ResourceType, namespace: String?) {
        do throws(StatusFailure) {
            let context = WriteContext(type: type, manager: "sandbox")
            let json = try create(object.members, namespace: namespace, context)
            guard type.type.kind == "Node" else { return }
            let key = context.key(namespace: nil, name: object[path: "metadata", "name"]?.string ?? "")
            var node = JSONValue.object(json)
            node["status"] = object["status"]
            commit(node.members, at: key)
        } catch {
            // Present already, from a saved state.
            return
        }
    }

    private func node(_ index: Int) -> JSONValue {
        let name = "sandbox-\(index)"
        let size: JSONValue = [
            "cpu": .string(options.nodeCPU), "memory": .string(options.nodeMemory), "pods": "1000",
        ]
        return [
            "metadata": [
                "name": .string(name),
                "labels": [
                    "kubernetes.io/hostname": .string(name), "kubernetes.io/os": "linux",
                    "kubernetes.io/arch": "amd64",
                    "topology.kubernetes.io/zone": .string("zone-\(index % 3)"),
                ],
            ], "spec": [:],
            "status": [
                "capacity": size, "allocatable": size,
                "addresses": [
                    ["type": "InternalIP", "address": "127.0.0.1"],
                    ["type": "Hostname", "address": .string(name)],
                ],
                "conditions": [
                    [
                        "type": "Ready", "status": "True", "reason": "KubeletReady",
                        "message": "nothing runs here: this is a sandbox", "lastHeartbeatTime": .string(time),
                        "lastTransitionTime": .string(time),
                    ]
                ],
                "nodeInfo": [
                    "kubeletVersion": .string(options.version), "osImage": "msctl sandbox",
                    "containerRuntimeVersion": "sandbox://0", "kernelVersion": "0",
                    "operatingSystem": "linux",
                    "architecture": "amd64", "machineID": "", "systemUUID": "", "bootID": "",
                    "kubeProxyVersion": "",
                ],
            ],
        ]
    }
}
