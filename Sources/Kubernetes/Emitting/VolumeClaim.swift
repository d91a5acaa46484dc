// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// The claim that each pod of a StatefulSet gets.
package struct VolumeClaimTemplate: Emittable {
    /// The name of the volume, which mounts refer to.
    package var name: String
    /// How much it must hold at least.
    package var size: Quantity
    /// The labels of each claim, by which they are found once the StatefulSet is gone.
    package var labels: [String: String] = [:]
    /// The storage class; `nil` for the default one of the cluster.
    package var storageClass: String? = nil
    /// Who may mount it at the same time; by default the pods of one node.
    package var accessModes: [String] = ["ReadWriteOnce"]

    /// Takes what must be there; the rest is set afterwards.
    package init(name: String, size: Quantity) {
        self.name = name
        self.size = size
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": ["name": .string(name), "labels": .optional(labels)],
            "spec": .object(claimSpec(accessModes, storageClass, size)),
        ]
    }
}

private func claimSpec(_ accessModes: [String], _ storageClass: String?, _ size: Quantity) -> JSONObject {
    [
        "accessModes": .optional(accessModes),
        "storageClassName": .optional(storageClass),
        "resources": ["requests": ["storage": .string(size.description)]],
    ]
}
