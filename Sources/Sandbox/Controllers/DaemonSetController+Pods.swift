// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension DaemonSetController {
    /// Makes the pod of a node; whether that worked.
    static func addPod(to set: StoredObject, on node: String, hash: String, in cluster: inout Cluster) -> Bool
    {
        var pod = set.podOfTemplate
        pod["metadata"]?.fill("labels", [:])
        pod["metadata"]?["labels"]?[DaemonSetState.hashLabel] = .string(hash)
        bind(&pod, to: node)
        guard cluster.makePod(pod, for: set, source: "daemonset-controller") != nil else { return true }
        cluster.retry(Self.self, key(of: set))
        return false
    }

    /// Has a pod wait for its node, whatever is the matter with that one; the scheduler looks only whether it has room.
    private static func bind(_ pod: inout JSONValue, to node: String) {
        var affinity = pod[path: "spec", "affinity"] ?? [:]
        affinity.fill("nodeAffinity", [:])
        affinity["nodeAffinity"]?["requiredDuringSchedulingIgnoredDuringExecution"] = NodeAffinity.only(node)
        pod["spec"]?["affinity"] = affinity
        var tolerations = pod[path: "spec", "tolerations"]?.elements ?? []
        for (trouble, effect) in [
            ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"),
            ("memory-pressure", "NoSchedule"), ("pid-pressure", "NoSchedule"),
            ("unschedulable", "NoSchedule"),
        ] {
            let toleration: JSONValue = [
                "key": .string("node.kubernetes.io/" + trouble), "operator": "Exists",
                "effect": .string(effect),
            ]
            if !tolerations.contains(toleration) { tolerations.append(toleration) }
        }
        pod["spec"]?["tolerations"] = .array(tolerations)
    }
}
