// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Replaces an object by a new state of it: carried-over identity, defaults, checks, generation, ownership.
    ///
    /// A state that changes nothing writes nothing. Removing the last finalizer of a deleted object removes it.
    mutating func update(
        _ key: ObjectKey,
        to proposal: JSONObject,
        _ context: WriteContext,
        managers given: ManagedFields? = nil
    ) throws(StatusFailure) -> JSONObject {
        guard let old = store[key] else { throw .notFound(context.type, key.name) }
        try checkIdentity(proposal, against: old, at: key, context.type)
        let type = context.type
        let before = JSONValue.object(old.json)
        var object = Preparation.merged(
            proposal: .object(proposal),
            old: before,
            type: type,
            subresource: context.subresource
        )
        if !context.isStatusOfController {
            Defaulting.apply(to: &object, type: type)
            Preparation.carryAllocations(from: before, to: &object, type: type)
            try allocate(&object, at: key, type: type, replacing: before)
            try Validation.checkUpdate(
                from: old,
                to: object,
                type: type,
                subresource: context.subresource
            )
            try checkVersion(of: object, old: before, old.name, context)
            if context.subresource.isEmpty, type == .persistentVolumeClaims, !old.isDeleting {
                try checkLimits(object, at: key, type)
            }
            if context.subresource.isEmpty, [.services, .persistentVolumeClaims].contains(type) {
                try admit(object, at: key, type, replacing: before)
            }
        }
        if Preparation.tracksGeneration(type), context.subresource != "status",
            Preparation.bumpsGeneration(old: before, new: object, type: type)
        {
            object["metadata"]?["generation"] = .integer(old.generation + 1)
        }

        let list = before[path: "metadata", "managedFields"]
        let unchanged = ManagedFields(list)
        let managers =
            given ?? updatedManagers(unchanged, from: before, to: object, proposal: proposal, context)
        if managers.ownsSame(as: unchanged), Self.sameContent(before, object) { return old.json }
        object["metadata"]?["managedFields"] = managers.json(reusing: list, of: unchanged)
        object["metadata"]?["resourceVersion"] = .string(String(old.revision))
        let ordered = Self.ordered(object)
        guard !context.isDryRun else { return ordered }
        if old.isDeleting, StoredObject(json: ordered, revision: 0).finalizers.isEmpty,
            Preparation.isGone(object, type: type)
        {
            erase(key, last: old.json)
            // The answer keeps the version of the last state; only watchers hear of the deletion's.
            return ordered
        }
        return commit(ordered, at: key).json
    }

    private func checkIdentity(
        _ proposal: JSONObject,
        against old: StoredObject,
        at key: ObjectKey,
        _ type: ResourceType
    ) throws(StatusFailure) {
        let metadata = proposal["metadata"]?.members ?? [:]
        if let uid = metadata["uid"]?.string, !uid.isEmpty, uid != old.uid {
            throw .otherUID(type, key, wanted: uid, found: old.uid)
        }
        guard let version = metadata["resourceVersion"]?.string, !version.isEmpty, version != "0" else {
            return
        }
        guard let number = Int64(version) else {
            throw .internalError("strconv.ParseUint: parsing \"\(version)\": invalid syntax")
        }
        if number != old.revision { throw .conflict(type, old.name) }
    }

    /// Ownership after a write that is no apply.
    private func updatedManagers(
        _ known: ManagedFields,
        from before: JSONValue,
        to object: JSONValue,
        proposal: JSONObject,
        _ context: WriteContext
    ) -> ManagedFields {
        // Who owns what is not said at the address of a part.
        let submitted = context.subresource.isEmpty ? proposal["metadata"]?["managedFields"] : nil
        // One empty entry stops tracking until the next apply.
        if submitted == [[:]] { return ManagedFields() }
        var managers = known
        // No entry, or ones that make no sense, come from clients that do not know what they are.
        if let submitted {
            let read = ManagedFields(submitted)
            if !read.isEmpty, read.entries.count == submitted.elements.count { managers = read }
        }
        if managers.isEmpty { return managers }
        let comparison = KindVersions(context.type).compare(
            before,
            object,
            in: context.type.type.apiVersion,
            by: context.owner.apiVersion,
            owners: managers
        )
        managers.recordUpdate(comparison, by: context.owner, at: time)
        return managers
    }

    private static func sameContent(_ old: JSONValue, _ new: JSONValue) -> Bool {
        var left = old
        var right = new
        for name in ["managedFields", "resourceVersion"] {
            left["metadata"]?[name] = nil
            right["metadata"]?[name] = nil
        }
        return left == right
    }

    /// A controller's change to an object that may be gone; conflicts cannot happen, as nothing runs beside it.
    @discardableResult
    mutating func modify(
        _ key: ObjectKey,
        by manager: String = "kube-controller-manager",
        subresource: String = "",
        _ change: (inout JSONValue) -> Void
    ) -> StoredObject? {
        guard let old = store[key], let type = type(of: key.resource) else { return nil }
        var object = JSONValue.object(old.json)
        change(&object)
        object["metadata"]?["resourceVersion"] = nil
        object["metadata"]?["managedFields"] = nil
        var context = WriteContext(type: type, manager: manager, subresource: subresource)
        context.isStatusOfController = subresource == "status"
        do throws(StatusFailure) {
            _ = try update(key, to: object.members, context)
        } catch {
            // A controller that proposes something invalid changes nothing, as its request would be refused.
            return old
        }
        return store[key]
    }
}
