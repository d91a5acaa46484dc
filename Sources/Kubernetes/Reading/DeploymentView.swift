// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A Deployment as the API server returns it.
package struct DeploymentView: ReplicatedView {
    /// The object read.
    package let object: KubernetesObject

    /// Looks at an object without checking its kind.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// After how many seconds without progress the rollout counts as stuck; 600 when absent, as a server fills
    /// in.
    package var progressDeadlineSeconds: Int {
        get throws(ObjectFields.ShapeError) {
            try object.fields.integer("spec", "progressDeadlineSeconds") ?? 600
        }
    }
    /// Whether changes of the template wait; set by somebody, msctl never does.
    package var isPaused: Bool {
        get throws(ObjectFields.ShapeError) { try object.fields.bool("spec", "paused") ?? false }
    }
    /// `RollingUpdate` or `Recreate`; the first when absent, as a server fills in.
    package var strategy: String {
        get throws(ObjectFields.ShapeError) {
            try object.fields.string("spec", "strategy", "type") ?? "RollingUpdate"
        }
    }
    /// How many pods may run above the wanted number during an update; 25 % when absent.
    package var maxSurge: IntOrString {
        get throws(ObjectFields.ShapeError) {
            try object.fields.intOrString("spec", "strategy", "rollingUpdate", "maxSurge") ?? "25%"
        }
    }
    /// How many pods may be missing from the wanted number during an update; 25 % when absent.
    package var maxUnavailable: IntOrString {
        get throws(ObjectFields.ShapeError) {
            try object.fields.intOrString("spec", "strategy", "rollingUpdate", "maxUnavailable") ?? "25%"
        }
    }
    /// The revision that the controller gave the newest template; `nil` before it has seen the object.
    package var revision: Int? { object.annotations["deployment.kubernetes.io/revision"].flatMap { Int($0) } }
    /// Pods that are being stopped; absent on servers before 1.33.
    package var terminatingReplicas: Int? {
        get throws(ObjectFields.ShapeError) { try object.fields.integer("status", "terminatingReplicas") }
    }
}
