// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Puts pods on nodes.
enum Scheduler: Controller {
    /// The books of the nodes: what their pods ask for.
    struct Memory: Sendable {
        fileprivate private(set) var nodes: [String: NodeUse] = [:]

        /// Keeps the books when a pod comes, changes or goes.
        fileprivate mutating func note(_ change: Change) {
            if let previous = change.previous { count(previous, sign: -1) }
            if change.kind != .deleted { count(change.object, sign: 1) }
        }

        private mutating func count(_ pod: StoredObject, sign: Int) {
            guard let node = pod.spec["nodeName"]?.string, !PodState(pod).hasFinished else { return }
            var use = nodes[node] ?? NodeUse()
            let cpu = PodResources.total(of: pod.spec, "requests", "cpu")
            let memory = PodResources.total(of: pod.spec, "requests", "memory")
            use.cpu = sign > 0 ? use.cpu + cpu : use.cpu - cpu
            use.memory = sign > 0 ? use.memory + memory : use.memory - memory
            use.pods += sign
            nodes[node] = use
        }
    }

    static func observe(_ change: Change, in cluster: inout Cluster) {
        guard change.key.resource == .pods else { return }
        cluster.scheduler.note(change)
        if change.kind != .deleted, change.object.spec["nodeName"] == nil {
            cluster.enqueue(Self.self, change.key)
        }
    }

    /// Puts a pod on a node that has room for its requests, or says why none has.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let pod = cluster.store[key], pod.spec["nodeName"] == nil, !pod.isDeleting, isOwn(pod) else {
            return
        }
        let nodes = cluster.store.list(.nodes)
        var reasons: [String: Int] = [:]
        var fitting: [(name: String, pods: Int)] = []
        for node in nodes {
            if let reason = obstacle(pod, node, in: cluster) {
                reasons[reason, default: 0] += 1
            } else {
                fitting.append((node.name, cluster.scheduler.nodes[node.name]?.pods ?? 0))
            }
        }
        guard let best = fitting.min(by: { ($0.pods, $0.name) < ($1.pods, $1.name) }) else {
            refuse(key, pod, nodes: nodes.count, reasons, in: &cluster)
            return
        }
        assign(key, to: best.name, in: &cluster)
        cluster.record(
            Event(
                reason: "Scheduled",
                message: "Successfully assigned \(pod.namespace)/\(pod.name) to \(best.name)",
                source: "default-scheduler"
            ),
            about: pod
        )
    }

    /// Whether a pod is left to this scheduler; another one binds it, or nobody does.
    private static func isOwn(_ pod: StoredObject) -> Bool {
        ["", "default-scheduler"].contains(pod.spec["schedulerName"]?.string ?? "")
    }

    /// Binds a pod to a node.
    static func assign(_ key: ObjectKey, to node: String, in cluster: inout Cluster) {
        let time = cluster.time
        guard let pod = cluster.store[key] else { return }
        var json = JSONValue.object(pod.json)
        json["spec"]?["nodeName"] = .string(node)
        var status = json["status"] ?? [:]
        PodStatus.set("PodScheduled", "True", in: &status, at: time)
        json["status"] = status
        cluster.commit(json.members, at: key)
    }

    private static func refuse(
        _ key: ObjectKey,
        _ pod: StoredObject,
        nodes: Int,
        _ reasons: [String: Int],
        in cluster: inout Cluster
    ) {
        let list = reasons.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let message =
            nodes == 0
            ? "no nodes available to schedule pods"
            : "0/\(nodes) nodes are available: \(list). no new claims to deallocate, preemption: 0/\(nodes) nodes are available: \(nodes) Preemption "
                + "is not helpful for scheduling."
        let time = cluster.time
        cluster.modify(key, by: "kube-scheduler", subresource: "status") { object in
            var status = object["status"] ?? [:]
            PodStatus.set(
                "PodScheduled",
                "False",
                in: &status,
                at: time,
                reason: "Unschedulable",
                message: message
            )
            object["status"] = status
        }
        cluster.record(
            Event(
                isWarning: true,
                reason: "FailedScheduling",
                message: message,
                source: "default-scheduler"
            ),
            about: pod
        )
        cluster.enqueue(Self.self, key, after: .seconds(10))
    }

    private static func obstacle(_ pod: StoredObject, _ node: StoredObject, in cluster: Cluster) -> String? {
        if PodFault(pod) == .unschedulable { return "Insufficient cpu" }
        if let refusal = PodFault.refusal(of: pod) { return refusal }
        if waitsForVolume(pod, in: cluster) { return "pod has unbound immediate PersistentVolumeClaims" }
        if node.spec["unschedulable"]?.bool ?? false, !toleratesCordon(pod) {
            return "node(s) were unschedulable"
        }
        if !NodeAffinity(pod.spec).matches(node) {
            return "node(s) didn't match Pod's node affinity/selector"
        }
        let usage = cluster.scheduler.nodes[node.name] ?? NodeUse()
        for (name, used) in [("cpu", usage.cpu), ("memory", usage.memory)] {
            let asked = PodResources.total(of: pod.spec, "requests", name)
            guard let room = node.status[path: "allocatable", name]?.string.flatMap({ Quantity($0) }) else {
                continue
            }
            if room < used + asked { return "Insufficient \(name)" }
        }
        let most = node.status[path: "allocatable", "pods"]?.string.flatMap { Int($0) } ?? 110
        return usage.pods >= most ? "Too many pods" : nil
    }

    /// Whether a pod goes to nodes that are to get no pods, as those of DaemonSets do.
    private static func toleratesCordon(_ pod: StoredObject) -> Bool {
        (pod.spec["tolerations"]?.elements ?? []).contains { toleration in
            let (key, effect) = (toleration["key"]?.string ?? "", toleration["effect"]?.string ?? "")
            let takesAll = toleration["operator"]?.string == "Exists"
            return (effect.isEmpty || effect == "NoSchedule")
                && (key == "node.kubernetes.io/unschedulable" || key.isEmpty && takesAll)
                && (takesAll || (toleration["value"]?.string ?? "").isEmpty)
        }
    }

    /// Whether a pod uses a claim that never gets a volume.
    private static func waitsForVolume(_ pod: StoredObject, in cluster: Cluster) -> Bool {
        (pod.spec["volumes"]?.elements ?? []).contains { volume in
            guard let name = volume[path: "persistentVolumeClaim", "claimName"]?.string else { return false }
            let key = ObjectKey(resource: .persistentVolumeClaims, namespace: pod.namespace, name: name)
            return cluster.store[key].flatMap { ExposureFault($0) } == .neverBound
        }
    }
}

/// What the pods of a node ask for.
private struct NodeUse: Sendable {
    var cpu = Quantity.milli(0)
    var memory = Quantity.milli(0)
    var pods = 0
}
