// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A StatefulSet as the API server returns it.
package struct StatefulSetView: ReplicatedView {
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
    /// Pods of ``currentRevision``.
    package var currentReplicas: Int {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "currentReplicas") ?? 0 }
    }
    /// The revision of the pods before an update.
    package var currentRevision: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("status", "currentRevision") }
    }
    /// The revision of the newest template; that of ``currentRevision`` when no update is under way.
    package var updateRevision: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("status", "updateRevision") }
    }
}
