// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What all workloads report of their controller.
package protocol ControllerView: Sendable {
    /// The object read.
    var object: KubernetesObject { get }
}

extension ControllerView {
    /// The generation that the status speaks of; `nil` before the controller has seen the object.
    package var observedGeneration: Int? {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "observedGeneration") }
    }
    /// `status.conditions`, in the order reported; none before the controller has seen the object.
    package var conditions: [ConditionView] {
        get throws(ObjectFields.ShapeError) { try object.fields.conditions("status", "conditions") }
    }
}
