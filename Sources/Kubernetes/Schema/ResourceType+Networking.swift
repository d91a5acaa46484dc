// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

// Ways to workloads.
extension ResourceType {
    /// Which connections pods may make and take.
    package static let networkPolicies = of(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "networkpolicies",
        short: ["netpol"]
    )
    /// Ways in by host and path.
    package static let ingresses = of(
        "networking.k8s.io/v1",
        "Ingress",
        "ingresses",
        short: ["ing"],
        has: [.status]
    )
    /// Which controller serves the Ingresses that name it.
    package static let ingressClasses = of(
        "networking.k8s.io/v1",
        "IngressClass",
        "ingressclasses",
        namespaced: false
    )
    /// Listeners for routes of the Gateway API.
    package static let gateways = of(
        "gateway.networking.k8s.io/v1",
        "Gateway",
        "gateways",
        short: ["gtw"],
        has: [.status],
        in: ["gateway-api"]
    )
    /// Ways in by host and path through a Gateway.
    package static let httpRoutes = of(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        "httproutes",
        has: [.status],
        in: ["gateway-api"]
    )
    /// The addresses behind a Service.
    package static let endpointSlices = of("discovery.k8s.io/v1", "EndpointSlice", "endpointslices")
}
