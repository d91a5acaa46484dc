// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A Job as the API server returns it.
package struct JobView: Sendable {
    /// The object read.
    package let object: KubernetesObject

    /// Looks at an object without checking its kind.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// The successful pods wanted; absent when any one of a work queue decides.
    package var completions: Int? {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("spec", "completions") }
    }
    /// How many failed pods are replaced; 6 when absent, as a server fills in.
    package var backoffLimit: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("spec", "backoffLimit") ?? 6 }
    }
    /// Whether it is on hold and has no pods; false when absent.
    package var isSuspended: Bool {
        get throws(ObjectFields.ShapeError) { try object.fields.bool("spec", "suspend") ?? false }
    }
    /// Pods that run or wait to; 0 before the controller has counted.
    package var active: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "active") ?? 0 }
    }
    /// Pods that ended with success; 0 before the controller has counted.
    package var succeeded: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "succeeded") ?? 0 }
    }
    /// Pods that ended otherwise; 0 before the controller has counted.
    package var failed: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "failed") ?? 0 }
    }
    /// When the controller took it up; `nil` before, and while it is suspended.
    package var startTime: Timestamp? {
        get throws(ObjectFields.ShapeError) { try object.fields.time("status", "startTime") }
    }
    /// When it completed; `nil` for a Job that failed.
    package var completionTime: Timestamp? {
        get throws(ObjectFields.ShapeError) { try object.fields.time("status", "completionTime") }
    }
    /// `status.conditions`, in the order reported; `Complete` and `Failed` are the end.
    package var conditions: [ConditionView] {
        get throws(ObjectFields.ShapeError) { try object.fields.conditions("status", "conditions") }
    }
}
