// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A Deployment as the API server returns it.
package struct DeploymentView: ReplicatedView {
    /// The object read.
    package let object: KubernetesObject

    /// Reads an object.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// After how many seconds without progress the rollout counts as stuck.
    package var progressDeadlineSeconds: Int {
        get throws(ObjectFields.ShapeError) {
            try object.fields.integer("spec", "progressDeadlineSeconds") ?? 600
        }
    }
    /// Whether rollouts are paused.
    package var isPaused: Bool {
        get throws(ObjectFields.ShapeError) { try object.fields.bool("spec", "paused") ?? false }
    }
    /// `RollingUpdate` or `Recreate`.
    package var strategy: String {
        get throws(ObjectFields.ShapeError) {
            try object.fields.string("spec", "strategy", "type") ?? "RollingUpdate"
        }
    }
    /// Pods above the wanted number during an update.
    package var maxSurge: IntOrString {
        get throws(ObjectFields.ShapeError) {
            try object.fields.intOrString("spec", "strategy", "rollingUpdate", "maxSurge") ?? "25%"
        }
    }
    /// Pods below the wanted number during an update.
    package var maxUnavailable: IntOrString {
        get throws(ObjectFields.ShapeError) {
            try object.fields.intOrString("spec", "strategy", "rollingUpdate", "maxUnavailable") ?? "25%"
        }
    }
    /// The revision that the controller gave the newest template.
    package var revision: Int? { object.annotations["deployment.kubernetes.io/revision"].flatMap { Int($0) } }
    /// Pods that are being stopped; absent on servers before 1.33.
    package var terminatingReplicas: Int? {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "terminatingReplicas") }
    }
}
