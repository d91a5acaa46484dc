// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Puts a pod on a node that has room for its requests, or says why none has.
    mutating func schedule(_ key: ObjectKey) {
        guard let pod = store[key], pod.spec["nodeName"] == nil, !pod.isDeleting else { return }
        let nodes = store.list("nodes")
        var reasons: [String: Int] = [:]
        var fitting: [(name: String, pods: Int)] = []
        let used = usage()
        for node in nodes {
            if let reason = obstacle(pod, node, used[node.name]) {
                reasons[reason, default: 0] += 1
            } else {
                fitting.append((node.name, used[node.name]?.pods ?? 0))
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

    private mutating func refuse(_ key: ObjectKey, _ pod: StoredObject, nodes: Int, _ reasons: [String: Int]) {
        let list = reasons.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let message =
            nodes == 0
            ? "no nodes available to schedule pods"
            : "0/\(nodes) nodes are available: \(list). preemption: 0/\(nodes) nodes are available: \(nodes) Preemption "
                + "is not helpful for scheduling."
        let time = time
        modify(key, by: "kube-scheduler", subresource: "status") { object in
            var status = object["status"] ?? [:]
            PodStatus.set("PodScheduled", "False", in: &status, at: time, reason: "Unschedulable", message: message)
            object["status"] = status
        }
        record(
            Remark(isWarning: true, reason: "FailedScheduling", message: message, source: "default-scheduler"),
            about: pod
        )
        enqueue(.scheduler, key, after: .seconds(10))
    }

    private struct Usage {
        var cpu = Quantity.milli(0)
        var memory = Quantity.milli(0)
        var pods = 0
    }

    private func usage() -> [String: Usage] {
        var result: [String: Usage] = [:]
        for pod in store.list("pods") where !PodState(pod).hasFinished {
            guard let node = pod.spec["nodeName"]?.string else { continue }
            result[node, default: Usage()].pods += 1
            let usage = result[node] ?? Usage()
            result[node]?.cpu = usage.cpu + Self.podTotal(of: pod.spec, "requests", "cpu")
            result[node]?.memory = usage.memory + Self.podTotal(of: pod.spec, "requests", "memory")
        }
        return result
    }

    private func obstacle(_ pod: StoredObject, _ node: StoredObject, _ usage: Usage?) -> String? {
        if PodFault(pod) == .unschedulable { return "Insufficient cpu" }
        if node.spec["unschedulable"]?.bool ?? false { return "node(s) were unschedulable" }
        let wanted = StoredObject.strings(pod.spec["nodeSelector"])
        if !wanted.allSatisfy({ node.labels[$0.key] == $0.value }) {
            return "node(s) didn't match Pod's node affinity/selector"
        }
        let usage = usage ?? Usage()
        for (name, used) in [("cpu", usage.cpu), ("memory", usage.memory)] {
            let asked = Self.podTotal(of: pod.spec, "requests", name)
            guard let room = node.status[path: "allocatable", name]?.string.flatMap({ Quantity($0) }) else { continue }
            if room < used + asked { return "Insufficient \(name)" }
        }
        let most = node.status[path: "allocatable", "pods"]?.string.flatMap { Int($0) } ?? 110
        return usage.pods >= most ? "Too many pods" : nil
    }
}
