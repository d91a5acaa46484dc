// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension ResourceType {
    /// The kinds that msctl knows, as a Kubernetes 1.36 API server and Gateway API 1.x describe them in discovery.
    ///
    /// The order is that of discovery in the sandbox.
    package static let all: [ResourceType] = core + workloads + networking + policy

    private static let core: [ResourceType] = [
        namespaces, serviceAccounts, configMaps, secrets, services, persistentVolumeClaims, pods, events,
        nodes, resourceQuotas, limitRanges, endpoints,
    ]
    private static let workloads: [ResourceType] = [
        deployments, replicaSets, statefulSets, daemonSets, controllerRevisions, jobs, cronJobs,
        horizontalPodAutoscalers, podDisruptionBudgets,
    ]
    private static let networking: [ResourceType] = [
        networkPolicies, ingresses, ingressClasses, gateways, httpRoutes, endpointSlices,
    ]
    private static let policy: [ResourceType] = [
        leases, roles, roleBindings, clusterRoles, clusterRoleBindings, customResourceDefinitions,
        priorityClasses, storageClasses, selfSubjectReviews, selfSubjectAccessReviews,
        selfSubjectRulesReviews, subjectAccessReviews, localSubjectAccessReviews,
    ]

    /// Describes a kind in one line or a few.
    static func of(
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
