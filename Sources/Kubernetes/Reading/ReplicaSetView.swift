// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A ReplicaSet as the API server returns it.
package struct ReplicaSetView: Sendable {
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
    /// The generation that the controller has seen.
    package var observedGeneration: Int? {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "observedGeneration") }
    }
    /// All its pods.
    package var statusReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "replicas") ?? 0 }
    }
    /// Pods that are ready.
    package var readyReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "readyReplicas") ?? 0 }
    }
    /// Pods that have been ready for long enough.
    package var availableReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "availableReplicas") ?? 0 }
    }
    /// `status.conditions`.
    package var conditions: [ConditionView] {
        get throws(FieldReader.ShapeError) { try object.fields.conditions("status", "conditions") }
    }
    /// The hash of the pod template, as its pods carry it.
    package var podTemplateHash: String? { object.labels["pod-template-hash"] }
    /// The revision of the Deployment that it holds.
    package var revision: Int? { object.annotations["deployment.kubernetes.io/revision"].flatMap { Int($0) } }
}
