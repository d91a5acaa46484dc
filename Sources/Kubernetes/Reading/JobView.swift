// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A Job as the API server returns it.
package struct JobView: Sendable {
    /// The object read.
    package let object: KubernetesObject

    /// Reads an object.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// The successful pods wanted; absent when any one of a work queue decides.
    package var completions: Int? {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("spec", "completions") }
    }
    /// How many failures are retried.
    package var backoffLimit: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("spec", "backoffLimit") ?? 6 }
    }
    /// Whether it is on hold.
    package var isSuspended: Bool {
        get throws(ObjectFields.ShapeError) { try object.fields.bool("spec", "suspend") ?? false }
    }
    /// Pods that run or wait.
    package var active: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "active") ?? 0 }
    }
    /// Pods that succeeded.
    package var succeeded: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "succeeded") ?? 0 }
    }
    /// Pods that failed.
    package var failed: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "failed") ?? 0 }
    }
    /// When it was taken up.
    package var startTime: Timestamp? {
        get throws(ObjectFields.ShapeError) { try object.fields.time("status", "startTime") }
    }
    /// When it succeeded.
    package var completionTime: Timestamp? {
        get throws(ObjectFields.ShapeError) { try object.fields.time("status", "completionTime") }
    }
    /// `status.conditions`.
    package var conditions: [ConditionView] {
        get throws(ObjectFields.ShapeError) { try object.fields.conditions("status", "conditions") }
    }
}
