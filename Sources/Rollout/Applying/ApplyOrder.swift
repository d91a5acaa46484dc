// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// In which order the objects of one service are written.
enum ApplyOrder {
    /// The step of a kind: namespace, accounts, configuration, storage, network policy, workload, routes, scaling.
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

    /// Whether one object is written before another of the same service; within a step by kind and name.
    static func precedes(_ left: KubernetesObject, _ right: KubernetesObject) -> Bool {
        let steps = (step(of: left.kind), step(of: right.kind))
        if steps.0 != steps.1 { return steps.0 < steps.1 }
        return left.reference < right.reference
    }
}
