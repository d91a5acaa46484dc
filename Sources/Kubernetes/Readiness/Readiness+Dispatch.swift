// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    typealias Rule =
        @Sendable (KubernetesObject, ReadinessContext) throws(KubernetesObject.ShapeError) -> Readiness

    /// The readiness of a live object, by the rule of its kind.
    ///
    /// - Throws: `KubernetesObject.ShapeError` when a field that decides has the wrong type.
    package static func of(
        _ object: KubernetesObject,
        in context: ReadinessContext = ReadinessContext()
    ) throws(KubernetesObject.ShapeError) -> Readiness {
        if try object.fields.string("metadata", "deletionTimestamp") != nil {
            return .progressing("is being deleted")
        }
        let rule = rules["\(object.type.group)/\(object.kind)"] ?? customResource
        return try rule(object, context)
    }

    /// The one table of rules; versions of a kind share theirs.
    private static let rules: [String: Rule] = [
        "/Pod": pod,
        "/Service": serviceObject,
        "/PersistentVolumeClaim": persistentVolumeClaim,
        "/Namespace": namespace,
        "apps/Deployment": deployment,
        "apps/ReplicaSet": replicaSet,
        "apps/StatefulSet": statefulSet,
        "apps/DaemonSet": daemonSet,
        "batch/Job": job,
        "autoscaling/HorizontalPodAutoscaler": horizontalPodAutoscaler,
        "networking.k8s.io/Ingress": ingress,
        "gateway.networking.k8s.io/Gateway": gateway,
        "gateway.networking.k8s.io/HTTPRoute": httpRoute,
        "apiextensions.k8s.io/CustomResourceDefinition": customResourceDefinition,
        // These do their work by existing.
        "/ConfigMap": existence,
        "/Secret": existence,
        "/ServiceAccount": existence,
        "/ResourceQuota": existence,
        "/LimitRange": existence,
        "/Endpoints": existence,
        "/Event": existence,
        "batch/CronJob": existence,
        "policy/PodDisruptionBudget": existence,
        "networking.k8s.io/NetworkPolicy": existence,
        "networking.k8s.io/IngressClass": existence,
        "discovery.k8s.io/EndpointSlice": existence,
        "coordination.k8s.io/Lease": existence,
        "rbac.authorization.k8s.io/Role": existence,
        "rbac.authorization.k8s.io/RoleBinding": existence,
        "rbac.authorization.k8s.io/ClusterRole": existence,
        "rbac.authorization.k8s.io/ClusterRoleBinding": existence,
        "scheduling.k8s.io/PriorityClass": existence,
        "storage.k8s.io/StorageClass": existence,
    ]

    private static let existence: Rule = { _, _ throws(KubernetesObject.ShapeError) in .ready }
}
