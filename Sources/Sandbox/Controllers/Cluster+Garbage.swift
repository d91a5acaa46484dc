// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Follows ownership: what loses its last owner goes, and finalizers about dependents are served.
    mutating func collectGarbage(_ key: ObjectKey) {
        if key.resource == .none {
            releaseDependents(of: key.name)
        } else if let object = store[key], !object.isDeleting {
            // Owned from the start by something that does not exist.
            let owners = object.ownerReferences
            let living = owners.contains { owner in
                owner["uid"]?.string.map { exists(uid: $0, owner, in: key.namespace) } ?? false
            }
            if !owners.isEmpty, !living { discard(key, DeleteOptions(propagation: .background)) }
        } else if let object = store[key], object.isDeleting {
            if object.finalizers.contains("orphan") { orphan(key, object) }
            if object.finalizers.contains("foregroundDeletion") { deleteInForeground(key, object) }
        }
    }

    /// The owner with this uid is gone: its dependents go too, unless somebody else owns them.
    private mutating func releaseDependents(of uid: String) {
        for (key, dependent) in store.dependents(of: uid) {
            let others = dependent.ownerReferences.filter { $0["uid"]?.string != uid }
            let living = others.contains { reference in
                reference["uid"]?.string.map { exists(uid: $0, reference, in: key.namespace) } ?? false
            }
            if living {
                modify(key, by: "kube-controller-manager") { object in
                    object["metadata"]?["ownerReferences"] = .array(others)
                }
            } else {
                discard(
                    key,
                    DeleteOptions(
                        propagation: dependent.finalizers.contains("foregroundDeletion")
                            ? .foreground : .background
                    )
                )
            }
            if let owner = dependent.ownerReferences.first(where: { $0["uid"]?.string == uid }) {
                revisitOwner(owner, namespace: key.namespace)
            }
        }
    }

    private func exists(uid: String, _ reference: JSONValue, in namespace: String) -> Bool {
        let type = GroupVersionKind(
            apiVersion: reference["apiVersion"]?.string ?? "",
            kind: reference["kind"]?.string ?? ""
        )
        guard let resource = self.type(of: type) else { return false }
        let key = ObjectKey(
            resource: GroupResource(resource),
            namespace: resource.isNamespaced ? namespace : "",
            name: reference["name"]?.string ?? ""
        )
        return store[key]?.uid == uid
    }

    private mutating func revisitOwner(_ reference: JSONValue, namespace: String) {
        let type = GroupVersionKind(
            apiVersion: reference["apiVersion"]?.string ?? "",
            kind: reference["kind"]?.string ?? ""
        )
        guard let resource = self.type(of: type), let name = reference["name"]?.string else { return }
        let key = ObjectKey(
            resource: GroupResource(resource),
            namespace: resource.isNamespaced ? namespace : "",
            name: name
        )
        if store[key]?.isDeleting ?? false { enqueue(.garbage, key) }
    }

    private mutating func orphan(_ key: ObjectKey, _ owner: StoredObject) {
        for (place, dependent) in store.dependents(of: owner.uid) {
            let others = dependent.ownerReferences.filter { $0["uid"]?.string != owner.uid }
            modify(place) { object in
                object["metadata"]?["ownerReferences"] = others.isEmpty ? nil : .array(others)
            }
        }
        dropFinalizer("orphan", of: key)
    }

    private mutating func deleteInForeground(_ key: ObjectKey, _ owner: StoredObject) {
        var isBlocked = false
        for (place, dependent) in store.dependents(of: owner.uid) {
            let reference = dependent.ownerReferences.first { $0["uid"]?.string == owner.uid }
            if reference?["blockOwnerDeletion"]?.bool ?? false { isBlocked = true }
            // What nothing depends on need not wait for anything.
            let waits = !store.dependents(of: dependent.uid).isEmpty
            if !dependent.isDeleting {
                discard(place, DeleteOptions(propagation: waits ? .foreground : .background))
            }
        }
        let isStillBlocked = store.dependents(of: owner.uid).contains { dependent in
            dependent.object.ownerReferences.contains {
                $0["uid"]?.string == owner.uid && $0["blockOwnerDeletion"]?.bool == true
            }
        }
        if !isBlocked || !isStillBlocked {
            dropFinalizer("foregroundDeletion", of: key)
        } else {
            enqueue(.garbage, key, after: .milliseconds(50))
        }
    }

    private mutating func dropFinalizer(_ name: String, of key: ObjectKey) {
        modify(key) { object in
            let left = (object[path: "metadata", "finalizers"]?.elements ?? []).filter { $0.string != name }
            object["metadata"]?["finalizers"] = left.isEmpty ? nil : .array(left)
        }
    }
}
