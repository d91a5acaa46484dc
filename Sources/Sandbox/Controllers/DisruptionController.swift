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
            .filter { selector.matches($0.labels) }
        let healthy = pods.filter { PodState($0).isReady && !$0.isDeleting }.count
        var expected = 0
        var needed = 0
        if let most = budget.spec["maxUnavailable"].flatMap({ IntOrString($0) }) {
            expected = expectedPods(of: pods, in: cluster)
            needed = max(0, expected - (most.scaled(to: expected, roundingUp: true) ?? 0))
        } else if let least = budget.spec["minAvailable"].flatMap({ IntOrString($0) }) {
            // A number needs nothing to be compared with; a share is one of the sizes of what controls the pods.
            if case .integer = least {
                expected = pods.count
            } else {
                expected = expectedPods(of: pods, in: cluster)
            }
            needed = least.scaled(to: expected, roundingUp: true) ?? 0
        }
        let allowed = expected == 0 ? 0 : max(0, healthy - needed)
        var status = budget.status
        status["observedGeneration"] = .integer(budget.generation)
        status["disruptionsAllowed"] = .integer(Int64(allowed))
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

    /// The sizes of what controls the pods, each counted once: of a Deployment itself, not of its ReplicaSets.
    private static func expectedPods(of pods: [StoredObject], in cluster: Cluster) -> Int {
        var sizes: [String: Int] = [:]
        for pod in pods {
            guard let owner = owner(of: pod, in: cluster) else { continue }
            let scaled = self.owner(of: owner, in: cluster) ?? owner
            sizes[scaled.uid] = scaled.spec["replicas"]?.wholeNumber ?? 0
        }
        return sizes.values.reduce(0, +)
    }

    /// What controls an object, if it can be scaled.
    private static func owner(of object: StoredObject, in cluster: Cluster) -> StoredObject? {
        guard let reference = object.controller else { return nil }
        let kind = GroupVersionKind(
            apiVersion: reference["apiVersion"]?.string ?? "",
            kind: reference["kind"]?.string ?? ""
        )
        guard let type = cluster.type(of: kind), type.subresources.contains(.scale) else { return nil }
        let key = ObjectKey(
            resource: GroupResource(type),
            namespace: object.namespace,
            name: reference["name"]?.string ?? ""
        )
        return cluster.store[key].flatMap { $0.uid == reference["uid"]?.string ? $0 : nil }
    }
}
