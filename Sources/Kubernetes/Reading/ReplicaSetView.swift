// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A ReplicaSet as the API server returns it.
package struct ReplicaSetView: ReplicatedView {
    /// The object read.
    package let object: KubernetesObject

    /// Looks at an object without checking its kind.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// The hash of the pod template, as its pods carry it; `nil` when no Deployment owns it.
    package var podTemplateHash: String? { object.labels["pod-template-hash"] }
    /// The revision of the Deployment that it holds; `nil` when none does.
    package var revision: Int? { object.annotations["deployment.kubernetes.io/revision"].flatMap { Int($0) } }
}
