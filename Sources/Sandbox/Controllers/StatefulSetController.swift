// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Makes and removes the pods of StatefulSets, in order.
enum StatefulSetController: Controller {
    static let ownerType: ResourceType? = .statefulSets

    /// How many pods one look makes at most, as with Kubernetes' own: others get their turn in between.
    private static let burst = 500

    static func observe(_ change: Change, in cluster: inout Cluster) {
        if change.key.resource == .statefulSets { cluster.enqueue(Self.self, change.key) }
    }

    /// Moves a StatefulSet one step: in order, one pod at a time, waiting for each to be ready.
    ///
    /// A pod that never becomes ready holds everything up, also after its template was put right, as in reality.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let set = cluster.store[key], !set.isDeleting else { return }
        let update = revision(for: set, in: &cluster)
        let current = set.status["currentRevision"]?.string ?? update
        let replicas = set.spec["replicas"]?.wholeNumber ?? 1
        var pods: [Int: (key: ObjectKey, object: StoredObject)] = [:]
        for pod in cluster.claimPods(of: set) {
            ordinal(of: pod.key, in: set).map { pods[$0] = pod }
        }
        for (ordinal, pod) in pods.sorted(by: { $0.key < $1.key }) where !pod.object.isDeleting {
            assignClaims(of: set, ordinal, pod: pod.object, in: &cluster)
        }
        let mayMove = !scale(set, pods, replicas, update: update, current: current, in: &cluster)
        if mayMove { replaceOldPod(set, pods, replicas, update: update, in: &cluster) }
        report(key, replicas: replicas, update: update, current: current, in: &cluster)
    }

    static func key(of set: StoredObject) -> ObjectKey {
        ObjectKey(resource: .statefulSets, namespace: set.namespace, name: set.name)
    }

    private static func ordinal(of key: ObjectKey, in set: StoredObject) -> Int? {
        Int(key.name.dropFirst(set.name.count + 1))
    }

    private static func isParallel(_ set: StoredObject) -> Bool {
        set.spec["podManagementPolicy"]?.string == "Parallel"
    }

    /// Adds and removes pods in order; whether something is under way that the rest must wait for.
    private static func scale(
        _ set: StoredObject,
        _ pods: [Int: (key: ObjectKey, object: StoredObject)],
        _ replicas: Int,
        update: String,
        current: String,
        in cluster: inout Cluster
    ) -> Bool {
        let minimum = set.spec["minReadySeconds"]?.wholeNumber ?? 0
        let partition = set.spec[path: "updateStrategy", "rollingUpdate", "partition"]?.wholeNumber ?? 0
        var made = 0
        for ordinal in 0..<max(0, replicas) {
            guard let pod = pods[ordinal] else {
                let revision = ordinal < partition ? current : update
                let isMade = addPod(to: set, ordinal, revision: revision, in: &cluster)
                made += 1
                // The pods that were made bring the set up again, and so does the retry of one that could not be.
                if isMade, Self.isParallel(set), made < burst { continue }
                return true
            }
            let state = PodState(pod.object)
            if state.phase == "Failed" || (state.phase == "Succeeded" && !pod.object.isDeleting) {
                cluster.discard(pod.key)
                return true
            }
            if Self.isParallel(set) { continue }
            if pod.object.isDeleting || !state.isAvailable(minReadySeconds: minimum, at: cluster.now) {
                return true
            }
        }
        for ordinal in pods.keys.sorted(by: >) where ordinal >= replicas {
            guard let pod = pods[ordinal] else { continue }
            if !pod.object.isDeleting { removePod(pod, from: set, in: &cluster) }
            if !Self.isParallel(set) { return true }
        }
        return false
    }

    /// Replaces the highest pod that is not of the newest revision.
    private static func replaceOldPod(
        _ set: StoredObject,
        _ pods: [Int: (key: ObjectKey, object: StoredObject)],
        _ replicas: Int,
        update: String,
        in cluster: inout Cluster
    ) {
        guard set.spec[path: "updateStrategy", "type"]?.string != "OnDelete" else { return }
        let partition = set.spec[path: "updateStrategy", "rollingUpdate", "partition"]?.wholeNumber ?? 0
        for ordinal in stride(from: replicas - 1, through: max(0, partition), by: -1) {
            guard let pod = pods[ordinal] else { return }
            if pod.object.labels["controller-revision-hash"] != update {
                if !pod.object.isDeleting { removePod(pod, from: set, in: &cluster) }
                return
            }
            if !PodState(pod.object).isReady { return }
        }
    }

    /// The name of the ControllerRevision of the set's template.
    private static func revision(for set: StoredObject, in cluster: inout Cluster) -> String {
        let name = "\(set.name)-\(Selection.hash(set.spec["template"] ?? [:]))"
        do throws(StatusFailure) {
            try cluster.recordRevision(name, of: set)
        } catch {
            cluster.retry(Self.self, Self.key(of: set))
        }
        return name
    }

    private static func report(
        _ key: ObjectKey,
        replicas: Int,
        update: String,
        current: String,
        in cluster: inout Cluster
    ) {
        guard let set = cluster.store[key] else { return }
        let minimum = set.spec["minReadySeconds"]?.wholeNumber ?? 0
        let states = cluster.store.pods(controlledBy: set).map { PodState($0.object) }
        func count(_ test: (PodState) -> Bool) -> Int { states.filter(test).count }
        func some(_ number: Int) -> JSONValue? { number == 0 ? nil : .integer(Int64(number)) }
        func isOf(_ revision: String) -> (PodState) -> Bool {
            { $0.pod.labels["controller-revision-hash"] == revision && !$0.pod.isDeleting }
        }
        let updated = count(isOf(update))
        let ready = count { $0.isReady }
        // The rollout is over only when every pod is of the new revision and ready.
        let isOver = updated == replicas && ready == replicas && states.count == replicas
        let kept = isOver ? update : current
        let status: JSONValue = [
            "observedGeneration": .integer(set.generation), "replicas": .integer(Int64(states.count)),
            "readyReplicas": some(ready), "currentReplicas": some(count(isOf(kept))),
            "updatedReplicas": some(updated),
            "currentRevision": .string(kept), "updateRevision": .string(update), "collisionCount": 0,
            "availableReplicas": .integer(
                Int64(count { $0.isAvailable(minReadySeconds: minimum, at: cluster.now) })
            ),
        ]
        if status != set.status { cluster.modify(key, subresource: "status") { $0["status"] = status } }
        for state in states {
            guard minimum > 0, let since = state.availableSince(minReadySeconds: minimum), since > cluster.now
            else {
                continue
            }
            cluster.enqueue(Self.self, key, at: since)
        }
    }
}
