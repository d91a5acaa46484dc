// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Puts a pod on a node that has room for its requests, or says why none has.
    mutating func schedule(_ key: ObjectKey) {
        guard let pod = store[key], pod.spec["nodeName"] == nil, !pod.isDeleting else { return }
        let nodes = store.list(.nodes)
        var reasons: [String: Int] = [:]
        var fitting: [(name: String, pods: Int)] = []
        for node in nodes {
            if let reason = obstacle(pod, node) {
                reasons[reason, default: 0] += 1
            } else {
                fitting.append((node.name, nodeUse[node.name]?.pods ?? 0))
            }
        }
        guard let best = fitting.min(by: { ($0.pods, $0.name) < ($1.pods, $1.name) }) else {
            refuse(key, pod, nodes: nodes.count, reasons)
            return
        }
        backoff[Work(controller: .scheduler, key: key)] = nil
        assign(key, to: best.name)
        record(
            Remark(
                reason: "Scheduled",
                message: "Successfully assigned \(pod.namespace)/\(pod.name) to \(best.name)",
                source: "default-scheduler"
            ),
            about: pod
        )
    }

    /// Binds a pod to a node.
    mutating func assign(_ key: ObjectKey, to node: String) {
        let time = time
        guard let pod = store[key] else { return }
        var json = JSONValue.object(pod.json)
        json["spec"]?["nodeName"] = .string(node)
        var status = json["status"] ?? [:]
        PodStatus.set("PodScheduled", "True", in: &status, at: time)
        json["status"] = status
        commit(json.members, at: key)
    }

    private mutating func refuse(_ key: ObjectKey, _ pod: StoredObject, nodes: Int, _ reasons: [String: Int])
    {
        let list = reasons.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let message =
            nodes == 0
            ? "no nodes available to schedule pods"
            : "0/\(nodes) nodes are available: \(list). no new claims to deallocate, preemption: 0/\(nodes) nodes are available: \(nodes) Preemption "
                + "is not helpful for scheduling."
        let time = time
        modify(key, by: "kube-scheduler", subresource: "status") { object in
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
        record(
            Remark(
                isWarning: true,
                reason: "FailedScheduling",
                message: message,
                source: "default-scheduler"
            ),
            about: pod
        )
        enqueue(.scheduler, key, after: .seconds(10))
    }

    private func obstacle(_ pod: StoredObject, _ node: StoredObject) -> String? {
        if PodFault(pod) == .unschedulable { return "Insufficient cpu" }
        if let refusal = PodFault.refusal(of: pod) { return refusal }
        if waitsForVolume(pod) { return "pod has unbound immediate PersistentVolumeClaims" }
        if node.spec["unschedulable"]?.bool ?? false { return "node(s) were unschedulable" }
        let wanted = StoredObject.strings(pod.spec["nodeSelector"])
        if !wanted.allSatisfy({ node.labels[$0.key] == $0.value }) {
            return "node(s) didn't match Pod's node affinity/selector"
        }
        let usage = nodeUse[node.name] ?? NodeUse()
        for (name, used) in [("cpu", usage.cpu), ("memory", usage.memory)] {
            let asked = Self.podTotal(of: pod.spec, "requests", name)
            guard let room = node.status[path: "allocatable", name]?.string.flatMap({ Quantity($0) }) else {
                continue
            }
            if room < used + asked { return "Insufficient \(name)" }
        }
        let most = node.status[path: "allocatable", "pods"]?.string.flatMap { Int($0) } ?? 110
        return usage.pods >= most ? "Too many pods" : nil
    }
}

/// What the pods of a node ask for.
struct NodeUse: Sendable {
    var cpu = Quantity.milli(0)
    var memory = Quantity.milli(0)
    var pods = 0
}

extension Cluster {
    /// Keeps the books of the nodes when a pod comes, changes or goes.
    mutating func noteUse(_ change: Change) {
        if let previous = change.previous { count(previous, sign: -1) }
        if change.kind != .deleted { count(change.object, sign: 1) }
    }

    private mutating func count(_ pod: StoredObject, sign: Int) {
        guard let node = pod.spec["nodeName"]?.string, !PodState(pod).hasFinished else { return }
        var use = nodeUse[node] ?? NodeUse()
        let cpu = Self.podTotal(of: pod.spec, "requests", "cpu")
        let memory = Self.podTotal(of: pod.spec, "requests", "memory")
        use.cpu = sign > 0 ? use.cpu + cpu : use.cpu - cpu
        use.memory = sign > 0 ? use.memory + memory : use.memory - memory
        use.pods += sign
        nodeUse[node] = use
    }
}
