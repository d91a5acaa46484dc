// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Deletes the pods of nodes that are gone.
enum PodCollector: Controller {
    /// How long a node may be missing: the quarantine of Kubernetes' own collector, which looks every 20 s besides.
    static let quarantine = Duration.seconds(40)

    static func observe(_ change: Change, in cluster: inout Cluster) {
        switch change.key.resource {
        case .nodes where change.kind == .deleted:
            cluster.enqueue(Self.self, change.key, after: quarantine)
        case .pods where change.kind != .deleted:
            guard let name = change.object.spec["nodeName"]?.string, !name.isEmpty,
                change.previous?.spec["nodeName"]?.string != name
            else { return }
            let node = ObjectKey(resource: .nodes, namespace: "", name: name)
            if cluster.store[node] == nil { cluster.enqueue(Self.self, node, after: quarantine) }
        default: break
        }
    }

    /// Ends the pods of a node that has not come back: nobody else will.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard key.resource == .nodes, cluster.store[key] == nil else { return }
        for pod in cluster.store.list(.pods) where pod.spec["nodeName"]?.string == key.name {
            let place = ObjectKey(resource: .pods, namespace: pod.namespace, name: pod.name)
            if !PodState(pod).hasFinished {
                let time = cluster.time
                cluster.modify(place, subresource: "status") { object in
                    var status = object["status"] ?? [:]
                    status["phase"] = "Failed"
                    PodStatus.set(
                        "DisruptionTarget",
                        "True",
                        in: &status,
                        at: time,
                        reason: "DeletionByPodGC",
                        message: "PodGC: node no longer exists"
                    )
                    object["status"] = status
                }
            }
            cluster.discard(place, DeleteOptions(gracePeriod: 0))
        }
    }
}
