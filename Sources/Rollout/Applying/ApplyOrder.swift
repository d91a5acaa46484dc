// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// In which order the objects of one service are written and listed.
enum ApplyOrder {
    /// What is written at the same time; each wave begins when the one before it is there.
    enum Wave: Int, Comparable {
        /// What others are in, or are instances of.
        case ground
        /// What pods ask for when they start: accounts, configuration, storage, network policies, and Services that are new.
        case provisions
        case workloads
        /// What leads to pods, scales them or protects them: Services, routes, autoscalers, budgets, and all other kinds.
        case surroundings

        static func < (left: Wave, right: Wave) -> Bool { left.rawValue < right.rawValue }
    }

    /// When an object of a kind is written, by whether it is new.
    ///
    /// No more waves than there is need for: a system of ten layers waits for ten times as many answers as there are waves.
    /// A server takes longest to make a Service, because addresses are given out one after the other, and nobody comes by
    /// it before there are pods. One that is there leads to pods, and is changed only once the server has accepted the new
    /// ones.
    static func wave(of kind: String, isNew: Bool) -> Wave {
        switch step(of: kind) {
        case 0: .ground
        case 1...4: .provisions
        case 5: .workloads
        default: kind == GroupVersionKind.service.kind && isNew ? .provisions : .surroundings
        }
    }

    /// Where a kind is listed: namespace, accounts, configuration, storage, network policy, workload, routes, scaling.
    ///
    /// The fingerprints of recorded revisions depend on it.
    static func step(of kind: String) -> Int {
        switch kind {
        case "Namespace", "CustomResourceDefinition": 0
        case "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding": 1
        case "ConfigMap", "Secret", "ExternalSecret", "SealedSecret": 2
        case "PersistentVolumeClaim", "StorageClass": 3
        case "NetworkPolicy": 4
        case "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob": 5
        case "HorizontalPodAutoscaler", "PodDisruptionBudget": 7
        default: 6
        }
    }

    /// Whether one object is listed before another of the same service; within a step by kind and name.
    static func precedes(_ left: KubernetesObject, _ right: KubernetesObject) -> Bool {
        let steps = (step(of: left.kind), step(of: right.kind))
        if steps.0 != steps.1 { return steps.0 < steps.1 }
        return left.reference < right.reference
    }
}
