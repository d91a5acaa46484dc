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
        if change.kind != .deleted, hasNewOwner(change) { cluster.enqueue(Self.self, change.key) }
    }

    private static func hasNewOwner(_ change: Change) -> Bool {
        let known = change.previous?.ownerReferences.map { $0["uid"] } ?? []
        return change.object.ownerReferences.contains { !known.contains($0["uid"]) }
    }

    /// What is gone has no place any more: in a key of this resource, the name is a uid.
    private static let uids = GroupResource(text: "")

    /// Follows ownership: what loses its last owner goes, and finalizers about dependents are served.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        if key.resource == uids {
            releaseDependents(of: key, in: &cluster)
        } else if let object = cluster.store[key], !object.isDeleting {
            dropMissingOwners(key, object, in: &cluster)
        } else if let object = cluster.store[key], object.isDeleting {
            if object.finalizers.contains("orphan") { orphan(key, object, in: &cluster) }
            if object.finalizers.contains("foregroundDeletion") {
                deleteInForeground(key, object, in: &cluster)
            }
        }
    }

    /// An owner, here by its uid, is gone: its dependents go too, unless somebody else owns them.
    private static func releaseDependents(of owner: ObjectKey, in cluster: inout Cluster) {
        let uid = owner.name
        for (key, dependent) in cluster.store.dependents(of: uid) {
            // Its kind may be gone with it, but who saw it go needs no kind to know.
            let isKnown = owner.namespace.isEmpty || owner.namespace == key.namespace
            if !dependent.isDeleting {
                dropMissingOwners(key, dependent, gone: isKnown ? uid : nil, in: &cluster)
            }
            if let owner = dependent.ownerReferences.first(where: { $0["uid"]?.string == uid }) {
                revisitOwner(owner, namespace: key.namespace, in: &cluster)
            }
        }
    }

    /// Deletes an object none of whose owners exists, and otherwise takes those out that do not.
    private static func dropMissingOwners(
        _ key: ObjectKey,
        _ object: StoredObject,
        gone: String? = nil,
        in cluster: inout Cluster
    ) {
        var living: [JSONValue] = []
        for owner in object.ownerReferences where gone == nil || owner["uid"]?.string != gone {
            // Where nobody can say whether an owner exists, nothing is touched.
            guard let exists = exists(owner, in: key.namespace, in: cluster) else { return }
            if exists { living.append(owner) }
        }
        if living.count == object.ownerReferences.count { return }
        if living.isEmpty {
            discard(key, object, in: &cluster)
        } else {
            cluster.modify(key, by: "kube-controller-manager") { object in
                object["metadata"]?["ownerReferences"] = .array(living)
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

    /// Whether an owner exists; `nil` where its kind is not known, or where something outside of namespaces names one
    /// inside, which is a mistake and not a reason to delete anything.
    private static func exists(_ reference: JSONValue, in namespace: String, in cluster: Cluster) -> Bool? {
        let type = GroupVersionKind(
            apiVersion: reference["apiVersion"]?.string ?? "",
            kind: reference["kind"]?.string ?? ""
        )
        guard let resource = cluster.type(of: type), !resource.isNamespaced || !namespace.isEmpty else {
            return nil
        }
        let key = ObjectKey(
            resource: GroupResource(resource),
            namespace: resource.isNamespaced ? namespace : "",
            name: reference["name"]?.string ?? ""
        )
        return cluster.store[key].map { $0.uid == reference["uid"]?.string } ?? false
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
