// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A DaemonSet as the API server returns it.
package struct DaemonSetView: ControllerView {
    /// The object read.
    package let object: KubernetesObject

    /// Looks at an object without checking its kind.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// `RollingUpdate` or `OnDelete`; the first when absent, as a server fills in.
    package var updateStrategy: String {
        get throws(ObjectFields.ShapeError) {
            try object.fields.string("spec", "updateStrategy", "type") ?? "RollingUpdate"
        }
    }
    /// Nodes that should run a pod; 0 before the controller has counted.
    package var desiredNumberScheduled: Int {
        get throws(ObjectFields.ShapeError) {
            try object.fields.integer("status", "desiredNumberScheduled") ?? 0
        }
    }
    /// Nodes that run a pod of the newest template.
    package var updatedNumberScheduled: Int {
        get throws(ObjectFields.ShapeError) {
            try object.fields.integer("status", "updatedNumberScheduled") ?? 0
        }
    }
    /// Nodes whose pod is ready.
    package var numberReady: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "numberReady") ?? 0 }
    }
    /// Nodes whose pod has been ready for long enough.
    package var numberAvailable: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "numberAvailable") ?? 0 }
    }
}
