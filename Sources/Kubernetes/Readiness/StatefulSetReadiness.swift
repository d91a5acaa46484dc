// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    /// The order of checks is that of `kubectl rollout status`; with `minReadySeconds`, pods must be available too.
    static let statefulSet: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let view = StatefulSetView(object)
        let observed = try view.observedGeneration ?? 0
        if observed == 0 || Int(object.generation ?? 0) > observed {
            return .progressing("the controller has not seen the change yet")
        }
        let wanted = try view.replicas
        let ready = try view.readyReplicas
        if ready < wanted { return .progressing("\(ready) of \(wanted) pods ready") }
        if try view.minReadySeconds > 0, try view.availableReplicas < wanted {
            return .progressing("\(try view.availableReplicas) of \(wanted) pods available")
        }
        let current = try view.currentRevision
        let update = try view.updateRevision
        guard try view.updateStrategy == "RollingUpdate" else {
            return update == current
                ? .ready : .assumed("pods of the old revision are replaced only when somebody deletes them")
        }
        if try view.hasRollingUpdate {
            // A partition above the number of replicas is allowed: then no pod is to be updated.
            let toUpdate = max(0, wanted - (try view.partition))
            let updated = try view.updatedReplicas
            return updated < toUpdate ? .progressing("\(updated) of \(toUpdate) pods updated") : .ready
        }
        return update == current
            ? .ready : .progressing("\(try view.updatedReplicas) of \(wanted) pods updated")
    }
}
