// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Deletes what has lost its last owner, and serves the finalizers about dependents.
enum GarbageCollector: Controller {
    static func observe(_ change: Change, in cluster: inout Cluster) {
        if change.kind == .deleted {
            let key = ObjectKey(resource: uids, namespace: change.key.namespace, name: change.object.uid)
            cluster.enqueue(Self.self, key)
        } else if change.object.isDeleting {
            cluster.enqueue(Self.self, change.key)
        }
        if change.kind == .added, !change.object.ownerReferences.isEmpty {
            cluster.enqueue(Self.self, change.key)
        }
    }

    /// What is gone has no place any more: in a key of this resource, the name is a uid.
    private static let uids = GroupResource(text: "")

    /// Follows ownership: what loses its last owner goes, and finalizers about dependents are served.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        if key.resource == uids {
            releaseDependents(of: key.name, in: &cluster)
        } else if let object = cluster.store[key], !object.isDeleting {
            // Owned from the start by something that does not exist.
            let owners = object.ownerReferences
            let living = owners.contains { owner in
                owner["uid"]?.string.map { exists(uid: $0, owner, in: key.namespace, in: cluster) } ?? false
            }
            if !owners.isEmpty, !living { discard(key, object, in: &cluster) }
        } else if let object = cluster.store[key], object.isDeleting {
            if object.finalizers.contains("orphan") { orphan(key, object, in: &cluster) }
            if object.finalizers.contains("foregroundDeletion") {
                deleteInForeground(key, object, in: &cluster)
            }
        }
    }

    /// The owner with this uid is gone: its dependents go too, unless somebody else owns them.
    private static func releaseDependents(of uid: String, in cluster: inout Cluster) {
        for (key, dependent) in cluster.store.dependents(of: uid) {
            let others = dependent.ownerReferences.filter { $0["uid"]?.string != uid }
            let living = others.contains { reference in
                reference["uid"]?.string.map { exists(uid: $0, reference, in: key.namespace, in: cluster) }
                    ?? false
            }
            if living {
                cluster.modify(key, by: "kube-controller-manager") { object in
                    object["metadata"]?["ownerReferences"] = .array(others)
                }
            } else if !dependent.isDeleting {
                discard(key, dependent, in: &cluster)
            }
            if let owner = dependent.ownerReferences.first(where: { $0["uid"]?.string == uid }) {
                revisitOwner(owner, namespace: key.namespace, in: &cluster)
            }
        }
    }

    /// Deletes what nobody owns any more; what it says of its own dependents holds.
    private static func discard(_ key: ObjectKey, _ object: StoredObject, in cluster: inout Cluster) {
        let finalizers = object.finalizers
        let propagation: DeleteOptions.Propagation =
            finalizers.contains("orphan")
            ? .orphan : finalizers.contains("foregroundDeletion") ? .foreground : .background
        cluster.discard(key, DeleteOptions(propagation: propagation))
    }

    private static func exists(uid: String, _ reference: JSONValue, in namespace: String, in cluster: Cluster)
        -> Bool
    {
        let type = GroupVersionKind(
            apiVersion: reference["apiVersion"]?.string ?? "",
            kind: reference["kind"]?.string ?? ""
        )
        guard let resource = cluster.type(of: type) else { return false }
        let key = ObjectKey(
            resource: GroupResource(resource),
            namespace: resource.isNamespaced ? namespace : "",
            name: reference["name"]?.string ?? ""
        )
        return cluster.store[key]?.uid == uid
    }

    private static func revisitOwner(_ reference: JSONValue, namespace: String, in cluster: inout Cluster) {
        let type = GroupVersionKind(
            apiVersion: reference["apiVersion"]?.string ?? "",
            kind: reference["kind"]?.string ?? ""
        )
        guard let resource = cluster.type(of: type), let name = reference["name"]?.string else { return }
        let key = ObjectKey(
            resource: GroupResource(resource),
            namespace: resource.isNamespaced ? namespace : "",
            name: name
        )
        if cluster.store[key]?.isDeleting ?? false { cluster.enqueue(Self.self, key) }
    }

    private static func orphan(_ key: ObjectKey, _ owner: StoredObject, in cluster: inout Cluster) {
        for (place, dependent) in cluster.store.dependents(of: owner.uid) {
            let others = dependent.ownerReferences.filter { $0["uid"]?.string != owner.uid }
            cluster.modify(place) { object in
                object["metadata"]?["ownerReferences"] = others.isEmpty ? nil : .array(others)
            }
        }
        dropFinalizer("orphan", of: key, in: &cluster)
    }

    private static func deleteInForeground(_ key: ObjectKey, _ owner: StoredObject, in cluster: inout Cluster)
    {
        var isBlocked = false
        for (place, dependent) in cluster.store.dependents(of: owner.uid) {
            let reference = dependent.ownerReferences.first { $0["uid"]?.string == owner.uid }
            if reference?["blockOwnerDeletion"]?.bool ?? false { isBlocked = true }
            // What nothing depends on need not wait for anything.
            let waits = !cluster.store.dependents(of: dependent.uid).isEmpty
            if !dependent.isDeleting {
                cluster.discard(place, DeleteOptions(propagation: waits ? .foreground : .background))
            }
        }
        let isStillBlocked = cluster.store.dependents(of: owner.uid).contains { dependent in
            dependent.object.ownerReferences.contains {
                $0["uid"]?.string == owner.uid && $0["blockOwnerDeletion"]?.bool == true
            }
        }
        if !isBlocked || !isStillBlocked {
            dropFinalizer("foregroundDeletion", of: key, in: &cluster)
        } else {
            cluster.enqueue(Self.self, key, after: .milliseconds(50))
        }
    }

    private static func dropFinalizer(_ name: String, of key: ObjectKey, in cluster: inout Cluster) {
        cluster.modify(key) { object in
            let left = (object[path: "metadata", "finalizers"]?.elements ?? []).filter { $0.string != name }
            object["metadata"]?["finalizers"] = left.isEmpty ? nil : .array(left)
        }
    }
}
