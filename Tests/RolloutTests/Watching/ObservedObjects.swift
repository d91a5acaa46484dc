// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

@testable import Rollout

/// Objects as an API server would show them during a rollout of a Deployment `web`.
enum Seen {
    static let deploymentUID = "uid-web"

    /// What was asked for: one container `web` with everything that a cause may point at.
    ///
    /// What is given as null is left out.
    static func desired(
        _ container: JSONObject = [:],
        spec: JSONObject = [:],
        kind: String = "Deployment"
    ) -> DesiredObject {
        var web: JSONObject = [
            "name": "web",
            "image": "registry.example/web:2",
            "env": [
                ["name": "DATABASE_URL", "value": "x"],
                [
                    "name": "KEY",
                    "valueFrom": ["secretKeyRef": ["name": "keys", "key": "acquirer"]],
                ],
            ],
            "envFrom": [["configMapRef": ["name": "settings"]], ["secretRef": ["name": "tokens"]]],
            "resources": ["limits": ["memory": "64Mi"], "requests": ["cpu": "1"]],
            "readinessProbe": ["periodSeconds": 5, "failureThreshold": 3],
        ]
        for member in container { web[member.key] = member.value.isNull ? Optional.none : member.value }
        var members: JSONObject = ["replicas": 3]
        for member in spec { members[member.key] = member.value.isNull ? Optional.none : member.value }
        members["template"] = ["spec": ["containers": [.object(web)]]]
        let object = KubernetesObject(
            type: GroupVersionKind(apiVersion: kind == "Job" ? "batch/v1" : "apps/v1", kind: kind),
            metadata: ["name": "web", "namespace": "shop", "labels": ["msctl.dev/service": "web"]],
            members: ["spec": .object(members)]
        )
        return DesiredObject(object, service: "web")
    }

    static func condition(_ type: String, _ status: String, _ reason: String, at: String = "t0") -> JSONValue
    {
        [
            "type": .string(type), "status": .string(status), "reason": .string(reason),
            "lastUpdateTime": .string(at),
        ]
    }

    /// The Deployment at a generation; `ready` of three new pods are ready.
    static func deployment(
        generation: Int64 = 2,
        observed: Int64? = 2,
        ready: Int64 = 0,
        revision: String = "2",
        conditions: [JSONValue] = []
    ) -> KubernetesObject {
        let status: JSONObject = [
            "observedGeneration": observed.map { .integer($0) },
            "replicas": 3,
            "updatedReplicas": 3,
            "readyReplicas": .integer(ready),
            "availableReplicas": .integer(ready),
            "conditions": .array(conditions),
        ]
        return KubernetesObject(
            type: GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
            metadata: [
                "name": "web", "namespace": "shop", "uid": .string(deploymentUID),
                "generation": .integer(generation),
                "labels": ["msctl.dev/service": "web"],
                "annotations": ["deployment.kubernetes.io/revision": .string(revision)],
            ],
            members: ["spec": ["replicas": 3], "status": .object(status)]
        )
    }

    static func replicaSet(_ name: String, revision: String, ready: Int64 = 0) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: "apps/v1", kind: "ReplicaSet"),
            metadata: [
                "name": .string(name), "namespace": "shop", "uid": .string("uid-\(name)"),
                "annotations": ["deployment.kubernetes.io/revision": .string(revision)],
                "ownerReferences": [["uid": .string(deploymentUID), "controller": true]],
            ],
            members: ["status": ["readyReplicas": .integer(ready)]]
        )
    }

    /// A pod of a ReplicaSet, with the status of its container and its conditions.
    static func pod(
        _ name: String = "web-2-a",
        of replicaSet: String = "web-2",
        container: JSONObject? = nil,
        conditions: [JSONValue] = []
    ) -> KubernetesObject {
        var status: JSONObject = ["phase": "Pending", "conditions": .array(conditions)]
        if var container {
            container["name"] = "web"
            status["containerStatuses"] = [.object(container)]
        }
        return KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Pod"),
            metadata: [
                "name": .string(name), "namespace": "shop", "uid": .string("uid-\(name)"),
                "ownerReferences": [["uid": .string("uid-\(replicaSet)"), "controller": true]],
            ],
            members: ["status": .object(status)]
        )
    }

    static func waiting(_ reason: String, _ message: String = "", restarts: Int64 = 0) -> JSONObject {
        [
            "ready": false, "restartCount": .integer(restarts),
            "state": ["waiting": ["reason": .string(reason), "message": .string(message)]],
        ]
    }

    static func running(ready: Bool = false, restarts: Int64 = 0) -> JSONObject {
        ["ready": .bool(ready), "restartCount": .integer(restarts), "state": ["running": [:]]]
    }

    /// A container between two runs, the latest of which ended with a code; `runs` were made so far.
    ///
    /// As after a crash at start, that run has lasted for two seconds.
    static func backOff(
        runs: Int64,
        code: Int64,
        reason: String = "Error",
        since start: String = "2027-01-15T08:00:00Z"
    ) -> JSONObject {
        // The count grows when the next run is made, and not before.
        var status = waiting("CrashLoopBackOff", restarts: runs - 1)
        status["lastState"] = [
            "terminated": [
                "exitCode": .integer(code), "reason": .string(reason),
                "startedAt": .string(start), "finishedAt": "2027-01-15T08:00:02Z",
            ]
        ]
        return status
    }

    static func event(
        _ reason: String,
        _ message: String,
        about uid: String = "uid-web-2-a",
        count: Int64 = 1,
        name: String = "event"
    ) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Event"),
            metadata: ["name": .string(name), "namespace": "shop", "uid": .string("uid-\(name)")],
            members: [
                "reason": .string(reason), "message": .string(message), "count": .integer(count),
                "involvedObject": ["uid": .string(uid)],
            ]
        )
    }
}

/// A rollout of `web` that is followed, and what the state machine said about it.
struct Followed {
    var machine: RolloutStateMachine
    private(set) var actions: [RolloutStateMachine.Action] = []
    private(set) var now = Duration.zero

    init(
        desired: DesiredObject = Seen.desired(),
        accepted: KubernetesObject = Seen.deployment(observed: 1, ready: 3, revision: "1"),
        wasWritten: Bool = true,
        past: RolloutTarget.Past? = nil,
        companions: [RolloutTarget.Companion] = [],
        predecessor: String? = nil,
        configuration: ProvidedConfiguration = ProvidedConfiguration()
    ) {
        let workload = RolloutTarget.Workload(
            desired: desired,
            accepted: accepted,
            wasWritten: wasWritten,
            predecessor: predecessor,
            past: past
        )
        var target = RolloutTarget(service: "web", workloads: [workload], options: DeployOptions())
        target.companions = companions
        target.configuration = configuration
        machine = RolloutStateMachine(target: target, start: .zero)
    }

    /// A rollout whose controller has made the new ReplicaSet `web-2`.
    static func underWay(
        desired: DesiredObject = Seen.desired(),
        configuration: ProvidedConfiguration = ProvidedConfiguration()
    ) -> Followed {
        var followed = Followed(desired: desired, configuration: configuration)
        followed.see(Seen.deployment(), Seen.replicaSet("web-2", revision: "2"))
        return followed
    }

    /// Sees objects as the observer hands them on.
    mutating func see(_ objects: KubernetesObject...) {
        for object in objects { actions += machine.receive(.observed(object.onlyWhatIsWatched), at: now) }
    }

    mutating func lose(_ object: KubernetesObject) {
        actions += machine.receive(.gone(object), at: now)
    }

    mutating func wait(_ duration: Duration) {
        now += duration
        actions += machine.receive(.tick, at: now)
    }

    /// Why it failed; `nil` if it has not.
    var failure: RootCause? {
        for case .failed(let cause, _) in actions { return cause }
        return nil
    }

    var log: RolloutStateMachine.LogSource? {
        for case .failed(_, let log) in actions { return log }
        return nil
    }

    var troubles: [RootCause.Code] {
        actions.compactMap { if case .troubled(let cause) = $0 { cause.code } else { nil } }
    }

    var troubled: [String] {
        actions.compactMap { if case .troubled(let cause) = $0 { cause.headline } else { nil } }
    }

    var isProven: Bool { actions.contains(.proven) }
    var hasPassedDeadline: Bool { actions.contains(.deadlinePassed) }
}
