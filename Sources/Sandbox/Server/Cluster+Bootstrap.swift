// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// The namespaces, nodes and the API's own Service that a cluster starts with.
    mutating func bootstrap() {
        for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
            let object: JSONValue = ["metadata": ["name": .string(name)]]
            makeAtStart(object, .namespaces, namespace: nil)
            NamespaceController.furnish(name, in: &self)
        }
        for index in 0..<options.nodes { makeAtStart(node(index), .nodes, namespace: nil) }
        makeAPIService()
        for role in BuiltInRoles.all { makeAtStart(role) }
    }

    /// Makes the Service by which pods reach the API, unless it is there.
    mutating func makeAPIService() {
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
            guard type == .nodes else { return }
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
