// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What a Deployment's controller works with.
struct DeploymentState: Sendable {
    static let revision = "deployment.kubernetes.io/revision"
    static let desired = "deployment.kubernetes.io/desired-replicas"
    static let most = "deployment.kubernetes.io/max-replicas"
    static let hashLabel = "pod-template-hash"

    let object: StoredObject

    var replicas: Int { object.spec["replicas"]?.wholeNumber ?? 1 }
    var template: JSONValue { object.spec["template"] ?? [:] }
    var isPaused: Bool { object.spec["paused"]?.bool ?? false }
    var isRolling: Bool { object.spec[path: "strategy", "type"]?.string != "Recreate" }
    var minReadySeconds: Int { object.spec["minReadySeconds"]?.wholeNumber ?? 0 }
    var historyLimit: Int { object.spec["revisionHistoryLimit"]?.wholeNumber ?? 10 }
    /// In seconds; `nil` for none.
    var progressDeadline: Int? {
        object.spec["progressDeadlineSeconds"]?.wholeNumber.flatMap { $0 == Int(Int32.max) ? nil : $0 }
    }

    var maxSurge: Int {
        guard isRolling else { return 0 }
        return scaled("maxSurge", roundingUp: true)
    }

    var maxUnavailable: Int {
        guard isRolling else { return 0 }
        let value = scaled("maxUnavailable", roundingUp: false)
        // Both at zero would stand still.
        return min(value == 0 && maxSurge == 0 ? 1 : value, replicas)
    }

    private func scaled(_ name: String, roundingUp: Bool) -> Int {
        object.spec[path: "strategy", "rollingUpdate", name].flatMap { IntOrString($0) }?
            .scaled(to: replicas, roundingUp: roundingUp) ?? 0
    }
}

/// What a ReplicaSet tells its Deployment.
struct ReplicaSetState: Sendable {
    let key: ObjectKey
    let object: StoredObject

    var replicas: Int { object.spec["replicas"]?.wholeNumber ?? 0 }
    var created: Int { object.status["replicas"]?.wholeNumber ?? 0 }
    var ready: Int { object.status["readyReplicas"]?.wholeNumber ?? 0 }
    var available: Int { object.status["availableReplicas"]?.wholeNumber ?? 0 }
    var terminating: Int { object.status["terminatingReplicas"]?.wholeNumber ?? 0 }
    var revision: Int { object.annotations[DeploymentState.revision].flatMap { Int($0) } ?? 0 }

    /// The pod template without the label that its controller added.
    var template: JSONValue {
        var template = object.spec["template"] ?? [:]
        template["metadata"]?["labels"]?[DeploymentState.hashLabel] = nil
        return template
    }
}

extension Cluster {
    /// Moves a Deployment one step towards its template and size.
    mutating func reconcileDeployment(_ key: ObjectKey) {
        guard let object = store[key] else { return }
        let deployment = DeploymentState(object: object)
        guard !object.isDeleting else {
            let sets = replicaSets(of: object)
            let current = sets.firstIndex { $0.template == deployment.template }
            return reportDeployment(key, deployment, sets, current)
        }
        if markResumed(key, deployment) { return }
        if replicaSets(of: object).isEmpty { adoptReplicaSets(of: deployment) }
        var sets = replicaSets(of: object)
        let current = sets.firstIndex { $0.template == deployment.template }
        if deployment.isPaused || isScalingEvent(deployment, sets) {
            if !isScalingEvent(deployment, sets) || !scaleProportionally(deployment, sets, current) {
                reportDeployment(key, deployment, sets, current)
            }
            return
        }
        if let current {
            if refreshRevision(key, sets, current) { return }
        } else if deployment.isRolling
            || sets.allSatisfy({ $0.replicas == 0 && $0.created + $0.terminating == 0 })
        {
            createReplicaSet(key, deployment, sets)
            return
        }
        let newest = current.map { sets.remove(at: $0) }
        let moved =
            deployment.isRolling
            ? roll(deployment, newest, sets) : recreate(deployment, newest, sets)
        if !moved, let newest { cleanUp(deployment, newest, sets) }
        let all = replicaSets(of: object)
        reportDeployment(key, deployment, all, all.firstIndex { $0.template == deployment.template })
    }

    func replicaSets(of deployment: StoredObject) -> [ReplicaSetState] {
        store.dependents(of: deployment.uid, resource: .replicaSets)
            .filter { $0.object.controller?["uid"]?.string == deployment.uid }
            .map { ReplicaSetState(key: $0.key, object: $0.object) }
            .sorted {
                ($0.object.metadata["creationTimestamp"]?.string ?? "", $0.object.name)
                    < ($1.object.metadata["creationTimestamp"]?.string ?? "", $1.object.name)
            }
    }

    /// Takes in ReplicaSets that match and belong to nobody.
    private mutating func adoptReplicaSets(of deployment: DeploymentState) {
        guard let selector = Selection.of(deployment.object.spec["selector"]) else { return }
        for set in store.looseReplicaSets(in: deployment.object.namespace)
        where !set.isDeleting && selector.matches(set.labels) {
            let key = ObjectKey(resource: .replicaSets, namespace: set.namespace, name: set.name)
            modify(key) { object in
                let owners = object[path: "metadata", "ownerReferences"]?.elements ?? []
                object["metadata"]?["ownerReferences"] = .array(
                    owners + [Self.controllerReference(to: deployment.object)]
                )
            }
        }
    }

    /// Gives the current template's ReplicaSet the highest revision, as after a rollback; whether it had to.
    private mutating func refreshRevision(_ key: ObjectKey, _ sets: [ReplicaSetState], _ current: Int) -> Bool
    {
        let newest = sets[current]
        let highest = sets.enumerated().filter { $0.offset != current }.map(\.element.revision).max() ?? 0
        let revision = newest.revision > highest ? newest.revision : highest + 1
        if newest.revision != revision {
            modify(newest.key) { set in
                var history = set[
                    path: "metadata",
                    "annotations",
                    "deployment.kubernetes.io/revision-history"
                ]?.string
                if newest.revision > 0 {
                    history = (history.map { $0 + "," } ?? "") + String(newest.revision)
                }
                set["metadata"]?.fill("annotations", [:])
                set["metadata"]?["annotations"]?["deployment.kubernetes.io/revision-history"] = history.map {
                    .string($0)
                }
                set["metadata"]?["annotations"]?[DeploymentState.revision] = .string(String(revision))
            }
        }
        guard store[key]?.annotations[DeploymentState.revision] != String(revision) else { return false }
        let time = time
        modify(key, subresource: "status") { object in
            object["metadata"]?.fill("annotations", [:])
            object["metadata"]?["annotations"]?[DeploymentState.revision] = .string(String(revision))
            var status = object["status"] ?? [:]
            let condition = Condition(
                type: "Progressing",
                status: "True",
                reason: "FoundNewReplicaSet",
                message: "Found new replica set \"\(newest.object.name)\"",
                hasUpdateTime: true
            )
            Conditions.set(condition, in: &status, at: time)
            object["status"] = status
        }
        return true
    }

    private mutating func createReplicaSet(
        _ key: ObjectKey,
        _ deployment: DeploymentState,
        _ sets: [ReplicaSetState]
    ) {
        let owner = deployment.object
        var collisions = owner.status["collisionCount"]?.wholeNumber ?? 0
        var hash = Selection.hash(deployment.template, collisions: collisions)
        // A name that is taken by somebody else's ReplicaSet changes the hash.
        while store[replicaSetKey(owner, hash)] != nil {
            collisions += 1
            hash = Selection.hash(deployment.template, collisions: collisions)
        }
        let revision = (sets.map(\.revision).max() ?? 0) + 1
        let total = sets.reduce(0) { $0 + $1.replicas }
        let room = deployment.replicas + deployment.maxSurge - total
        let replicas = deployment.isRolling ? max(0, min(room, deployment.replicas)) : deployment.replicas
        do throws(StatusFailure) {
            let set = newReplicaSet(deployment, hash: hash, revision: revision, replicas: replicas)
            _ = try make(set, .replicaSets, namespace: owner.namespace)
        } catch {
            reportFailedCreate(key, error)
            return
        }
        if replicas > 0 { noteScaling(owner, replicaSetKey(owner, hash).name, from: 0, to: replicas) }
        let time = time
        modify(key, subresource: "status") { object in
            object["metadata"]?.fill("annotations", [:])
            object["metadata"]?["annotations"]?[DeploymentState.revision] = .string(String(revision))
            var status = object["status"] ?? [:]
            if collisions > 0 { status["collisionCount"] = .integer(Int64(collisions)) }
            let condition = Condition(
                type: "Progressing",
                status: "True",
                reason: "NewReplicaSetCreated",
                message: "Created new replica set \"\(owner.name)-\(hash)\"",
                hasUpdateTime: true,
                isProgress: true
            )
            if deployment.progressDeadline != nil { Conditions.set(condition, in: &status, at: time) }
            object["status"] = status
        }
        enqueue(.deployment, key)
    }

    private mutating func reportFailedCreate(_ key: ObjectKey, _ error: StatusFailure) {
        let time = time
        modify(key, subresource: "status") { object in
            var status = object["status"] ?? [:]
            let condition = Condition(
                type: "Progressing",
                status: "False",
                reason: "ReplicaSetCreateError",
                message: error.message,
                hasUpdateTime: true
            )
            Conditions.set(condition, in: &status, at: time)
            object["status"] = status
        }
        retry(.deployment, key)
    }

    private func replicaSetKey(_ owner: StoredObject, _ hash: String) -> ObjectKey {
        ObjectKey(resource: .replicaSets, namespace: owner.namespace, name: "\(owner.name)-\(hash)")
    }

    private func newReplicaSet(_ deployment: DeploymentState, hash: String, revision: Int, replicas: Int)
        -> JSONValue
    {
        let owner = deployment.object
        var template = deployment.template
        template["metadata"]?.fill("labels", [:])
        template["metadata"]?["labels"]?[DeploymentState.hashLabel] = .string(hash)
        var selector = owner.spec["selector"] ?? [:]
        selector.fill("matchLabels", [:])
        selector["matchLabels"]?[DeploymentState.hashLabel] = .string(hash)
        var annotations = JSONObject()
        for annotation in owner.metadata["annotations"]?.members ?? [:]
        where annotation.key != "kubectl.kubernetes.io/last-applied-configuration" {
            annotations[annotation.key] = annotation.value
        }
        annotations[DeploymentState.desired] = .string(String(deployment.replicas))
        annotations[DeploymentState.most] = .string(String(deployment.replicas + deployment.maxSurge))
        annotations[DeploymentState.revision] = .string(String(revision))
        return [
            "apiVersion": "apps/v1", "kind": "ReplicaSet",
            "metadata": [
                "name": .string("\(owner.name)-\(hash)"), "namespace": .string(owner.namespace),
                "labels": template[path: "metadata", "labels"], "annotations": .object(annotations),
                "ownerReferences": [Self.controllerReference(to: owner)],
            ],
            "spec": [
                "replicas": .integer(Int64(replicas)), "minReadySeconds": owner.spec["minReadySeconds"],
                "selector": selector, "template": template,
            ],
        ]
    }
}
