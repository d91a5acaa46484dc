// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// What a resource is called, versions aside: `deployments.apps`, or `pods` of the core group.
///
/// In code it comes from a ``ResourceType``, so that a name that does not exist cannot be written down.
struct GroupResource: Sendable, Hashable, Comparable {
    /// The name, as in the server's messages and in saved states.
    let text: String

    /// The resource of a type.
    init(_ type: ResourceType) {
        text = type.qualifiedPlural
    }

    /// The resource that a text from outside names, such as a saved state or a quota; there may be none.
    init(text: String) {
        self.text = text
    }

    static func < (left: GroupResource, right: GroupResource) -> Bool { left.text < right.text }
}

extension GroupResource {
    static let clusterRoleBindings = GroupResource(.clusterRoleBindings)
    static let clusterRoles = GroupResource(.clusterRoles)
    static let configMaps = GroupResource(.configMaps)
    static let controllerRevisions = GroupResource(.controllerRevisions)
    static let cronJobs = GroupResource(.cronJobs)
    static let customResourceDefinitions = GroupResource(.customResourceDefinitions)
    static let daemonSets = GroupResource(.daemonSets)
    static let deployments = GroupResource(.deployments)
    static let endpointSlices = GroupResource(.endpointSlices)
    static let events = GroupResource(.events)
    static let horizontalPodAutoscalers = GroupResource(.horizontalPodAutoscalers)
    static let httpRoutes = GroupResource(.httpRoutes)
    static let ingresses = GroupResource(.ingresses)
    static let jobs = GroupResource(.jobs)
    static let leases = GroupResource(.leases)
    static let limitRanges = GroupResource(.limitRanges)
    static let namespaces = GroupResource(.namespaces)
    static let nodes = GroupResource(.nodes)
    static let persistentVolumeClaims = GroupResource(.persistentVolumeClaims)
    static let podDisruptionBudgets = GroupResource(.podDisruptionBudgets)
    static let pods = GroupResource(.pods)
    static let priorityClasses = GroupResource(.priorityClasses)
    static let replicaSets = GroupResource(.replicaSets)
    static let resourceQuotas = GroupResource(.resourceQuotas)
    static let roleBindings = GroupResource(.roleBindings)
    static let roles = GroupResource(.roles)
    static let secrets = GroupResource(.secrets)
    static let serviceAccounts = GroupResource(.serviceAccounts)
    static let services = GroupResource(.services)
    static let statefulSets = GroupResource(.statefulSets)
}
