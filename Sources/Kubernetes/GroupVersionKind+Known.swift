// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The types that msctl has a word for, each in the one version that it knows.
extension GroupVersionKind {
    // The core group.
    /// `v1` `Namespace`.
    package static let namespace = GroupVersionKind(apiVersion: "v1", kind: "Namespace")
    /// `v1` `ServiceAccount`.
    package static let serviceAccount = GroupVersionKind(apiVersion: "v1", kind: "ServiceAccount")
    /// `v1` `ConfigMap`.
    package static let configMap = GroupVersionKind(apiVersion: "v1", kind: "ConfigMap")
    /// `v1` `Secret`.
    package static let secret = GroupVersionKind(apiVersion: "v1", kind: "Secret")
    /// `v1` `Service`.
    package static let service = GroupVersionKind(apiVersion: "v1", kind: "Service")
    /// `v1` `Pod`.
    package static let pod = GroupVersionKind(apiVersion: "v1", kind: "Pod")
    /// `v1` `Event`.
    package static let event = GroupVersionKind(apiVersion: "v1", kind: "Event")

    // What runs.
    /// `apps/v1` `Deployment`.
    package static let deployment = GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment")
    /// `apps/v1` `ReplicaSet`.
    package static let replicaSet = GroupVersionKind(apiVersion: "apps/v1", kind: "ReplicaSet")
    /// `apps/v1` `StatefulSet`.
    package static let statefulSet = GroupVersionKind(apiVersion: "apps/v1", kind: "StatefulSet")
    /// `apps/v1` `DaemonSet`.
    package static let daemonSet = GroupVersionKind(apiVersion: "apps/v1", kind: "DaemonSet")
    /// `batch/v1` `Job`.
    package static let job = GroupVersionKind(apiVersion: "batch/v1", kind: "Job")
    /// `batch/v1` `CronJob`.
    package static let cronJob = GroupVersionKind(apiVersion: "batch/v1", kind: "CronJob")
    /// `autoscaling/v2` `HorizontalPodAutoscaler`.
    package static let horizontalPodAutoscaler = GroupVersionKind(
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler"
    )
    /// `policy/v1` `PodDisruptionBudget`.
    package static let podDisruptionBudget = GroupVersionKind(
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget"
    )

    // The network.
    /// `networking.k8s.io/v1` `NetworkPolicy`.
    package static let networkPolicy = GroupVersionKind(
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy"
    )
    /// `networking.k8s.io/v1` `Ingress`.
    package static let ingress = GroupVersionKind(apiVersion: "networking.k8s.io/v1", kind: "Ingress")
    /// `gateway.networking.k8s.io/v1` `HTTPRoute`.
    package static let httpRoute = GroupVersionKind(
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute"
    )
    /// `coordination.k8s.io/v1` `Lease`.
    package static let lease = GroupVersionKind(apiVersion: "coordination.k8s.io/v1", kind: "Lease")

    // Workloads, from all of them to those that can do more.
    /// Types that have pods, now or by a schedule.
    package static let podOwners: [GroupVersionKind] = workloads + [cronJob]
    /// Types whose pods tell when they are ready, or done.
    package static let workloads: [GroupVersionKind] = [deployment, statefulSet, daemonSet, job]
    /// Types that select their pods by labels which never change.
    package static let podSelectors: [GroupVersionKind] = [deployment, statefulSet, daemonSet]
    /// Types with a number of replicas, which an autoscaler can govern.
    package static let scalable: [GroupVersionKind] = [deployment, statefulSet]
}
