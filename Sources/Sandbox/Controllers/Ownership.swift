// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension StoredObject {
    /// The reference that makes this object the controller of another.
    var controllerReference: JSONValue {
        [
            "apiVersion": json["apiVersion"], "kind": json["kind"], "name": .string(name),
            "uid": .string(uid), "controller": true, "blockOwnerDeletion": true,
        ]
    }

    /// A pod as a controller makes it out of this object's template.
    var podOfTemplate: JSONValue {
        let template = spec["template"] ?? [:]
        return [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "generateName": .string(name.prefix(57) + "-"), "namespace": .string(namespace),
                "labels": template[path: "metadata", "labels"],
                "annotations": template[path: "metadata", "annotations"],
                "finalizers": template[path: "metadata", "finalizers"],
                "ownerReferences": [controllerReference],
            ],
            "spec": template["spec"] ?? [:],
        ]
    }
}

extension ObjectStore {
    /// The pods whose controller an object is, in the order of their names.
    func pods(controlledBy owner: StoredObject) -> [(key: ObjectKey, object: StoredObject)] {
        dependents(of: owner.uid, resource: .pods)
            .filter { $0.object.controller?["uid"]?.string == owner.uid }
    }
}

extension Cluster {
    /// The pods that an object controls and still selects, in the order of their names.
    ///
    /// One whose labels it no longer selects is released: it stays, and belongs to nobody.
    mutating func claimPods(of owner: StoredObject) -> [(key: ObjectKey, object: StoredObject)] {
        let pods = store.pods(controlledBy: owner)
        guard let selector = Selection.of(owner.spec["selector"]) else { return pods }
        return pods.filter { pod in
            if selector.matches(pod.object.labels) { return true }
            // What is being deleted leaves its pods to the garbage collector.
            if !owner.isDeleting { release(pod.key, from: owner) }
            return false
        }
    }

    /// Takes an owner out of an object's references.
    mutating func release(_ key: ObjectKey, from owner: StoredObject) {
        modify(key) { object in
            let others = (object[path: "metadata", "ownerReferences"]?.elements ?? [])
                .filter { $0["uid"]?.string != owner.uid }
            object["metadata"]?["ownerReferences"] = others.isEmpty ? nil : .array(others)
        }
    }
}
