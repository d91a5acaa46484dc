// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    static let pod: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let view = PodView(object)
        switch try view.phase {
        case "Succeeded": return .ready
        case "Failed":
            let message = try view.message ?? "the pod has failed"
            return .failed(Failure(reason: try view.reason ?? "Failed", message: message))
        default: break
        }
        if try view.isReady { return .ready }
        if let why = try view.unschedulable { return .progressing("no node takes it: \(why)") }
        for container in try view.initContainers + view.containers {
            if let reason = try container.waitingReason {
                return .progressing("container `\(try container.name)` waits: \(reason)")
            }
        }
        for container in try view.containers where try !container.isReady {
            return .progressing("container `\(try container.name)` is not ready")
        }
        return .progressing("not started yet")
    }
}
