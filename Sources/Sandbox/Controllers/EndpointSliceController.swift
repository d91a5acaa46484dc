// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Keeps the EndpointSlices of Services.
enum EndpointSliceController: Controller {
    /// Which Services could select a pod.
    struct Memory: Sendable {
        fileprivate private(set) var services = SelectorIndex()

        fileprivate mutating func note(_ change: Change) {
            let (namespace, name) = (change.key.namespace, change.key.name)
            if change.kind == .deleted {
                services.remove(namespace: namespace, name: name)
            } else {
                let selector = StoredObject.strings(change.object.spec["selector"])
                services.set(selector, namespace: namespace, name: name)
            }
        }
    }

    static func observe(_ change: Change, in cluster: inout Cluster) {
        switch change.key.resource {
        case .services:
            cluster.endpointSlices.note(change)
            cluster.enqueue(Self.self, change.key)
        case .pods:
            let namespace = change.key.namespace
            for labels in [change.object.labels, change.previous?.labels ?? [:]] {
                for name in cluster.endpointSlices.services.candidates(namespace: namespace, labels: labels) {
                    let key = ObjectKey(resource: .services, namespace: namespace, name: name)
                    cluster.enqueue(Self.self, key)
                }
            }
        default: break
        }
    }

    /// Keeps the EndpointSlice of a Service in step with the pods that it selects.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let service = cluster.store[key], !service.isDeleting,
            service.spec["type"]?.string != "ExternalName"
        else { return }
        let selector = StoredObject.strings(service.spec["selector"])
        guard !selector.isEmpty else { return }
        let wanted = LabelSelector(labels: selector)
        let isAlwaysReady = service.spec["publishNotReadyAddresses"]?.bool ?? false
        var pods = cluster.store.pods(in: service.namespace, with: selector)
            .filter { wanted.matches($0.labels) && $0.status["podIP"] != nil && !PodState($0).hasFinished }
        if !isAlwaysReady {
            let count = pods.count
            pods.removeAll { isStranded($0, in: cluster) }
            // Their node may come back; until it does, or they are collected, they are nowhere.
            if pods.count < count { cluster.enqueue(Self.self, key, after: .seconds(1)) }
        }
        let endpoints = pods.map { pod -> JSONValue in
            let isReady = PodState(pod).isReady
            return [
                "addresses": [pod.status["podIP"] ?? ""],
                "conditions": [
                    "ready": .bool(isAlwaysReady || isReady && !pod.isDeleting), "serving": .bool(isReady),
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
        let labels = labels(of: service)
        let slices = cluster.store.dependents(of: service.uid, resource: .endpointSlices)
        if let slice = slices.first {
            cluster.modify(slice.key, by: "kube-controller-manager") { object in
                object["metadata"]?["labels"] = labels
                object["endpoints"] = .array(endpoints)
                object["ports"] = .array(ports)
            }
            return
        }
        let slice: JSONValue = [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": [
                "generateName": .string(service.name + "-"), "labels": labels,
                "ownerReferences": [service.controllerReference],
            ], "addressType": "IPv4", "endpoints": .array(endpoints), "ports": .array(ports),
        ]
        do throws(StatusFailure) {
            let context = WriteContext(
                type: .endpointSlices,
                manager: "kube-controller-manager"
            )
            _ = try cluster.create(slice.members, namespace: service.namespace, context)
        } catch {
            cluster.retry(Self.self, key)
        }
    }

    private static func isStranded(_ pod: StoredObject, in cluster: Cluster) -> Bool {
        let node = pod.spec["nodeName"]?.string ?? ""
        return cluster.store[ObjectKey(resource: .nodes, namespace: "", name: node)] == nil
    }

    /// Those of the Service, and the ones by which its slices are found and told apart.
    private static func labels(of service: StoredObject) -> JSONValue {
        var labels = service.metadata["labels"] ?? [:]
        let isHeadless = service.spec["clusterIP"]?.string == "None"
        labels["service.kubernetes.io/headless"] = isHeadless ? .string("") : nil
        labels["kubernetes.io/service-name"] = .string(service.name)
        labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io"
        return labels
    }

    /// A port by name is what the pod's container calls so.
    private static func targetPort(_ port: JSONValue, _ pod: StoredObject?) -> JSONValue? {
        guard let name = port["targetPort"]?.string else { return port["targetPort"] }
        let ports = (pod?.spec["containers"]?.elements ?? []).flatMap { $0["ports"]?.elements ?? [] }
        return ports.first { $0["name"]?.string == name }?["containerPort"]
    }
}
