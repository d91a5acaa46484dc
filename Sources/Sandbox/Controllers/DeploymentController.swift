// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Makes and sizes the ReplicaSets of Deployments.
enum DeploymentController: Controller {
    static let ownerType: ResourceType? = .deployments

    static func observe(_ change: Change, in cluster: inout Cluster) {
        switch change.key.resource {
        case .deployments: cluster.enqueue(Self.self, change.key)
        case .replicaSets where change.kind != .deleted && change.object.controller == nil:
            // One that nobody controls is taken in by whoever selects it.
            for deployment in cluster.store.list(.deployments, namespace: change.key.namespace)
            where Selection.of(deployment.spec["selector"])?.matches(change.object.labels) ?? false {
                let namespace = change.key.namespace
                let key = ObjectKey(resource: .deployments, namespace: namespace, name: deployment.name)
                cluster.enqueue(Self.self, key)
            }
        default: break
        }
    }

    /// Moves a Deployment one step towards its template and size.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let object = cluster.store[key] else { return }
        let deployment = DeploymentState(object: object)
        guard !object.isDeleting else {
            let sets = replicaSets(of: object, in: cluster)
            let current = sets.firstIndex { $0.template == deployment.template }
            return report(key, deployment, sets, current, in: &cluster)
        }
        if markResumed(key, deployment, in: &cluster) { return }
        claimReplicaSets(of: deployment, in: &cluster)
        var sets = replicaSets(of: object, in: cluster)
        let current = sets.firstIndex { $0.template == deployment.template }
        if deployment.isPaused || isScalingEvent(deployment, sets) {
            if !isScalingEvent(deployment, sets)
                || !scaleProportionally(deployment, sets, current, in: &cluster)
            {
                report(key, deployment, sets, current, in: &cluster)
            }
            return
        }
        if let current {
            if refreshRevision(key, sets, current, in: &cluster) { return }
        } else if deployment.isRolling
            || sets.allSatisfy({ $0.replicas == 0 && $0.created + $0.terminating == 0 })
        {
            createReplicaSet(key, deployment, sets, in: &cluster)
            return
        }
        let newest = current.map { sets.remove(at: $0) }
        let moved =
            deployment.isRolling
            ? roll(deployment, newest, sets, in: &cluster) : recreate(deployment, newest, sets, in: &cluster)
        if !moved, let newest { cleanUp(deployment, newest, sets, in: &cluster) }
        let all = replicaSets(of: object, in: cluster)
        report(key, deployment, all, all.firstIndex { $0.template == deployment.template }, in: &cluster)
    }

    static func replicaSets(of deployment: StoredObject, in cluster: Cluster) -> [ReplicaSetState] {
        cluster.store.dependents(of: deployment.uid, resource: .replicaSets)
            .filter { $0.object.controller?["uid"]?.string == deployment.uid }
            .map { ReplicaSetState(key: $0.key, object: $0.object) }
            .sorted {
                ($0.object.metadata["creationTimestamp"]?.string ?? "", $0.object.name)
                    < ($1.object.metadata["creationTimestamp"]?.string ?? "", $1.object.name)
            }
    }

    /// Lets go of ReplicaSets that no longer match, and takes in those that do and belong to nobody.
    private static func claimReplicaSets(of deployment: DeploymentState, in cluster: inout Cluster) {
        guard let selector = Selection.of(deployment.object.spec["selector"]) else { return }
        for set in replicaSets(of: deployment.object, in: cluster)
        where !selector.matches(set.object.labels) { cluster.release(set.key, from: deployment.object) }
        for set in cluster.store.looseReplicaSets(in: deployment.object.namespace)
        where !set.isDeleting && selector.matches(set.labels) {
            let key = ObjectKey(resource: .replicaSets, namespace: set.namespace, name: set.name)
            cluster.modify(key) { object in
                let owners = object[path: "metadata", "ownerReferences"]?.elements ?? []
                object["metadata"]?["ownerReferences"] = .array(
                    owners + [deployment.object.controllerReference]
                )
            }
        }
    }

    /// Gives the current template's ReplicaSet the highest revision, as after a rollback; whether it had to.
    private static func refreshRevision(
        _ key: ObjectKey,
        _ sets: [ReplicaSetState],
        _ current: Int,
        in cluster: inout Cluster
    ) -> Bool {
        let newest = sets[current]
        let highest = sets.enumerated().filter { $0.offset != current }.map(\.element.revision).max() ?? 0
        let revision = newest.revision > highest ? newest.revision : highest + 1
        if newest.revision != revision {
            cluster.modify(newest.key) { set in
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
        guard cluster.store[key]?.annotations[DeploymentState.revision] != String(revision) else {
            return false
        }
        let time = cluster.time
        cluster.modify(key, subresource: "status") { object in
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

    private static func createReplicaSet(
        _ key: ObjectKey,
        _ deployment: DeploymentState,
        _ sets: [ReplicaSetState],
        in cluster: inout Cluster
    ) {
        let owner = deployment.object
        var collisions = owner.status["collisionCount"]?.wholeNumber ?? 0
        var hash = Selection.hash(deployment.template, collisions: collisions)
        // A name that is taken by somebody else's ReplicaSet changes the hash.
        while cluster.store[replicaSetKey(owner, hash)] != nil {
            collisions += 1
            hash = Selection.hash(deployment.template, collisions: collisions)
        }
        let revision = (sets.map(\.revision).max() ?? 0) + 1
        let total = sets.reduce(0) { $0 + $1.replicas }
        let room = deployment.replicas + deployment.maxSurge - total
        let replicas = deployment.isRolling ? max(0, min(room, deployment.replicas)) : deployment.replicas
        do throws(StatusFailure) {
            let set = newReplicaSet(deployment, hash: hash, revision: revision, replicas: replicas)
            _ = try cluster.make(set, .replicaSets, namespace: owner.namespace)
        } catch {
            reportFailedCreate(key, error, in: &cluster)
            return
        }
        if replicas > 0 {
            noteScaling(owner, replicaSetKey(owner, hash).name, from: 0, to: replicas, in: &cluster)
        }
        let time = cluster.time
        cluster.modify(key, subresource: "status") { object in
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
        cluster.enqueue(Self.self, key)
    }

    private static func reportFailedCreate(
        _ key: ObjectKey,
        _ error: StatusFailure,
        in cluster: inout Cluster
    ) {
        let time = cluster.time
        cluster.modify(key, subresource: "status") { object in
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
        cluster.retry(Self.self, key)
    }

    private static func replicaSetKey(_ owner: StoredObject, _ hash: String) -> ObjectKey {
        ObjectKey(resource: .replicaSets, namespace: owner.namespace, name: "\(owner.name)-\(hash)")
    }

    private static func newReplicaSet(
        _ deployment: DeploymentState,
        hash: String,
        revision: Int,
        replicas: Int
    )
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
        annotations[DeploymentState.maxReplicas] = .string(String(deployment.replicas + deployment.maxSurge))
        annotations[DeploymentState.revision] = .string(String(revision))
        return [
            "apiVersion": "apps/v1", "kind": "ReplicaSet",
            "metadata": [
                "name": .string("\(owner.name)-\(hash)"), "namespace": .string(owner.namespace),
                "labels": template[path: "metadata", "labels"], "annotations": .object(annotations),
                "ownerReferences": [owner.controllerReference],
            ],
            "spec": [
                "replicas": .integer(Int64(replicas)), "minReadySeconds": owner.spec["minReadySeconds"],
                "selector": selector, "template": template,
            ],
        ]
    }
}
