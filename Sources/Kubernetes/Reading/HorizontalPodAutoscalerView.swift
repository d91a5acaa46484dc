// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A HorizontalPodAutoscaler as the API server returns it.
package struct HorizontalPodAutoscalerView: Sendable {
    /// The object read.
    package let object: KubernetesObject

    /// Looks at an object without checking its kind.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// The fewest replicas that it may ask for; 1 where the object does not say, as for a server.
    package var minReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("spec", "minReplicas") ?? 1 }
    }
    /// The most replicas that it may ask for; 0 in an object that lacks what a server requires.
    package var maxReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("spec", "maxReplicas") ?? 0 }
    }
    /// The kind of what it scales.
    package var targetKind: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("spec", "scaleTargetRef", "kind") }
    }
    /// The name of what it scales.
    package var targetName: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("spec", "scaleTargetRef", "name") }
    }
    /// The replicas that it saw when it last computed; 0 before.
    package var currentReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "currentReplicas") ?? 0 }
    }
    /// The replicas that it asked its target for last; 0 before it has computed any.
    package var desiredReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "desiredReplicas") ?? 0 }
    }
    /// `status.conditions`, in the order reported; `ScalingActive` says whether it has figures to compute with.
    package var conditions: [ConditionView] {
        get throws(ObjectFields.ShapeError) { try object.fields.conditions("status", "conditions") }
    }
}
