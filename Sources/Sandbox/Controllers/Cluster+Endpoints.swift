// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Keeps the EndpointSlice of a Service in step with the pods that it selects.
    mutating func reconcileEndpoints(_ key: ObjectKey) {
        guard let service = store[key], !service.isDeleting else { return }
        let selector = StoredObject.strings(service.spec["selector"])
        guard !selector.isEmpty else { return }
        let wanted = LabelSelector(labels: selector)
        let pods = store.pods(in: service.namespace, with: selector)
            .filter { wanted.matches($0.labels) && $0.status["podIP"] != nil && !PodState($0).hasFinished }
        let endpoints = pods.map { pod -> JSONValue in
            let isReady = PodState(pod).isReady
            return [
                "addresses": [pod.status["podIP"] ?? ""],
                "conditions": [
                    "ready": .bool(isReady && !pod.isDeleting), "serving": .bool(isReady),
                    "terminating": .bool(pod.isDeleting),
                ],
                "nodeName": pod.spec["nodeName"],
                "targetRef": [
                    "kind": "Pod", "namespace": .string(pod.namespace), "name": .string(pod.name),
                    "uid": .string(pod.uid),
                ],
            ]
        }
        let ports = (service.spec["ports"]?.elements ?? []).map { port -> JSONValue in
            [
                "name": port["name"] ?? "", "port": targetPort(port, pods.first) ?? port["port"],
                "protocol": port["protocol"],
            ]
        }
        let slices = store.dependents(of: service.uid, resource: .endpointSlices)
        if let slice = slices.first {
            modify(slice.key, by: "kube-controller-manager") { object in
                object["endpoints"] = .array(endpoints)
                object["ports"] = .array(ports)
            }
            return
        }
        let slice: JSONValue = [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": [
                "generateName": .string(service.name + "-"),
                "labels": [
                    "kubernetes.io/service-name": .string(service.name),
                    "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
                ], "ownerReferences": [Self.controllerReference(to: service)],
            ], "addressType": "IPv4", "endpoints": .array(endpoints), "ports": .array(ports),
        ]
        do throws(StatusFailure) {
            let context = WriteContext(
                type: .endpointSlices,
                manager: "kube-controller-manager"
            )
            _ = try create(slice.members, namespace: service.namespace, context)
        } catch {
            retry(.endpoints, key)
        }
    }

    /// A port by name is what the pod's container calls so.
    private func targetPort(_ port: JSONValue, _ pod: StoredObject?) -> JSONValue? {
        guard let name = port["targetPort"]?.string else { return port["targetPort"] }
        let ports = (pod?.spec["containers"]?.elements ?? []).flatMap { $0["ports"]?.elements ?? [] }
        return ports.first { $0["name"]?.string == name }?["containerPort"]
    }
}
