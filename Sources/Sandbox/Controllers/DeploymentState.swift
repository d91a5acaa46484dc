// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What a Deployment's controller works with.
struct DeploymentState: Sendable {
    static let revision = "deployment.kubernetes.io/revision"
    static let desired = "deployment.kubernetes.io/desired-replicas"
    static let maxReplicas = "deployment.kubernetes.io/max-replicas"
    static let hashLabel = "pod-template-hash"

    let object: StoredObject

    var replicas: Int { object.spec["replicas"]?.wholeNumber ?? 1 }
    var template: JSONValue { object.spec["template"] ?? [:] }
    var isPaused: Bool { object.spec["paused"]?.bool ?? false }
    var isRolling: Bool { object.spec[path: "strategy", "type"]?.string != "Recreate" }
    var minReadySeconds: Int { object.spec["minReadySeconds"]?.wholeNumber ?? 0 }
    var historyLimit: Int { max(0, object.spec["revisionHistoryLimit"]?.wholeNumber ?? 10) }
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
    /// Anybody can write the annotation; from a number without a next one it begins again.
    var revision: Int {
        let number = object.annotations[DeploymentState.revision].flatMap { Int($0) } ?? 0
        return number == .max ? 0 : number
    }

    /// The pod template without the label that its controller added.
    var template: JSONValue {
        var template = object.spec["template"] ?? [:]
        template["metadata"]?["labels"]?[DeploymentState.hashLabel] = nil
        return template
    }
}
