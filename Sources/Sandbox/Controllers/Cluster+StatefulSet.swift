// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Moves a StatefulSet one step: in order, one pod at a time, waiting for each to be ready.
    ///
    /// A pod that never becomes ready holds everything up, also after its template was put right, as in reality.
    mutating func reconcileStatefulSet(_ key: ObjectKey) {
        guard let set = store[key], !set.isDeleting else { return }
        let update = revision(for: set)
        let current = set.status["currentRevision"]?.string ?? update
        let replicas = set.spec["replicas"]?.wholeNumber ?? 1
        var pods: [Int: (key: ObjectKey, object: StoredObject)] = [:]
        for pod in self.pods(controlledBy: set) { ordinal(of: pod.key, in: set).map { pods[$0] = pod } }
        let mayMove = !scaleStatefulSet(set, pods, replicas, update: update, current: current)
        if mayMove { updateStatefulSet(set, pods, replicas, update: update) }
        reportStatefulSet(key, replicas: replicas, update: update, current: current)
    }

    private func ordinal(of key: ObjectKey, in set: StoredObject) -> Int? {
        Int(key.name.dropFirst(set.name.count + 1))
    }

    private static func isParallel(_ set: StoredObject) -> Bool {
        set.spec["podManagementPolicy"]?.string == "Parallel"
    }

    /// Adds and removes pods in order; whether something is under way that the rest must wait for.
    private mutating func scaleStatefulSet(
        _ set: StoredObject,
        _ pods: [Int: (key: ObjectKey, object: StoredObject)],
        _ replicas: Int,
        update: String,
        current: String
    ) -> Bool {
        let minimum = set.spec["minReadySeconds"]?.wholeNumber ?? 0
        let partition = set.spec[path: "updateStrategy", "rollingUpdate", "partition"]?.wholeNumber ?? 0
        for ordinal in 0..<max(0, replicas) {
            guard let pod = pods[ordinal] else {
                let isOld = ordinal < partition || set.status["currentReplicas"]?.wholeNumber ?? 0 > ordinal
                addPod(to: set, ordinal, revision: isOld ? current : update)
                if Self.isParallel(set) { continue }
                return true
            }
            let state = PodState(pod.object)
            if state.phase == "Failed" || (state.phase == "Succeeded" && !pod.object.isDeleting) {
                discard(pod.key)
                return true
            }
            if Self.isParallel(set) { continue }
            if pod.object.isDeleting || !state.isAvailable(minReadySeconds: minimum, at: now) { return true }
        }
        for ordinal in pods.keys.sorted(by: >) where ordinal >= replicas {
            guard let pod = pods[ordinal] else { continue }
            if !pod.object.isDeleting { removePod(pod, from: set) }
            if !Self.isParallel(set) { return true }
        }
        return false
    }

    /// Replaces the highest pod that is not of the newest revision.
    private mutating func updateStatefulSet(
        _ set: StoredObject,
        _ pods: [Int: (key: ObjectKey, object: StoredObject)],
        _ replicas: Int,
        update: String
    ) {
        guard set.spec[path: "updateStrategy", "type"]?.string != "OnDelete" else { return }
        let partition = set.spec[path: "updateStrategy", "rollingUpdate", "partition"]?.wholeNumber ?? 0
        for ordinal in stride(from: replicas - 1, through: max(0, partition), by: -1) {
            guard let pod = pods[ordinal] else { return }
            if pod.object.labels["controller-revision-hash"] != update {
                if !pod.object.isDeleting { removePod(pod, from: set) }
                return
            }
            if !PodState(pod.object).isReady { return }
        }
    }

    private mutating func removePod(_ pod: (key: ObjectKey, object: StoredObject), from set: StoredObject) {
        discard(pod.key)
        record(
            Remark(
                reason: "SuccessfulDelete",
                message: "Delete Pod \(pod.object.name) in StatefulSet \(set.name) successful",
                source: "statefulset-controller"
            ),
            about: set
        )
    }

    private mutating func addPod(to set: StoredObject, _ ordinal: Int, revision: String) {
        let name = "\(set.name)-\(ordinal)"
        let key = ObjectKey(resource: .controllerRevisions, namespace: set.namespace, name: revision)
        var owner = set
        if let template = store[key]?.json["data"]?[path: "spec", "template"] {
            owner.json["spec"]?["template"] = template
        }
        var pod = self.pod(of: owner)
        pod["metadata"]?["generateName"] = .string(set.name + "-")
        pod["metadata"]?["name"] = .string(name)
        pod["metadata"]?.fill("labels", [:])
        for (label, value) in [
            ("apps.kubernetes.io/pod-index", String(ordinal)), ("controller-revision-hash", revision),
            ("statefulset.kubernetes.io/pod-name", name),
        ] { pod["metadata"]?["labels"]?[label] = .string(value) }
        pod["spec"]?["hostname"] = .string(name)
        pod["spec"]?["subdomain"] = set.spec["serviceName"]
        addClaims(to: &pod, set, name)
        do throws(StatusFailure) {
            _ = try make(pod, .pods, namespace: set.namespace)
            record(
                Remark(
                    reason: "SuccessfulCreate",
                    message: "Create Pod \(name) in StatefulSet \(set.name) successful",
                    source: "statefulset-controller"
                ),
                about: set
            )
        } catch {
            record(
                Remark(
                    isWarning: true,
                    reason: "FailedCreate",
                    message: "create Pod \(name) in StatefulSet \(set.name) failed error: \(error.message)",
                    source: "statefulset-controller"
                ),
                about: set
            )
            retry(
                .statefulSet,
                ObjectKey(resource: .statefulSets, namespace: set.namespace, name: set.name)
            )
        }
    }

    /// One claim per template and pod, made once and kept.
    private mutating func addClaims(to pod: inout JSONValue, _ set: StoredObject, _ name: String) {
        var volumes = pod[path: "spec", "volumes"]?.elements ?? []
        for template in set.spec["volumeClaimTemplates"]?.elements ?? [] {
            let volume = template[path: "metadata", "name"]?.string ?? ""
            let claim = "\(volume)-\(name)"
            volumes.removeAll { $0["name"]?.string == volume }
            volumes.append(["name": .string(volume), "persistentVolumeClaim": ["claimName": .string(claim)]])
            let key = ObjectKey(resource: .persistentVolumeClaims, namespace: set.namespace, name: claim)
            guard store[key] == nil else { continue }
            let object: JSONValue = [
                "apiVersion": "v1", "kind": "PersistentVolumeClaim",
                "metadata": ["name": .string(claim), "labels": set.spec[path: "selector", "matchLabels"]],
                "spec": template["spec"],
            ]
            do throws(StatusFailure) {
                _ = try make(object, .persistentVolumeClaims, namespace: set.namespace)
                modify(key, subresource: "status") { $0["status"] = ["phase": "Bound"] }
            } catch {
                continue
            }
        }
        if !volumes.isEmpty { pod["spec"]?["volumes"] = .array(volumes) }
    }

    /// The name of the ControllerRevision of the set's template; made when it is new, renumbered when it comes back.
    private mutating func revision(for set: StoredObject) -> String {
        let template = set.spec["template"] ?? [:]
        let name = "\(set.name)-\(Selection.hash(template))"
        let known = store.dependents(of: set.uid, resource: .controllerRevisions)
        let highest = known.map { $0.object.json["revision"]?.integer ?? 0 }.max() ?? 0
        if let same = known.first(where: { $0.object.name == name }) {
            if (same.object.json["revision"]?.integer ?? 0) < highest {
                modify(same.key) { $0["revision"] = .integer(highest + 1) }
            }
            return name
        }
        let data: JSONValue = ["spec": ["template": template.merging(["$patch": "replace"])]]
        let object: JSONValue = [
            "apiVersion": "apps/v1", "kind": "ControllerRevision",
            "metadata": [
                "name": .string(name), "labels": template[path: "metadata", "labels"],
                "ownerReferences": [Self.controllerReference(to: set)],
            ], "data": data, "revision": .integer(highest + 1),
        ]
        do throws(StatusFailure) {
            let context = WriteContext(
                type: .controllerRevisions,
                manager: "kube-controller-manager"
            )
            _ = try create(object.members, namespace: set.namespace, context)
        } catch {
            retry(
                .statefulSet,
                ObjectKey(resource: .statefulSets, namespace: set.namespace, name: set.name)
            )
        }
        return name
    }

    private mutating func reportStatefulSet(_ key: ObjectKey, replicas: Int, update: String, current: String)
    {
        guard let set = store[key] else { return }
        let minimum = set.spec["minReadySeconds"]?.wholeNumber ?? 0
        let states = pods(controlledBy: set).map { PodState($0.object) }
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
            "availableReplicas": .integer(Int64(count { $0.isAvailable(minReadySeconds: minimum, at: now) })),
        ]
        if status != set.status { modify(key, subresource: "status") { $0["status"] = status } }
        for state in states {
            guard minimum > 0, let since = state.availableSince(minReadySeconds: minimum), since > now else {
                continue
            }
            queue.add(Work(controller: .statefulSet, key: key), due: since)
        }
    }
}

extension JSONValue {
    /// The object with more members.
    func merging(_ more: JSONObject) -> JSONValue {
        var result = self
        for member in more { result[member.key] = member.value }
        return result
    }
}
