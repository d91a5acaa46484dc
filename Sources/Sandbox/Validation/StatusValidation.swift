// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of what clients report about objects: counts of pods that cannot be.
enum StatusValidation {
    static func causes(_ status: JSONValue, _ type: ResourceType) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for name in counts(of: type) { causes.addNegative(status[name], at: "status.\(name)") }
        func count(_ name: String) -> Int64 { status[name]?.integer ?? 0 }
        let parts: [String]
        switch type {
        case .deployments: parts = ["updatedReplicas", "readyReplicas", "availableReplicas"]
        case .replicaSets: parts = ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]
        case .statefulSets:
            parts = ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"]
        default: return causes
        }
        for name in parts where count(name) > count("replicas") {
            let words = "cannot be greater than status.replicas"
            causes.append(.invalid("status.\(name)", .integer(count(name)), words))
        }
        let available = count("availableReplicas")
        if available > count("readyReplicas") {
            let limit = type == .statefulSets ? "status.readyReplicas" : "readyReplicas"
            let words = "cannot be greater than \(limit)"
            causes.append(.invalid("status.availableReplicas", .integer(available), words))
        }
        return causes
    }

    private static func counts(of type: ResourceType) -> [String] {
        switch type {
        case .deployments:
            [
                "observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas",
                "unavailableReplicas", "terminatingReplicas", "collisionCount",
            ]
        case .replicaSets:
            [
                "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas",
                "observedGeneration", "terminatingReplicas",
            ]
        case .statefulSets:
            [
                "replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas",
                "observedGeneration", "collisionCount",
            ]
        case .daemonSets:
            [
                "currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady",
                "observedGeneration", "updatedNumberScheduled", "numberAvailable", "numberUnavailable",
                "collisionCount",
            ]
        case .jobs: ["active", "succeeded", "failed", "ready", "terminating"]
        case .horizontalPodAutoscalers: ["currentReplicas", "desiredReplicas"]
        case .podDisruptionBudgets:
            ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"]
        default: []
        }
    }
}
