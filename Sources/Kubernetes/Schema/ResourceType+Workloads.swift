// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

// Workloads, and what sizes and protects them.
extension ResourceType {
    /// Pods that are interchangeable, and replaced step by step.
    package static let deployments = of(
        "apps/v1",
        "Deployment",
        "deployments",
        short: ["deploy"],
        has: [.scale, .status],
        in: ["all"]
    )
    /// A number of pods of one template.
    package static let replicaSets = of(
        "apps/v1",
        "ReplicaSet",
        "replicasets",
        short: ["rs"],
        has: [.scale, .status],
        in: ["all"]
    )
    /// Pods with a name and storage of their own.
    package static let statefulSets = of(
        "apps/v1",
        "StatefulSet",
        "statefulsets",
        short: ["sts"],
        has: [.scale, .status],
        in: ["all"]
    )
    /// One pod for every node.
    package static let daemonSets = of(
        "apps/v1",
        "DaemonSet",
        "daemonsets",
        short: ["ds"],
        has: [.status],
        in: ["all"]
    )
    /// Templates that a StatefulSet or DaemonSet has had, kept to go back to.
    package static let controllerRevisions = of("apps/v1", "ControllerRevision", "controllerrevisions")
    /// Pods that come to an end.
    package static let jobs = of("batch/v1", "Job", "jobs", has: [.status], in: ["all"])
    /// Jobs by the clock.
    package static let cronJobs = of(
        "batch/v1",
        "CronJob",
        "cronjobs",
        short: ["cj"],
        has: [.status],
        in: ["all"]
    )
    /// Numbers of replicas that follow the load, within bounds.
    package static let horizontalPodAutoscalers = of(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        "horizontalpodautoscalers",
        short: ["hpa"],
        has: [.status],
        in: ["all"]
    )
    /// How many pods may be missing on purpose.
    package static let podDisruptionBudgets = of(
        "policy/v1",
        "PodDisruptionBudget",
        "poddisruptionbudgets",
        short: ["pdb"],
        has: [.status]
    )
}
