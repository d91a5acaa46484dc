// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What controllers ask about a pod.
struct PodState: Sendable {
    let pod: StoredObject

    init(_ pod: StoredObject) {
        self.pod = pod
    }

    var phase: String { pod.status["phase"]?.string ?? "Pending" }
    var hasFinished: Bool { phase == "Succeeded" || phase == "Failed" }
    var isActive: Bool { !hasFinished && !pod.isDeleting }
    var isReady: Bool { condition("Ready")?["status"]?.string == "True" }

    func condition(_ type: String) -> JSONValue? {
        (pod.status["conditions"]?.elements ?? []).first { $0["type"]?.string == type }
    }

    /// When the pod counts as available: ready for so many seconds; `nil` while it is not ready.
    func availableSince(minReadySeconds: Int) -> Timestamp? {
        guard isReady,
            let since = condition("Ready")?["lastTransitionTime"]?.string.flatMap({ Timestamp($0) })
        else {
            return nil
        }
        return since + .seconds(minReadySeconds)
    }

    func isAvailable(minReadySeconds: Int, at now: Timestamp) -> Bool {
        guard let since = availableSince(minReadySeconds: minReadySeconds) else { return false }
        return minReadySeconds == 0 || since <= now
    }

    /// Whether of two active pods the first one goes first: unplaced, then not ready, then the youngest.
    static func isLessMissed(_ left: StoredObject, _ right: StoredObject) -> Bool {
        func rank(_ pod: StoredObject) -> (Int, Int, String) {
            let state = PodState(pod)
            let placed = pod.spec["nodeName"] == nil ? 0 : 1
            let age =
                state.condition("Ready")?["lastTransitionTime"]?.string
                ?? pod.metadata["creationTimestamp"]?.string
            return (placed, state.isReady ? 2 : state.phase == "Running" ? 1 : 0, age ?? "")
        }
        let (one, other) = (rank(left), rank(right))
        if (one.0, one.1) != (other.0, other.1) { return (one.0, one.1) < (other.0, other.1) }
        return one.2 != other.2 ? one.2 > other.2 : left.name < right.name
    }
}
