// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension KubernetesObject {
    /// The object as far as following a rollout reads it.
    ///
    /// A thousand services have several thousand pods, which are kept until the end; most of a pod is its spec and the
    /// record of who owns which field. Of a workload the spec is compared with what was written, and who wrote is said; of an
    /// Event it counts when.
    var onlyWhatIsWatched: KubernetesObject {
        switch kind {
        case "Pod": keeping(["status"], fieldOwners: nil)
        case "ReplicaSet": keepingScale
        default: keeping(json.keys, fieldOwners: withoutFields)
        }
    }

    /// The object as far as it is read once it was written: what is watched, and of others what it takes to prune them.
    var onlyWhatIsWritten: KubernetesObject {
        RolloutTarget.workloadKinds.contains(kind) || RolloutTarget.isCompanion(self)
            ? onlyWhatIsWatched : keeping([], fieldOwners: nil)
    }

    /// Of a ReplicaSet, what has become of it and how many pods it is to make.
    private var keepingScale: KubernetesObject {
        var kept = keeping(["status"], fieldOwners: nil)
        if let replicas = self["spec"]?["replicas"] { kept["spec"] = ["replicas": replicas] }
        return kept
    }

    /// Who wrote when, without which fields but those that stop a rollout: as asked, or for want of pods.
    private var withoutFields: JSONValue? {
        guard let entries = self[metadata: "managedFields"]?.array else { return nil }
        return .array(
            entries.map { entry in
                var entry = entry
                var kept = JSONObject()
                for field in [stoppingField, "replicas"].compactMap(\.self)
                where entry["fieldsV1"]?["f:spec"]?["f:\(field)"] != nil {
                    kept["f:\(field)"] = [:]
                }
                entry["fieldsV1"] = kept.isEmpty ? nil : ["f:spec": .object(kept)]
                return entry
            }
        )
    }

    private func keeping(_ members: some Collection<String>, fieldOwners: JSONValue?) -> KubernetesObject {
        var metadata = json["metadata"]?.object ?? [:]
        metadata["managedFields"] = fieldOwners
        var kept = JSONObject()
        for key in members { kept[key] = json[key] }
        return KubernetesObject(
            type: type,
            metadata: metadata,
            members: kept.without(["apiVersion", "kind", "metadata"])
        )
    }
}

extension JSONObject {
    fileprivate func without(_ keys: Set<String>) -> JSONObject {
        JSONObject(uniqueMembers: members.filter { !keys.contains($0.key) })
    }
}
