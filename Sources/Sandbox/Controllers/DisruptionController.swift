// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Keeps the status of PodDisruptionBudgets.
enum DisruptionController: Controller {
    static func observe(_ change: Change, in cluster: inout Cluster) {
        switch change.key.resource {
        case .podDisruptionBudgets: cluster.enqueue(Self.self, change.key)
        case .pods:
            let namespace = change.key.namespace
            for budget in cluster.store.list(.podDisruptionBudgets, namespace: namespace) {
                let key = ObjectKey(resource: .podDisruptionBudgets, namespace: namespace, name: budget.name)
                cluster.enqueue(Self.self, key)
            }
        default: break
        }
    }

    /// Works out how many pods of a budget may be disturbed now.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let budget = cluster.store[key], let selector = Selection.of(budget.spec["selector"]) else {
            return
        }
        let labels = StoredObject.strings(budget.spec[path: "selector", "matchLabels"])
        let pods = cluster.store.pods(in: key.namespace, with: labels)
            .filter { selector.matches($0.labels) && !PodState($0).hasFinished }
        let healthy = pods.filter { PodState($0).isReady && !$0.isDeleting }.count
        let expected = max(pods.count, expectedPods(of: pods, in: cluster))
        var needed = 0
        if let least = budget.spec["minAvailable"].flatMap({ IntOrString($0) }) {
            needed = least.scaled(to: expected, roundingUp: true) ?? 0
        } else if let most = budget.spec["maxUnavailable"].flatMap({ IntOrString($0) }) {
            needed = max(0, expected - (most.scaled(to: expected, roundingUp: true) ?? 0))
        }
        let allowed = max(0, healthy - needed)
        var status = budget.status
        status["observedGeneration"] = .integer(budget.generation)
        status["disruptionsAllowed"] = .integer(Int64(expected == 0 ? 0 : allowed))
        status["currentHealthy"] = .integer(Int64(healthy))
        status["desiredHealthy"] = .integer(Int64(needed))
        status["expectedPods"] = .integer(Int64(expected))
        let condition = Condition(
            type: "DisruptionAllowed",
            status: allowed > 0 ? "True" : "False",
            reason: allowed > 0 ? "SufficientPods" : "InsufficientPods"
        )
        Conditions.set(condition, in: &status, at: cluster.time)
        status["conditions"] = .array(
            (status["conditions"]?.elements ?? []).map { condition in
                var condition = condition
                condition["message"] = ""
                condition["observedGeneration"] = .integer(budget.generation)
                return condition
            }
        )
        guard status != budget.status else { return }
        cluster.modify(key, subresource: "status") { $0["status"] = status }
    }

    /// The sizes of the sets that the pods belong to.
    private static func expectedPods(of pods: [StoredObject], in cluster: Cluster) -> Int {
        var owners: [String: Int] = [:]
        for pod in pods {
            guard let owner = pod.controller, let uid = owner["uid"]?.string, owners[uid] == nil else {
                continue
            }
            let resource: GroupResource =
                owner["kind"]?.string == "StatefulSet" ? .statefulSets : .replicaSets
            let key = ObjectKey(
                resource: resource,
                namespace: pod.namespace,
                name: owner["name"]?.string ?? ""
            )
            owners[uid] = cluster.store[key]?.spec["replicas"]?.wholeNumber ?? 0
        }
        return owners.values.reduce(0, +)
    }
}
