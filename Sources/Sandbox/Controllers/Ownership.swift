// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

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
