// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

// Locks, access, extensions, classes, and questions about access.
extension ResourceType {
    /// Locks that lapse unless their holder renews them.
    package static let leases = of("coordination.k8s.io/v1", "Lease", "leases")
    /// What may be done in a namespace.
    package static let roles = of("rbac.authorization.k8s.io/v1", "Role", "roles")
    /// Who has a role in a namespace.
    package static let roleBindings = of("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings")
    /// What may be done, wherever they are bound.
    package static let clusterRoles = of(
        "rbac.authorization.k8s.io/v1",
        "ClusterRole",
        "clusterroles",
        namespaced: false
    )
    /// Who has a role in every namespace, and for what lies in none.
    package static let clusterRoleBindings = of(
        "rbac.authorization.k8s.io/v1",
        "ClusterRoleBinding",
        "clusterrolebindings",
        namespaced: false
    )
    /// Kinds that were added to a cluster.
    package static let customResourceDefinitions = of(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "customresourcedefinitions",
        short: ["crd", "crds"],
        namespaced: false,
        has: [.status],
        in: ["api-extensions"]
    )
    /// Which pods are scheduled first, and may push out others.
    package static let priorityClasses = of(
        "scheduling.k8s.io/v1",
        "PriorityClass",
        "priorityclasses",
        short: ["pc"],
        namespaced: false
    )
    /// What kinds of volumes a cluster can make.
    package static let storageClasses = of(
        "storage.k8s.io/v1",
        "StorageClass",
        "storageclasses",
        short: ["sc"],
        namespaced: false
    )
    /// The question who one is.
    package static let selfSubjectReviews = of(
        "authentication.k8s.io/v1",
        "SelfSubjectReview",
        "selfsubjectreviews",
        namespaced: false,
        verbs: ["create"]
    )
    /// The question whether one may do something.
    package static let selfSubjectAccessReviews = of(
        "authorization.k8s.io/v1",
        "SelfSubjectAccessReview",
        "selfsubjectaccessreviews",
        namespaced: false,
        verbs: ["create"]
    )
    /// The question what one may do.
    package static let selfSubjectRulesReviews = of(
        "authorization.k8s.io/v1",
        "SelfSubjectRulesReview",
        "selfsubjectrulesreviews",
        namespaced: false,
        verbs: ["create"]
    )
    /// The question whether somebody may do something.
    package static let subjectAccessReviews = of(
        "authorization.k8s.io/v1",
        "SubjectAccessReview",
        "subjectaccessreviews",
        namespaced: false,
        verbs: ["create"]
    )
    /// The question whether somebody may do something in one namespace.
    package static let localSubjectAccessReviews = of(
        "authorization.k8s.io/v1",
        "LocalSubjectAccessReview",
        "localsubjectaccessreviews",
        verbs: ["create"]
    )
}
