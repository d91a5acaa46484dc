// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A Deployment as the API server returns it.
package struct DeploymentView: Sendable {
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
    /// After how many seconds without progress the rollout counts as stuck.
    package var progressDeadlineSeconds: Int {
        get throws(FieldReader.ShapeError) {
            try object.fields.integer("spec", "progressDeadlineSeconds") ?? 600
        }
    }
    /// Whether rollouts are paused.
    package var isPaused: Bool {
        get throws(FieldReader.ShapeError) { try object.fields.bool("spec", "paused") ?? false }
    }
    /// `RollingUpdate` or `Recreate`.
    package var strategy: String {
        get throws(FieldReader.ShapeError) {
            try object.fields.string("spec", "strategy", "type") ?? "RollingUpdate"
        }
    }
    /// Pods above the wanted number during an update.
    package var maxSurge: IntOrString {
        get throws(FieldReader.ShapeError) {
            try object.fields.intOrString("spec", "strategy", "rollingUpdate", "maxSurge") ?? "25%"
        }
    }
    /// Pods below the wanted number during an update.
    package var maxUnavailable: IntOrString {
        get throws(FieldReader.ShapeError) {
            try object.fields.intOrString("spec", "strategy", "rollingUpdate", "maxUnavailable") ?? "25%"
        }
    }
    /// The revision that the controller gave the newest template.
    package var revision: Int? { object.annotations["deployment.kubernetes.io/revision"].flatMap { Int($0) } }
    /// The generation that the controller has seen.
    package var observedGeneration: Int? {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "observedGeneration") }
    }
    /// All pods, of any revision.
    package var statusReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "replicas") ?? 0 }
    }
    /// Pods of the newest template.
    package var updatedReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "updatedReplicas") ?? 0 }
    }
    /// Pods that are ready.
    package var readyReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "readyReplicas") ?? 0 }
    }
    /// Pods that have been ready for long enough.
    package var availableReplicas: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "availableReplicas") ?? 0 }
    }
    /// Pods that are being stopped; absent on servers before 1.33.
    package var terminatingReplicas: Int? {
        get throws(FieldReader.ShapeError) { try object.fields.integer("status", "terminatingReplicas") }
    }
    /// `status.conditions`.
    package var conditions: [ConditionView] {
        get throws(FieldReader.ShapeError) { try object.fields.conditions("status", "conditions") }
    }
}
