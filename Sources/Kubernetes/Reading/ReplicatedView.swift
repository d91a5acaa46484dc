// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What the workloads that keep a number of equal pods have in common.
package protocol ReplicatedView: ControllerView {}

extension ReplicatedView {
    /// The replicas wanted; 1 when the field is absent, as the server would fill in.
    package var replicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("spec", "replicas") ?? 1 }
    }
    /// How long a pod must be ready before it counts as available, in seconds.
    package var minReadySeconds: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("spec", "minReadySeconds") ?? 0 }
    }
    /// All pods, of any revision, ready or not.
    package var statusReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "replicas") ?? 0 }
    }
    /// Pods of the newest template, ready or not.
    package var updatedReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "updatedReplicas") ?? 0 }
    }
    /// Pods that are ready, of any revision.
    package var readyReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "readyReplicas") ?? 0 }
    }
    /// Pods that have been ready for `minReadySeconds`, of any revision.
    package var availableReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "availableReplicas") ?? 0 }
    }
}
