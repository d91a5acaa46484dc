// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    static let replicaSet: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let view = ReplicaSetView(object)
        if Int(object.generation ?? 0) > (try view.observedGeneration ?? 0) {
            return .progressing("the controller has not seen the change yet")
        }
        let wanted = try view.replicas
        let available = try view.availableReplicas
        let all = try view.statusReplicas
        if available < wanted {
            if let failure = try view.conditions.first("ReplicaFailure"), try failure.isTrue {
                return .progressing("pods cannot be created: \(try failure.explanation)")
            }
            return .progressing("\(available) of \(wanted) replicas available")
        }
        return all > wanted ? .progressing("\(count(all - wanted, "replica")) still to be stopped") : .ready
    }
}
