// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A StatefulSet as the API server returns it.
package struct StatefulSetView: Sendable {
    /// The object read.
    package let object: KubernetesObject

    /// Reads an object.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// The replicas wanted; 1 when the field is absent, as the server would fill in.
    package var replicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("spec", "replicas") ?? 1 }
    }
    /// How long a pod must be ready before it counts as available, in seconds.
    package var minReadySeconds: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("spec", "minReadySeconds") ?? 0 }
    }
    /// `RollingUpdate` or `OnDelete`.
    package var updateStrategy: String {
        get throws(FieldReader.ShapeError) {
            try object.fields.string("spec", "updateStrategy", "type") ?? "RollingUpdate"
        }
    }
    /// Whether `updateStrategy.rollingUpdate` is there.
    package var hasRollingUpdate: Bool {
        get throws(FieldReader.ShapeError) {
            try object.fields.at("spec", "updateStrategy", "rollingUpdate").isPresent
        }
    }
    /// Pods with a lower ordinal stay on the old revision; may exceed the replicas.
    package var partition: Int {
        get throws(FieldReader.ShapeError) {
            try object.fields.integer("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0
        }
    }
    /// The generation that the controller has seen.
    package var observedGeneration: Int? {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "observedGeneration") }
    }
    /// Pods that are ready.
    package var readyReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "readyReplicas") ?? 0 }
    }
    /// Pods that have been ready for long enough.
    package var availableReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "availableReplicas") ?? 0 }
    }
    /// Pods of the newest revision.
    package var updatedReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "updatedReplicas") ?? 0 }
    }
    /// Pods of the revision before.
    package var currentReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "currentReplicas") ?? 0 }
    }
    /// The revision of the pods before an update.
    package var currentRevision: String? {
        get throws(FieldReader.ShapeError) { try object.fields.string("status", "currentRevision") }
    }
    /// The newest revision.
    package var updateRevision: String? {
        get throws(FieldReader.ShapeError) { try object.fields.string("status", "updateRevision") }
    }
    /// `status.conditions`.
    package var conditions: [ConditionView] {
        get throws(FieldReader.ShapeError) { try object.fields.conditions("status", "conditions") }
    }
}
