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
}
