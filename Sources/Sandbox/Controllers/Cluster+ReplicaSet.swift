// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Brings the number of a ReplicaSet's pods to its size, and reports it.
    mutating func reconcileReplicaSet(_ key: ObjectKey) {
        guard let set = store[key] else { return }
        let pods = pods(controlledBy: set)
        let active = pods.filter { PodState($0.object).isActive }
        let wanted = set.spec["replicas"]?.wholeNumber ?? 1
        var failure: StatusFailure?
        if !set.isDeleting {
            if active.count < wanted {
                failure = addPods(to: set, wanted - active.count)
            } else if active.count > wanted {
                removePods(from: set, active, active.count - wanted)
            }
        }
        let work = Work(controller: .replicaSet, key: key)
        if failure == nil { backoff[work] = nil } else { retry(.replicaSet, key) }
        report(key, pods: pods, wanted: wanted, difference: wanted - active.count, failure)
    }

    /// The pods whose controller an object is, in the order of their names.
    func pods(controlledBy owner: StoredObject) -> [(key: ObjectKey, object: StoredObject)] {
        store.dependents(of: owner.uid, resource: .pods)
            .filter { $0.object.controller?["uid"]?.string == owner.uid }
    }

    private mutating func addPods(to set: StoredObject, _ count: Int) -> StatusFailure? {
        for _ in 0..<count {
            do throws(StatusFailure) {
                let pod = try make(pod(of: set), .pods, namespace: set.namespace)
                record(
                    Remark(
                        reason: "SuccessfulCreate",
                        message: "Created pod: \(pod.name)",
                        source: "replicaset-controller"
                    ),
                    about: set
                )
            } catch {
                record(
                    Remark(
                        isWarning: true,
                        reason: "FailedCreate",
                        message: "Error creating: \(error.message)",
                        source: "replicaset-controller"
                    ),
                    about: set
                )
                return error
            }
        }
        return nil
    }

    /// A pod as a controller makes it out of its template.
    func pod(of owner: StoredObject) -> JSONValue {
        let template = owner.spec["template"] ?? [:]
        return [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "generateName": .string(owner.name.prefix(57) + "-"), "namespace": .string(owner.namespace),
                "labels": template[path: "metadata", "labels"],
                "annotations": template[path: "metadata", "annotations"],
                "finalizers": template[path: "metadata", "finalizers"],
                "ownerReferences": [Self.controllerReference(to: owner)],
            ],
            "spec": template["spec"] ?? [:],
        ]
    }

    /// Deletes the pods that are missed least: unplaced, then not ready, then the youngest.
    private mutating func removePods(
        from set: StoredObject,
        _ active: [(key: ObjectKey, object: StoredObject)],
        _ count: Int
    ) {
        func rank(_ pod: StoredObject) -> (Int, Int, String) {
            let state = PodState(pod)
            let placed = pod.spec["nodeName"] == nil ? 0 : 1
            let age =
                state.condition("Ready")?["lastTransitionTime"]?.string
                ?? pod.metadata["creationTimestamp"]?.string
            return (placed, state.isReady ? 2 : state.phase == "Running" ? 1 : 0, age ?? "")
        }
        let ordered = active.sorted { left, right in
            let (one, other) = (rank(left.object), rank(right.object))
            if (one.0, one.1) != (other.0, other.1) { return (one.0, one.1) < (other.0, other.1) }
            return one.2 != other.2 ? one.2 > other.2 : left.key < right.key
        }
        for pod in ordered.prefix(count) {
            discard(pod.key)
            record(
                Remark(
                    reason: "SuccessfulDelete",
                    message: "Deleted pod: \(pod.object.name)",
                    source: "replicaset-controller"
                ),
                about: set
            )
        }
    }

    private mutating func report(
        _ key: ObjectKey,
        pods: [(key: ObjectKey, object: StoredObject)],
        wanted: Int,
        difference: Int,
        _ failure: StatusFailure?
    ) {
        guard let set = store[key] else { return }
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
                active.filter { $0.isAvailable(minReadySeconds: minimum, at: now) }.count
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
                Conditions.set(condition, in: &status, at: time)
            }
        } else {
            Conditions.remove("ReplicaFailure", from: &status)
        }
        if status != set.status { modify(key, subresource: "status") { $0["status"] = status } }
        for state in active {
            guard minimum > 0, let since = state.availableSince(minReadySeconds: minimum), since > now else {
                continue
            }
            queue.add(Work(controller: .replicaSet, key: key), due: since)
        }
    }
}
