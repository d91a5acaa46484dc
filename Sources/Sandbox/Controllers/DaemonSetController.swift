// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Makes the pods of DaemonSets.
enum DaemonSetController: Controller {
    static let ownerType: ResourceType? = .daemonSets

    static func observe(_ change: Change, in cluster: inout Cluster) {
        switch change.key.resource {
        case .daemonSets: cluster.enqueue(Self.self, change.key)
        case .nodes:
            for set in cluster.store.list(.daemonSets) { cluster.enqueue(Self.self, key(of: set)) }
        default: break
        }
    }

    private static func key(of set: StoredObject) -> ObjectKey {
        ObjectKey(resource: .daemonSets, namespace: set.namespace, name: set.name)
    }

    /// Keeps one pod of a DaemonSet on every node; a changed template replaces one pod at a time.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let set = cluster.store[key], !set.isDeleting else { return }
        let nodes = cluster.store.list(.nodes).map(\.name)
        let hash = Selection.hash(set.spec["template"] ?? [:])
        do throws(StatusFailure) {
            try cluster.recordRevision(
                "\(set.name)-\(hash)",
                of: set,
                labels: ["controller-revision-hash": .string(hash)]
            )
        } catch {
            cluster.retry(Self.self, key)
        }
        let pods = cluster.store.pods(controlledBy: set)
        var byNode: [String: (key: ObjectKey, object: StoredObject)] = [:]
        for pod in pods where !pod.object.isDeleting {
            byNode[pod.object.spec["nodeName"]?.string ?? ""] = pod
        }
        for node in nodes where byNode[node] == nil {
            guard !pods.contains(where: { $0.object.spec["nodeName"]?.string == node }) else { continue }
            addPod(to: set, on: node, hash: hash, in: &cluster)
        }
        let isHealthy =
            byNode.count == nodes.count && byNode.values.allSatisfy { PodState($0.object).isReady }
        if isHealthy, set.spec[path: "updateStrategy", "type"]?.string != "OnDelete",
            let old = byNode.sorted(by: { $0.key < $1.key }).first(where: {
                $0.value.object.labels["controller-revision-hash"] != hash
            })
        {
            cluster.discard(old.value.key)
        }
        report(key, nodes: nodes.count, hash: hash, in: &cluster)
    }

    private static func addPod(to set: StoredObject, on node: String, hash: String, in cluster: inout Cluster)
    {
        var pod = set.podOfTemplate
        pod["metadata"]?.fill("labels", [:])
        pod["metadata"]?["labels"]?["controller-revision-hash"] = .string(hash)
        pod["spec"]?["nodeName"] = .string(node)
        do throws(StatusFailure) {
            let made = try cluster.make(pod, .pods, namespace: set.namespace)
            cluster.record(
                Event(
                    reason: "SuccessfulCreate",
                    message: "Created pod: \(made.name)",
                    source: "daemonset-controller"
                ),
                about: set
            )
        } catch {
            cluster.record(
                Event(
                    isWarning: true,
                    reason: "FailedCreate",
                    message: "Error creating: \(error.message)",
                    source: "daemonset-controller"
                ),
                about: set
            )
            cluster.retry(Self.self, key(of: set))
        }
    }

    private static func report(_ key: ObjectKey, nodes: Int, hash: String, in cluster: inout Cluster) {
        guard let set = cluster.store[key] else { return }
        let states = cluster.store.pods(controlledBy: set).map { PodState($0.object) }.filter {
            !$0.pod.isDeleting
        }
        let ready = states.filter(\.isReady).count
        let updated = states.filter { $0.pod.labels["controller-revision-hash"] == hash }.count
        func some(_ number: Int) -> JSONValue? { number == 0 ? nil : .integer(Int64(number)) }
        let status: JSONValue = [
            "currentNumberScheduled": .integer(Int64(states.count)), "numberMisscheduled": 0,
            "desiredNumberScheduled": .integer(Int64(nodes)), "numberReady": .integer(Int64(ready)),
            "observedGeneration": .integer(set.generation), "updatedNumberScheduled": some(updated),
            "numberAvailable": some(ready), "numberUnavailable": some(nodes - ready),
        ]
        if status != set.status { cluster.modify(key, subresource: "status") { $0["status"] = status } }
    }
}
