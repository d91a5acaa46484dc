// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

// The core group.
extension ResourceType {
    /// What names are unique in, and what goes together.
    package static let namespaces = of(
        "v1",
        "Namespace",
        "namespaces",
        short: ["ns"],
        namespaced: false,
        has: [.status]
    )
    /// Whom the processes of a pod act as.
    package static let serviceAccounts = of("v1", "ServiceAccount", "serviceaccounts", short: ["sa"])
    /// Settings for pods.
    package static let configMaps = of("v1", "ConfigMap", "configmaps", short: ["cm"])
    /// Settings for pods that not everybody may read.
    package static let secrets = of("v1", "Secret", "secrets")
    /// Addresses in front of pods; in code `ServiceObject`.
    package static let services = of("v1", "Service", "services", short: ["svc"], has: [.status], in: ["all"])
    /// Requests for storage, each bound to a volume that fits.
    package static let persistentVolumeClaims = of(
        "v1",
        "PersistentVolumeClaim",
        "persistentvolumeclaims",
        short: ["pvc"],
        has: [.status]
    )
    /// Containers that run together on one node.
    package static let pods = of("v1", "Pod", "pods", short: ["po"], has: [.status], in: ["all"])
    /// What has happened to other objects.
    package static let events = of("v1", "Event", "events", short: ["ev"])
    /// Machines that run pods; the sandbox makes them up.
    package static let nodes = of("v1", "Node", "nodes", short: ["no"], namespaced: false, has: [.status])
    /// Limits on what a namespace holds and asks for.
    package static let resourceQuotas = of(
        "v1",
        "ResourceQuota",
        "resourcequotas",
        short: ["quota"],
        has: [.status]
    )
    /// Limits on single pods, and defaults for them.
    package static let limitRanges = of("v1", "LimitRange", "limitranges", short: ["limits"])
    /// The addresses behind a Service, in the form before EndpointSlices.
    package static let endpoints = of("v1", "Endpoints", "endpoints", short: ["ep"])
}
