// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension ResourceType {
    /// The kinds that msctl knows, as a Kubernetes 1.36 API server and Gateway API 1.x describe them in discovery.
    package static let all: [ResourceType] = core + workloads + networking + policy

    private static let core: [ResourceType] = [
        of("v1", "Namespace", "namespaces", short: ["ns"], namespaced: false, has: [.status]),
        of("v1", "ServiceAccount", "serviceaccounts", short: ["sa"]),
        of("v1", "ConfigMap", "configmaps", short: ["cm"]),
        of("v1", "Secret", "secrets"),
        of("v1", "Service", "services", short: ["svc"], has: [.status], in: ["all"]),
        of("v1", "PersistentVolumeClaim", "persistentvolumeclaims", short: ["pvc"], has: [.status]),
        of("v1", "Pod", "pods", short: ["po"], has: [.status], in: ["all"]),
        of("v1", "Event", "events", short: ["ev"]),
        of("v1", "Node", "nodes", short: ["no"], namespaced: false, has: [.status]),
        of("v1", "ResourceQuota", "resourcequotas", short: ["quota"], has: [.status]),
        of("v1", "LimitRange", "limitranges", short: ["limits"]),
        of("v1", "Endpoints", "endpoints", short: ["ep"]),
    ]

    private static let workloads: [ResourceType] = [
        of("apps/v1", "Deployment", "deployments", short: ["deploy"], has: [.scale, .status], in: ["all"]),
        of("apps/v1", "ReplicaSet", "replicasets", short: ["rs"], has: [.scale, .status], in: ["all"]),
        of("apps/v1", "StatefulSet", "statefulsets", short: ["sts"], has: [.scale, .status], in: ["all"]),
        of("apps/v1", "DaemonSet", "daemonsets", short: ["ds"], has: [.status], in: ["all"]),
        of("apps/v1", "ControllerRevision", "controllerrevisions"),
        of("batch/v1", "Job", "jobs", has: [.status], in: ["all"]),
        of("batch/v1", "CronJob", "cronjobs", short: ["cj"], has: [.status], in: ["all"]),
        of(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "horizontalpodautoscalers",
            short: ["hpa"],
            has: [.status],
            in: ["all"]
        ),
        of("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", short: ["pdb"], has: [.status]),
    ]

    private static let networking: [ResourceType] = [
        of("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", short: ["netpol"]),
        of("networking.k8s.io/v1", "Ingress", "ingresses", short: ["ing"], has: [.status]),
        of("networking.k8s.io/v1", "IngressClass", "ingressclasses", namespaced: false),
        of(
            "gateway.networking.k8s.io/v1",
            "Gateway",
            "gateways",
            short: ["gtw"],
            has: [.status],
            in: ["gateway-api"]
        ),
        of("gateway.networking.k8s.io/v1", "HTTPRoute", "httproutes", has: [.status], in: ["gateway-api"]),
        of("discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),
    ]

    private static let policy: [ResourceType] = [
        of("coordination.k8s.io/v1", "Lease", "leases"),
        of("rbac.authorization.k8s.io/v1", "Role", "roles"),
        of("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings"),
        of("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", namespaced: false),
        of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", namespaced: false),
        of(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            "customresourcedefinitions",
            short: ["crd", "crds"],
            namespaced: false,
            has: [.status],
            in: ["api-extensions"]
        ),
        of("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", short: ["pc"], namespaced: false),
        of("storage.k8s.io/v1", "StorageClass", "storageclasses", short: ["sc"], namespaced: false),
        of(
            "authentication.k8s.io/v1",
            "SelfSubjectReview",
            "selfsubjectreviews",
            namespaced: false,
            verbs: ["create"]
        ),
        of(
            "authorization.k8s.io/v1",
            "SelfSubjectAccessReview",
            "selfsubjectaccessreviews",
            namespaced: false,
            verbs: ["create"]
        ),
        of(
            "authorization.k8s.io/v1",
            "SelfSubjectRulesReview",
            "selfsubjectrulesreviews",
            namespaced: false,
            verbs: ["create"]
        ),
        of(
            "authorization.k8s.io/v1",
            "SubjectAccessReview",
            "subjectaccessreviews",
            namespaced: false,
            verbs: ["create"]
        ),
        of(
            "authorization.k8s.io/v1",
            "LocalSubjectAccessReview",
            "localsubjectaccessreviews",
            verbs: ["create"]
        ),
    ]

    private static func of(
        _ apiVersion: String,
        _ kind: String,
        _ plural: String,
        short: [String] = [],
        namespaced: Bool = true,
        has subresources: Set<Subresource> = [],
        in categories: [String] = [],
        verbs: [String] = ResourceType.allVerbs
    ) -> ResourceType {
        ResourceType(
            GroupVersionKind(apiVersion: apiVersion, kind: kind),
            plural: plural,
            shortNames: short,
            isNamespaced: namespaced,
            subresources: subresources,
            categories: categories,
            verbs: verbs
        )
    }
}
