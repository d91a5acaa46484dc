// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Keeps `spec.replicas` away from workloads that an autoscaler governs.
enum ReplicaOwnership {
    /// Drops the field, except while we still own it: dropping it then would reset it to 1.
    ///
    /// In that case the present value is sent along until the autoscaler has written one of its own; the API server
    /// then moves the ownership, and the field can go.
    static func adjust(_ item: inout Intention.Item, isAutoscaled: Bool) {
        guard isAutoscaled, ["Deployment", "StatefulSet"].contains(item.desired.object.kind),
            var spec = item.desired.object["spec"]?.object
        else { return }
        let present = item.live?["spec"]?["replicas"]
        spec["replicas"] = item.live?.replicasAreOurs == true ? present : nil
        item.desired.object["spec"] = .object(spec)
    }

    /// The workloads that the autoscalers among some objects govern, as `Kind/name`.
    static func governed(by objects: [DesiredObject]) -> Set<String> {
        var result: Set<String> = []
        for desired in objects where desired.object.kind == "HorizontalPodAutoscaler" {
            let target = desired.object["spec"]?["scaleTargetRef"]
            guard let kind = target?["kind"]?.string, let name = target?["name"]?.string else { continue }
            result.insert("\(kind)/\(name)")
        }
        return result
    }
}
