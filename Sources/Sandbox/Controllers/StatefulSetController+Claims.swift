// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension StatefulSetController {
    /// The claims that belong to an ordinal, in the order of their templates.
    static func claimKeys(of set: StoredObject, _ ordinal: Int) -> [ObjectKey] {
        (set.spec["volumeClaimTemplates"]?.elements ?? []).map { template in
            let volume = template[path: "metadata", "name"]?.string ?? ""
            return ObjectKey(
                resource: .persistentVolumeClaims,
                namespace: set.namespace,
                name: "\(volume)-\(set.name)-\(ordinal)"
            )
        }
    }

    /// Lets the claims of an ordinal go with the set, or with a pod that is scaled away, as far as the set's
    /// `persistentVolumeClaimRetentionPolicy` says so; otherwise they stay.
    ///
    /// The garbage collector does the rest.
    static func assignClaims(
        of set: StoredObject,
        _ ordinal: Int,
        pod: StoredObject?,
        in cluster: inout Cluster
    ) {
        let policy = set.spec["persistentVolumeClaimRetentionPolicy"]
        var owner = policy?["whenDeleted"]?.string == "Delete" ? set : nil
        if policy?["whenScaled"]?.string == "Delete", ordinal >= set.spec["replicas"]?.wholeNumber ?? 1 {
            owner = pod
        }
        for key in claimKeys(of: set, ordinal) {
            guard let claim = cluster.store[key], !isStale(claim, set, ordinal, pod) else { continue }
            var references = claim.ownerReferences.filter { !isOurs($0, set, ordinal) }
            // One that somebody else controls is left to them.
            if let owner, !references.contains(where: { $0["controller"]?.bool == true }) {
                references.append(owner.controllerReference)
            }
            guard references != claim.ownerReferences else { continue }
            cluster.modify(key) { object in
                object["metadata"]?["ownerReferences"] = references.isEmpty ? nil : .array(references)
            }
        }
    }

    /// Whether a claim of an ordinal is about to go with a pod or set of the same name that is gone.
    static func isStale(_ claim: StoredObject, _ set: StoredObject, _ ordinal: Int, _ pod: StoredObject?)
        -> Bool
    {
        let living = [set.uid, pod?.uid]
        return claim.ownerReferences.contains {
            isOurs($0, set, ordinal) && !living.contains($0["uid"]?.string)
        }
    }

    private static func isOurs(_ reference: JSONValue, _ set: StoredObject, _ ordinal: Int) -> Bool {
        switch reference["kind"]?.string {
        case "StatefulSet": reference["name"]?.string == set.name
        case "Pod": reference["name"]?.string == "\(set.name)-\(ordinal)"
        default: false
        }
    }
}
