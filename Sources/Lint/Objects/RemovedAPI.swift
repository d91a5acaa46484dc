// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// An API version that Kubernetes serves no more.
///
/// From Kubernetes' deprecated API migration guide (kubernetes.io/docs/reference/using-api/deprecation-guide).
struct RemovedAPI: Sendable {
    /// The version of Kubernetes that no longer has it.
    let removedIn: String
    /// The API version that has the kind now; `nil` when the kind is gone.
    let replacement: String?
    /// Whether an object need not change in anything but its `apiVersion`.
    let isAlike: Bool

    private init(_ removedIn: String, _ replacement: String?, isAlike: Bool = true) {
        self.removedIn = removedIn
        self.replacement = replacement
        self.isAlike = isAlike
    }

    /// What became of a type; `nil` for one that is served, or that is not Kubernetes' own.
    static func of(_ type: GroupVersionKind) -> RemovedAPI? {
        switch (type.apiVersion, type.kind) {
        case ("extensions/v1beta1", "Deployment"), ("extensions/v1beta1", "DaemonSet"),
            ("extensions/v1beta1", "ReplicaSet"), ("apps/v1beta1", _), ("apps/v1beta2", _):
            RemovedAPI("1.16", "apps/v1")
        case ("extensions/v1beta1", "NetworkPolicy"): RemovedAPI("1.16", "networking.k8s.io/v1")
        case ("extensions/v1beta1", "PodSecurityPolicy"), ("policy/v1beta1", "PodSecurityPolicy"):
            RemovedAPI("1.25", nil)
        case ("extensions/v1beta1", "Ingress"), ("networking.k8s.io/v1beta1", "Ingress"):
            RemovedAPI("1.22", "networking.k8s.io/v1", isAlike: false)
        case ("networking.k8s.io/v1beta1", "IngressClass"): RemovedAPI("1.22", "networking.k8s.io/v1")
        case ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration"),
            ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration"):
            RemovedAPI("1.22", "admissionregistration.k8s.io/v1", isAlike: false)
        case ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition"):
            RemovedAPI("1.22", "apiextensions.k8s.io/v1", isAlike: false)
        case ("certificates.k8s.io/v1beta1", "CertificateSigningRequest"):
            RemovedAPI("1.22", "certificates.k8s.io/v1", isAlike: false)
        case ("apiregistration.k8s.io/v1beta1", _), ("authentication.k8s.io/v1beta1", "TokenReview"),
            ("authorization.k8s.io/v1beta1", _), ("coordination.k8s.io/v1beta1", "Lease"),
            ("rbac.authorization.k8s.io/v1beta1", _), ("rbac.authorization.k8s.io/v1alpha1", _),
            ("scheduling.k8s.io/v1beta1", "PriorityClass"):
            RemovedAPI("1.22", "\(type.group)/v1")
        case ("storage.k8s.io/v1beta1", "CSIStorageCapacity"): RemovedAPI("1.27", "storage.k8s.io/v1")
        case ("storage.k8s.io/v1beta1", "CSIDriver"), ("storage.k8s.io/v1beta1", "CSINode"),
            ("storage.k8s.io/v1beta1", "StorageClass"), ("storage.k8s.io/v1beta1", "VolumeAttachment"):
            RemovedAPI("1.22", "storage.k8s.io/v1")
        case ("batch/v2alpha1", "CronJob"): RemovedAPI("1.21", "batch/v1")
        case ("batch/v1beta1", "CronJob"): RemovedAPI("1.25", "batch/v1")
        case ("discovery.k8s.io/v1beta1", "EndpointSlice"):
            RemovedAPI("1.25", "discovery.k8s.io/v1", isAlike: false)
        case ("events.k8s.io/v1beta1", "Event"): RemovedAPI("1.25", "events.k8s.io/v1", isAlike: false)
        case ("policy/v1beta1", "PodDisruptionBudget"): RemovedAPI("1.25", "policy/v1")
        case ("node.k8s.io/v1beta1", "RuntimeClass"): RemovedAPI("1.25", "node.k8s.io/v1")
        case ("autoscaling/v2beta1", "HorizontalPodAutoscaler"):
            RemovedAPI("1.25", "autoscaling/v2", isAlike: false)
        case ("autoscaling/v2beta2", "HorizontalPodAutoscaler"): RemovedAPI("1.26", "autoscaling/v2")
        case ("flowcontrol.apiserver.k8s.io/v1beta1", _):
            RemovedAPI("1.26", "flowcontrol.apiserver.k8s.io/v1", isAlike: false)
        case ("flowcontrol.apiserver.k8s.io/v1beta2", _):
            RemovedAPI("1.29", "flowcontrol.apiserver.k8s.io/v1", isAlike: false)
        case ("flowcontrol.apiserver.k8s.io/v1beta3", _):
            RemovedAPI("1.32", "flowcontrol.apiserver.k8s.io/v1")
        default: nil
        }
    }
}
