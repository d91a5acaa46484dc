// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    /// The order of checks is that of `kubectl rollout status`.
    static let daemonSet: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let view = DaemonSetView(object)
        if Int(object.generation ?? 0) > (try view.observedGeneration ?? 0) {
            return .progressing("the controller has not seen the change yet")
        }
        let wanted = try view.desiredNumberScheduled
        let updated = try view.updatedNumberScheduled
        let available = try view.numberAvailable
        guard try view.updateStrategy == "RollingUpdate" else {
            return available < wanted
                ? .progressing("pods available on \(available) of \(count(wanted, "node"))")
                : .assumed("pods of the old version are replaced only when somebody deletes them")
        }
        if updated < wanted { return .progressing("pods updated on \(updated) of \(count(wanted, "node"))") }
        if available < wanted {
            return .progressing("pods available on \(available) of \(count(wanted, "node"))")
        }
        return .ready
    }
}
