// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Keeps one pod of a DaemonSet on every node; a changed template replaces one pod at a time.
    mutating func reconcileDaemonSet(_ key: ObjectKey) {
        guard let set = store[key], !set.isDeleting else { return }
        let nodes = store.list(.nodes).map(\.name)
        let hash = Selection.hash(set.spec["template"] ?? [:])
        let pods = pods(controlledBy: set)
        var byNode: [String: (key: ObjectKey, object: StoredObject)] = [:]
        for pod in pods where !pod.object.isDeleting {
            byNode[pod.object.spec["nodeName"]?.string ?? ""] = pod
        }
        for node in nodes where byNode[node] == nil {
            guard !pods.contains(where: { $0.object.spec["nodeName"]?.string == node }) else { continue }
            addDaemon(to: set, on: node, hash: hash)
        }
        let isHealthy =
            byNode.count == nodes.count && byNode.values.allSatisfy { PodState($0.object).isReady }
        if isHealthy, set.spec[path: "updateStrategy", "type"]?.string != "OnDelete",
            let old = byNode.sorted(by: { $0.key < $1.key }).first(where: {
                $0.value.object.labels["controller-revision-hash"] != hash
            })
        {
            discard(old.value.key)
        }
        reportDaemonSet(key, nodes: nodes.count, hash: hash)
    }

    private mutating func addDaemon(to set: StoredObject, on node: String, hash: String) {
        var pod = pod(of: set)
        pod["metadata"]?.fill("labels", [:])
        pod["metadata"]?["labels"]?["controller-revision-hash"] = .string(hash)
        pod["spec"]?["nodeName"] = .string(node)
        do throws(StatusFailure) {
            let made = try make(pod, .pods, namespace: set.namespace)
            record(
                Remark(
                    reason: "SuccessfulCreate",
                    message: "Created pod: \(made.name)",
                    source: "daemonset-controller"
                ),
                about: set
            )
        } catch {
            record(
                Remark(
                    isWarning: true,
                    reason: "FailedCreate",
                    message: "Error creating: \(error.message)",
                    source: "daemonset-controller"
                ),
                about: set
            )
            retry(
                .daemonSet,
                ObjectKey(resource: .daemonSets, namespace: set.namespace, name: set.name)
            )
        }
    }

    private mutating func reportDaemonSet(_ key: ObjectKey, nodes: Int, hash: String) {
        guard let set = store[key] else { return }
        let states = pods(controlledBy: set).map { PodState($0.object) }.filter { !$0.pod.isDeleting }
        let ready = states.filter(\.isReady).count
        let updated = states.filter { $0.pod.labels["controller-revision-hash"] == hash }.count
        func some(_ number: Int) -> JSONValue? { number == 0 ? nil : .integer(Int64(number)) }
        let status: JSONValue = [
            "currentNumberScheduled": .integer(Int64(states.count)), "numberMisscheduled": 0,
            "desiredNumberScheduled": .integer(Int64(nodes)), "numberReady": .integer(Int64(ready)),
            "observedGeneration": .integer(set.generation), "updatedNumberScheduled": some(updated),
            "numberAvailable": some(ready), "numberUnavailable": some(nodes - ready),
        ]
        if status != set.status { modify(key, subresource: "status") { $0["status"] = status } }
    }
}
