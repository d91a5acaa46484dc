// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What the server decides before it looks at an object: which parts a write can touch, and what starts a new one.
enum Preparation {
    /// Kinds whose `metadata.generation` counts changes of what they ask for.
    static func tracksGeneration(_ type: ResourceType) -> Bool {
        switch type.type.group {
        case "": type == .pods
        case "apps": type != .controllerRevisions
        case "batch", "policy", "gateway.networking.k8s.io", "apiextensions.k8s.io": true
        case "networking.k8s.io": true
        case "autoscaling", "coordination.k8s.io", "rbac.authorization.k8s.io", "storage.k8s.io": false
        case "discovery.k8s.io": type == .endpointSlices
        case "scheduling.k8s.io": true
        default: !["authentication.k8s.io", "authorization.k8s.io"].contains(type.type.group)
        }
    }

    /// Starts an object off: no status of the client's, the phases that come first.
    static func prepareForCreate(_ object: inout JSONValue, type: ResourceType) {
        if type.subresources.contains(.status) { object["status"] = nil }
        switch type {
        case .namespaces:
            object["spec"] = ["finalizers": ["kubernetes"]]
            object["status"] = ["phase": "Active"]
            let name = object[path: "metadata", "name"] ?? ""
            var labels = object[path: "metadata", "labels"] ?? [:]
            labels["kubernetes.io/metadata.name"] = name
            object["metadata"]?["labels"] = labels
        case .pods:
            object["status"] = [
                "phase": "Pending", "qosClass": .string(qualityOfService(object["spec"] ?? [:])),
            ]
        case .persistentVolumeClaims: object["status"] = ["phase": "Pending"]
        case .services: object["status"] = ["loadBalancer": [:]]
        case .replicaSets: object["status"] = ["replicas": 0]
        case .statefulSets: object["status"] = ["replicas": 0, "availableReplicas": 0]
        case .daemonSets:
            object["status"] = [
                "currentNumberScheduled": 0, "numberMisscheduled": 0, "desiredNumberScheduled": 0,
                "numberReady": 0,
            ]
        case .horizontalPodAutoscalers:
            object["status"] = ["desiredReplicas": 0, "currentMetrics": .null]
        case .podDisruptionBudgets:
            object["status"] = [
                "disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0,
            ]
        case .ingresses: object["status"] = ["loadBalancer": [:]]
        case .deployments, .jobs, .cronJobs, .resourceQuotas:
            if object["status"] == nil { object["status"] = [:] }
        case .secrets: mergeStringData(&object)
        default: break
        }
    }

    /// `stringData` is written only: its values go into `data`, encoded.
    static func mergeStringData(_ object: inout JSONValue) {
        guard let plain = object["stringData"]?.object else { return }
        var data = object["data"] ?? [:]
        for member in plain {
            data[member.key] = .string(Base64.encode(Array((member.value.string ?? "").utf8)))
        }
        if !data.members.isEmpty { object["data"] = data }
        object["stringData"] = nil
    }

    /// The new state that a write can reach: the old one where the write has no say.
    static func merged(proposal: JSONValue, old: JSONValue, type: ResourceType, subresource: String)
        -> JSONValue
    {
        var object = proposal
        object["apiVersion"] = old["apiVersion"]
        object["kind"] = old["kind"]
        var metadata = proposal["metadata"] ?? [:]
        for name in [
            "name", "generateName", "namespace", "uid", "creationTimestamp", "generation",
            "deletionTimestamp",
            "deletionGracePeriodSeconds", "resourceVersion", "selfLink",
        ] {
            metadata[name] = old["metadata"]?[name]
        }
        metadata["managedFields"] = old["metadata"]?["managedFields"]
        for name in ["labels", "annotations", "ownerReferences", "finalizers"] {
            if metadata[name]?.members.isEmpty ?? false, metadata[name]?.elements.isEmpty ?? false {
                metadata[name] = nil
            }
        }
        object["metadata"] = metadata
        if subresource == "status" {
            object = old
            object["status"] = proposal["status"]
            var kept = old["metadata"] ?? [:]
            kept["annotations"] = metadata["annotations"]
            object["metadata"] = kept
        } else if type.subresources.contains(.status) {
            object["status"] = old["status"]
        }
        if type == .secrets { mergeStringData(&object) }
        if type == .namespaces { object["spec"] = old["spec"] }
        return object
    }

    static func bumpsGeneration(old: JSONValue, new: JSONValue, type: ResourceType) -> Bool {
        if type == .deployments,
            old[path: "metadata", "annotations"] != new[path: "metadata", "annotations"]
        {
            return true
        }
        if type == .pods || old["spec"] != nil || new["spec"] != nil {
            return old["spec"] != new["spec"]
        }
        let ignored: Set<String> = ["metadata", "status", "apiVersion", "kind"]
        return old.members.filter { !ignored.contains($0.key) }.contains { new[$0.key] != $0.value }
            || new.members.filter { !ignored.contains($0.key) }.contains { old[$0.key] == nil }
    }

    /// Whether a deleted object without finalizers has nothing left to wait for.
    static func isGone(_ object: JSONValue, type: ResourceType) -> Bool {
        switch type {
        case .namespaces: object[path: "spec", "finalizers"]?.elements.isEmpty ?? true
        case .pods: (object[path: "metadata", "deletionGracePeriodSeconds"]?.integer ?? 0) == 0
        default: true
        }
    }

    /// What a new object is compared with to see what its creator wrote: the parts that Go structs always have.
    static func skeleton(of object: JSONValue) -> JSONValue {
        var result: JSONValue = ["metadata": [:]]
        let template: JSONValue = ["metadata": [:], "spec": ["containers": []]]
        if object["spec"] != nil {
            var spec: JSONValue = [:]
            for name in ["strategy", "updateStrategy", "podSelector"] where object["spec"]?[name] != nil {
                spec[name] = [:]
            }
            if object["spec"]?["containers"] != nil { spec["containers"] = [] }
            if object["spec"]?["template"] != nil { spec["template"] = template }
            if object["spec"]?["jobTemplate"] != nil {
                spec["jobTemplate"] = ["metadata": [:], "spec": ["template": template]]
            }
            result["spec"] = spec
        }
        return result
    }

    /// Guaranteed, Burstable or BestEffort, by requests and limits.
    static func qualityOfService(_ spec: JSONValue) -> String {
        let containers = (spec["containers"]?.elements ?? []) + (spec["initContainers"]?.elements ?? [])
        var isGuaranteed = true
        var hasAny = false
        for container in containers {
            let requests = container[path: "resources", "requests"]?.members ?? [:]
            let limits = container[path: "resources", "limits"]?.members ?? [:]
            if !requests.isEmpty || !limits.isEmpty { hasAny = true }
            for name in ["cpu", "memory"] {
                if limits[name] == nil || (requests[name] ?? limits[name]) != limits[name] {
                    isGuaranteed = false
                }
            }
        }
        return !hasAny ? "BestEffort" : isGuaranteed ? "Guaranteed" : "Burstable"
    }

    /// Addresses that the server gave stay with the object when a write leaves them out, as long as its type has them.
    static func carryAllocations(from old: JSONValue, to object: inout JSONValue, type: ResourceType) {
        guard type == .services else { return }
        let isExternal = object[path: "spec", "type"]?.string == "ExternalName"
        let names = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]
        for name in names where !isExternal && object["spec"]?[name] == nil {
            object["spec"]?[name] = old["spec"]?[name]
        }
        drop(isExternal ? names : [], from: &object, unlessChangedFrom: old)
        let oldPorts = old[path: "spec", "ports"]?.elements ?? []
        switch (hasNodePorts(old), hasNodePorts(object)) {
        case (true, true):
            object["spec"]?.update("ports") { $0 = keepingNodePorts(of: oldPorts, in: $0.elements) }
        case (true, false):
            let before = oldPorts.compactMap { $0["nodePort"] }
            let after = (object[path: "spec", "ports"]?.elements ?? []).compactMap { $0["nodePort"] }
            if before == after {
                object["spec"]?.update("ports") { ports in
                    ports = .array(ports.elements.map { $0.without("nodePort") })
                }
            }
            drop(["allocateLoadBalancerNodePorts"], from: &object, unlessChangedFrom: old)
            if object[path: "spec", "externalIPs"]?.elements.isEmpty ?? true {
                drop(["externalTrafficPolicy"], from: &object, unlessChangedFrom: old)
            }
        default: break
        }
        if object[path: "spec", "type"]?.string == "NodePort" {
            drop(["allocateLoadBalancerNodePorts"], from: &object, unlessChangedFrom: old)
        }
    }

    /// A port keeps that of the nodes by its name, whatever else is changed, unless another one has taken it over.
    private static func keepingNodePorts(of old: [JSONValue], in ports: [JSONValue]) -> JSONValue {
        let given = Set(ports.compactMap { $0["nodePort"]?.integer })
        var known: [String: Int64] = [:]
        for port in old { known[port["name"]?.string ?? ""] = port["nodePort"]?.integer }
        return .array(
            ports.map { port in
                guard port["nodePort"] == nil, let before = known[port["name"]?.string ?? ""],
                    !given.contains(before)
                else { return port }
                var port = port
                port["nodePort"] = .integer(before)
                return port
            }
        )
    }

    private static func hasNodePorts(_ service: JSONValue) -> Bool {
        ["NodePort", "LoadBalancer"].contains(service[path: "spec", "type"]?.string ?? "")
    }

    /// Takes away what the new type does not have and whoever writes has only taken over from the old state.
    private static func drop(
        _ names: [String],
        from object: inout JSONValue,
        unlessChangedFrom old: JSONValue
    ) {
        for name in names where object["spec"]?[name] == old["spec"]?[name] { object["spec"]?[name] = nil }
    }
}
