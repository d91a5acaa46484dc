// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A StatefulSet as the API server returns it.
package struct StatefulSetView: ReplicatedView {
    /// The object read.
    package let object: KubernetesObject

    /// Reads an object.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// `RollingUpdate` or `OnDelete`.
    package var updateStrategy: String {
        get throws(ObjectFields.ShapeError) {
            try object.fields.string("spec", "updateStrategy", "type") ?? "RollingUpdate"
        }
    }
    /// Whether `updateStrategy.rollingUpdate` is there.
    package var hasRollingUpdate: Bool {
        get throws(ObjectFields.ShapeError) {
            try object.fields.at("spec", "updateStrategy", "rollingUpdate").isPresent
        }
    }
    /// Pods with a lower ordinal stay on the old revision; may exceed the replicas.
    package var partition: Int {
        get throws(ObjectFields.ShapeError) {
            try object.fields.integer("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0
        }
    }
    /// Pods of the revision before.
    package var currentReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "currentReplicas") ?? 0 }
    }
    /// The revision of the pods before an update.
    package var currentRevision: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("status", "currentRevision") }
    }
    /// The newest revision.
    package var updateRevision: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("status", "updateRevision") }
    }
}
