// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension DeploymentController {
    /// Writes what the ReplicaSets amount to, and how the rollout is going.
    static func report(
        _ key: ObjectKey,
        _ deployment: DeploymentState,
        _ sets: [ReplicaSetState],
        _ current: Int?,
        in cluster: inout Cluster
    ) {
        guard let object = cluster.store[key] else { return }
        let newest = current.map { sets[$0] }
        let old = object.status
        var status = counts(deployment, sets, newest)
        status["collisionCount"] = old["collisionCount"]
        status["conditions"] = old["conditions"]
        reportAvailability(deployment, &status, in: cluster)
        reportProgress(deployment, old, &status, newest, in: cluster)
        reportReplicaFailure(sets, &status, in: cluster)
        if status != old { cluster.modify(key, subresource: "status") { $0["status"] = status } }
        if let moment = progressDeadline(deployment, status) {
            cluster.enqueue(Self.self, key, at: moment + .seconds(1))
        }
    }

    /// Says that a Deployment is not paused any more, before anything else is done; whether it had to.
    static func markResumed(_ key: ObjectKey, _ deployment: DeploymentState, in cluster: inout Cluster)
        -> Bool
    {
        let condition = Conditions.find("Progressing", in: deployment.object.status)
        guard !deployment.isPaused, deployment.progressDeadline != nil,
            condition?["reason"]?.string == "DeploymentPaused"
        else { return false }
        let resumed = Condition(
            type: "Progressing",
            status: "Unknown",
            reason: "DeploymentResumed",
            message: "Deployment is resumed",
            hasUpdateTime: true
        )
        let time = cluster.time
        cluster.modify(key, subresource: "status") { object in
            var status = object["status"] ?? [:]
            Conditions.set(resumed, in: &status, at: time)
            object["status"] = status
        }
        return true
    }

    private static func counts(
        _ deployment: DeploymentState,
        _ sets: [ReplicaSetState],
        _ newest: ReplicaSetState?
    )
        -> JSONValue
    {
        func some(_ number: Int) -> JSONValue? { number == 0 ? nil : .integer(Int64(number)) }
        let available = sets.reduce(0) { $0 + $1.available }
        let wanted = sets.reduce(0) { $0 + $1.replicas }
        return [
            "observedGeneration": .integer(deployment.object.generation),
            "replicas": some(sets.reduce(0) { $0 + $1.created }),
            "updatedReplicas": some(newest?.created ?? 0),
            "readyReplicas": some(sets.reduce(0) { $0 + $1.ready }),
            "availableReplicas": some(available),
            "unavailableReplicas": some(max(0, wanted - available)),
            "terminatingReplicas": .integer(Int64(sets.reduce(0) { $0 + $1.terminating })),
        ]
    }

    private static func reportAvailability(
        _ deployment: DeploymentState,
        _ status: inout JSONValue,
        in cluster: Cluster
    ) {
        let available = status["availableReplicas"]?.wholeNumber ?? 0
        let isEnough = available >= deployment.replicas - deployment.maxUnavailable
        let condition = Condition(
            type: "Available",
            status: isEnough ? "True" : "False",
            reason: isEnough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            message: isEnough
                ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
            hasUpdateTime: true
        )
        Conditions.set(condition, in: &status, at: cluster.time)
    }

    private static func reportProgress(
        _ deployment: DeploymentState,
        _ old: JSONValue,
        _ status: inout JSONValue,
        _ newest: ReplicaSetState?,
        in cluster: Cluster
    ) {
        guard deployment.progressDeadline != nil else {
            Conditions.remove("Progressing", from: &status)
            return
        }
        let reason = Conditions.find("Progressing", in: old)?["reason"]?.string
        if deployment.isPaused {
            guard reason != "DeploymentPaused" else { return }
            let paused = Condition(
                type: "Progressing",
                status: "Unknown",
                reason: "DeploymentPaused",
                message: "Deployment is paused",
                hasUpdateTime: true
            )
            Conditions.set(paused, in: &status, at: cluster.time)
            return
        }
        func number(_ name: String, _ value: JSONValue) -> Int { value[name]?.wholeNumber ?? 0 }
        let wasComplete =
            number("replicas", status) == number("updatedReplicas", status)
            && reason == "NewReplicaSetAvailable"
        guard !wasComplete else { return }
        let isComplete = ["updatedReplicas", "replicas", "availableReplicas"]
            .allSatisfy { number($0, status) == deployment.replicas }
        let oldRest = number("replicas", old) - number("updatedReplicas", old)
        let newRest = number("replicas", status) - number("updatedReplicas", status)
        let isMoving =
            number("updatedReplicas", status) > number("updatedReplicas", old) || newRest < oldRest
            || number("readyReplicas", status) > number("readyReplicas", old)
            || number("availableReplicas", status) > number("availableReplicas", old)
        let subject =
            newest.map { "ReplicaSet \"\($0.object.name)\"" } ?? "Deployment \"\(deployment.object.name)\""
        var condition = Condition(type: "Progressing", status: "True", hasUpdateTime: true)
        if isComplete {
            condition.reason = "NewReplicaSetAvailable"
            condition.message = "\(subject) has successfully progressed."
        } else if isMoving {
            condition.reason = "ReplicaSetUpdated"
            condition.message = "\(subject) is progressing."
            condition.isProgress = true
        } else if let moment = progressDeadline(deployment, old), moment <= cluster.now {
            condition.status = "False"
            condition.reason = "ProgressDeadlineExceeded"
            condition.message = "\(subject) has timed out progressing."
        } else {
            return
        }
        Conditions.set(condition, in: &status, at: cluster.time)
    }

    private static func reportReplicaFailure(
        _ sets: [ReplicaSetState],
        _ status: inout JSONValue,
        in cluster: Cluster
    ) {
        let failure = sets.lazy.compactMap { Conditions.find("ReplicaFailure", in: $0.object.status) }.first
        guard let failure else {
            Conditions.remove("ReplicaFailure", from: &status)
            return
        }
        let condition = Condition(
            type: "ReplicaFailure",
            status: failure["status"]?.string ?? "True",
            reason: failure["reason"]?.string ?? "",
            message: failure["message"]?.string ?? "",
            hasUpdateTime: true
        )
        Conditions.set(condition, in: &status, at: cluster.time)
    }

    /// When the deadline for progress runs out; `nil` where none runs.
    private static func progressDeadline(_ deployment: DeploymentState, _ status: JSONValue) -> Timestamp? {
        guard let seconds = deployment.progressDeadline, !deployment.isPaused,
            let condition = Conditions.find("Progressing", in: status), condition["status"]?.string == "True",
            condition["reason"]?.string != "NewReplicaSetAvailable",
            let since = condition["lastUpdateTime"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        return since + .seconds(seconds)
    }
}
