// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A DaemonSet as the API server returns it.
package struct DaemonSetView: Sendable {
    /// The object read.
    package let object: KubernetesObject

    /// Reads an object.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// `RollingUpdate` or `OnDelete`.
    package var updateStrategy: String {
        get throws(FieldReader.ShapeError) {
            try object.fields.string("spec", "updateStrategy", "type") ?? "RollingUpdate"
        }
    }
    /// The generation that the controller has seen.
    package var observedGeneration: Int? {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "observedGeneration") }
    }
    /// Nodes that should run a pod.
    package var desiredNumberScheduled: Int {
        get throws(FieldReader.ShapeError) {
            try object.fields.integer("status", "desiredNumberScheduled") ?? 0
        }
    }
    /// Nodes that run a pod of the newest template.
    package var updatedNumberScheduled: Int {
        get throws(FieldReader.ShapeError) {
            try object.fields.integer("status", "updatedNumberScheduled") ?? 0
        }
    }
    /// Nodes whose pod is ready.
    package var numberReady: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "numberReady") ?? 0 }
    }
    /// Nodes whose pod has been ready for long enough.
    package var numberAvailable: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "numberAvailable") ?? 0 }
    }
    /// `status.conditions`.
    package var conditions: [ConditionView] {
        get throws(FieldReader.ShapeError) { try object.fields.conditions("status", "conditions") }
    }
}
