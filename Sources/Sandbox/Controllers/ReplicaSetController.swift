// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Makes and removes the pods of ReplicaSets.
enum ReplicaSetController: Controller {
    static let ownerType: ResourceType? = .replicaSets

    /// How many pods one look makes or deletes at most, as with Kubernetes' own: others get their turn in between.
    private static let burst = 500

    static func observe(_ change: Change, in cluster: inout Cluster) {
        if change.key.resource == .replicaSets { cluster.enqueue(Self.self, change.key) }
    }

    /// Brings the number of a ReplicaSet's pods to its size, and reports it.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let set = cluster.store[key] else { return }
        let pods = cluster.claimPods(of: set)
        let active = pods.filter { PodState($0.object).isActive }
        let wanted = set.spec["replicas"]?.wholeNumber ?? 1
        var failure: StatusFailure?
        if !set.isDeleting {
            if active.count < wanted {
                failure = addPods(to: set, min(wanted - active.count, burst), in: &cluster)
            } else if active.count > wanted {
                removePods(from: set, active, min(active.count - wanted, burst), in: &cluster)
            }
        }
        if failure != nil { cluster.retry(Self.self, key) }
        report(key, pods: pods, wanted: wanted, difference: wanted - active.count, failure, in: &cluster)
    }

    private static func addPods(to set: StoredObject, _ count: Int, in cluster: inout Cluster)
        -> StatusFailure?
    {
        for _ in 0..<count {
            let failure = cluster.makePod(set.podOfTemplate, for: set, source: "replicaset-controller")
            if let failure { return failure }
        }
        return nil
    }

    /// Deletes the pods that are missed least.
    private static func removePods(
        from set: StoredObject,
        _ active: [(key: ObjectKey, object: StoredObject)],
        _ count: Int,
        in cluster: inout Cluster
    ) {
        let ordered = active.sorted { PodState.isLessMissed($0.object, $1.object) }
        for pod in ordered.prefix(count) {
            cluster.discard(pod.key)
            cluster.record(
                Event(
                    reason: "SuccessfulDelete",
                    message: "Deleted pod: \(pod.object.name)",
                    source: "replicaset-controller"
                ),
                about: set
            )
        }
    }

    private static func report(
        _ key: ObjectKey,
        pods: [(key: ObjectKey, object: StoredObject)],
        wanted: Int,
        difference: Int,
        _ failure: StatusFailure?,
        in cluster: inout Cluster
    ) {
        guard let set = cluster.store[key] else { return }
        let minimum = set.spec["minReadySeconds"]?.wholeNumber ?? 0
        let states = pods.map { PodState($0.object) }
        let active = states.filter(\.isActive)
        func some(_ number: Int) -> JSONValue? { number == 0 ? nil : .integer(Int64(number)) }
        let labels = StoredObject.strings(set.spec[path: "template", "metadata", "labels"])
        var status: JSONValue = [
            "replicas": .integer(Int64(active.count)),
            "fullyLabeledReplicas": some(
                active.filter { state in labels.allSatisfy { state.pod.labels[$0.key] == $0.value } }.count
            ),
            "readyReplicas": some(active.filter(\.isReady).count),
            "availableReplicas": some(
                active.filter { $0.isAvailable(minReadySeconds: minimum, at: cluster.now) }.count
            ),
            "terminatingReplicas": .integer(
                Int64(states.filter { $0.pod.isDeleting && !$0.hasFinished }.count)
            ),
            "observedGeneration": .integer(set.generation), "conditions": set.status["conditions"],
        ]
        if let failure {
            let condition = Condition(
                type: "ReplicaFailure",
                status: "True",
                reason: difference > 0 ? "FailedCreate" : "FailedDelete",
                message: failure.message
            )
            if Conditions.find("ReplicaFailure", in: status) == nil {
                Conditions.set(condition, in: &status, at: cluster.time)
            }
        } else {
            Conditions.remove("ReplicaFailure", from: &status)
        }
        if status != set.status { cluster.modify(key, subresource: "status") { $0["status"] = status } }
        for state in active {
            guard minimum > 0, let since = state.availableSince(minReadySeconds: minimum), since > cluster.now
            else {
                continue
            }
            cluster.enqueue(Self.self, key, at: since)
        }
    }
}
