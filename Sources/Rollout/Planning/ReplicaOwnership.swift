// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Keeps `spec.replicas` away from workloads that an autoscaler governs.
enum ReplicaOwnership {
    /// Drops the field, except while we still own it: dropping it then would reset it to 1.
    ///
    /// In that case the present value is sent along until the autoscaler has written one of its own; the API server
    /// then moves the ownership, and the field can go. A workload that is yet to be made starts with as many
    /// replicas as its autoscaler would give it at least, rather than with the 1 that the API gives.
    static func adjust(_ item: inout Intention.Item, least: Int?) {
        guard let least, ["Deployment", "StatefulSet"].contains(item.desired.object.kind),
            var spec = item.desired.object["spec"]?.object
        else { return }
        if let live = item.live {
            spec["replicas"] = live.replicasAreOurs ? live["spec"]?["replicas"] : nil
        } else {
            spec["replicas"] = .integer(Int64(least))
        }
        item.desired.object["spec"] = .object(spec)
    }

    /// The workloads that the autoscalers among some objects govern, and how many replicas each gets at least.
    static func governed(by objects: [KubernetesObject]) -> GovernedWorkloads {
        var result = GovernedWorkloads()
        for scaler in objects where scaler.kind == "HorizontalPodAutoscaler" {
            let target = scaler["spec"]?["scaleTargetRef"]
            guard let kind = target?["kind"]?.string, let name = target?["name"]?.string else { continue }
            result.least["\(kind)/\(name)"] = Int(scaler["spec"]?["minReplicas"]?.integer ?? 1)
        }
        return result
    }
}

/// The workloads that autoscalers govern.
struct GovernedWorkloads: Sendable, Hashable {
    /// The least number of replicas, by `Kind/name`.
    fileprivate(set) var least: [String: Int] = [:]

    /// How many replicas the autoscaler of a workload gives it at least; `nil` without an autoscaler.
    func least(of object: KubernetesObject) -> Int? { least["\(object.kind)/\(object.name)"] }
}
