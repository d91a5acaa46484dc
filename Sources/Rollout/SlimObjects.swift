// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Of a thousand services everything is in memory at once, so only that is kept which is looked at again.
extension KubernetesObject {
    /// What a deploy needs of an object once it has been compared: what it is, and of workloads and pods how they do.
    var slim: KubernetesObject {
        var result = self
        result[metadata: "managedFields"] = nil
        switch kind {
        case "Pod": result["spec"] = nil
        case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob":
            guard var spec = result["spec"]?.object else { break }
            for key in ["template", "jobTemplate", "volumeClaimTemplates"] { spec[key] = nil }
            result["spec"] = .object(spec)
        default:
            for key in result.json.keys where !["apiVersion", "kind", "metadata"].contains(key) {
                result[key] = nil
            }
        }
        return result
    }

    /// The object with no more of its managedFields than a plan asks about: who wrote when, and who owns our stamp and
    /// the number of replicas. They are often the greater half of an object.
    var withCondensedOwners: KubernetesObject {
        guard let entries = self[metadata: "managedFields"]?.array else { return self }
        var result = self
        result[metadata: "managedFields"] = .array(
            entries.map { entry in
                guard var members = entry.object else { return entry }
                let fields = members["fieldsV1"]
                let stamp = "f:\(Label.applied)"
                var kept: JSONObject = [:]
                if fields?[path: "f:metadata", "f:annotations"]?[stamp] != nil {
                    kept["f:metadata"] = ["f:annotations": .object([stamp: [:]])]
                }
                if fields?["f:spec"]?["f:replicas"] != nil { kept["f:spec"] = ["f:replicas": [:]] }
                members["fieldsV1"] = .object(kept)
                return .object(members)
            }
        )
        return result
    }
}
