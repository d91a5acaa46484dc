// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// One apply request against one object: a pure function from live object and applied one to the result.
struct ServerSideApply: Sendable {
    /// The versions of the kind; objects come in the one that `manager` writes.
    var versions: KindVersions
    /// Who applies.
    var manager: ManagedFields.Manager
    /// Whether to take fields from other managers.
    var force: Bool
    /// The time to record when the object changes.
    var time: String

    /// What an apply leads to.
    struct Outcome: Sendable {
        /// The merged object without `managedFields`; the live one when nothing changes.
        var object: JSONValue
        var managers: ManagedFields
    }

    /// The fields that others own with other values.
    struct Conflict: Error, Sendable, Hashable {
        var fields: [ManagedFields.Manager: FieldSet]
    }

    /// Lays the applied object over the live one, removes what the manager alone owned and no longer applies.
    ///
    /// Follows structured-merge-diff, the library behind the API server.
    func callAsFunction(
        live: JSONValue,
        managers before: ManagedFields,
        applied: JSONValue
    ) throws(Conflict) -> Outcome {
        var managers = before
        let shape = versions.shape(of: manager.apiVersion)
        let set = shape.fieldSet(of: applied).withoutBookkeeping
        // Who applies is the same in every version, and has one entry.
        let earlier = before.entries.first { $0.key.applies(as: manager) }
        if let earlier { managers.entries[earlier.key] = nil }
        managers.entries[manager] = ManagedFields.Entry(fields: set, time: earlier?.value.time)

        var merged = shape.merge(live, applied)
        if let earlier { merged = pruned(merged, earlier, managers) }

        let comparison = versions.compare(
            live,
            merged,
            in: manager.apiVersion,
            by: manager.apiVersion,
            owners: managers
        ).withoutBookkeeping
        let conflicts = managers.conflicts(with: comparison, except: manager)
        if !conflicts.isEmpty, !force { throw Conflict(fields: conflicts) }
        managers.yield(conflicts, removed: comparison, except: manager)
        if set.isEmpty { managers.entries[manager] = nil }
        // The order of a list belongs to nobody, and yet it is content.
        if comparison.own.isSame, merged == live { return Outcome(object: live, managers: managers) }
        managers.entries[manager]?.time = time
        return Outcome(object: merged, managers: managers)
    }

    /// The merged object without what the manager owned before and nobody owns now.
    private func pruned(
        _ merged: JSONValue,
        _ earlier: (key: ManagedFields.Manager, value: ManagedFields.Entry),
        _ managers: ManagedFields
    ) -> JSONValue {
        let own = manager.apiVersion
        var owned: [String: FieldSet] = [:]
        for (manager, entry) in managers.entries {
            let apiVersion = versions.isSingle ? own : manager.apiVersion
            owned[apiVersion] = (owned[apiVersion] ?? FieldSet()).union(entry.fields)
        }
        let last = earlier.value.fields.withNamedParents
        guard versions.isSingle || earlier.key.apiVersion == own, owned.count == 1, let kept = owned[own]
        else {
            return pruned(merged, last, of: earlier.key.apiVersion, owned)
        }
        return versions.shape(of: own).removing(last.subtracting(kept.withNamedParents), from: merged)
    }

    /// The same where owners have written in several versions.
    ///
    /// A field of one version may be a part of another's field, or none. So everything is taken away first, what is
    /// owned comes back in the version of its owner, and then whatever the manager did not own.
    private func pruned(
        _ merged: JSONValue,
        _ last: FieldSet,
        of first: String,
        _ owned: [String: FieldSet]
    ) -> JSONValue {
        let own = manager.apiVersion
        func whole(_ version: String) -> JSONValue { versions.convert(merged, from: own, to: version) }
        func paths(_ value: JSONValue, _ version: String) -> FieldSet {
            versions.shape(of: version).fieldSet(of: value).withNamedParents
        }
        var version = first
        var result = versions.shape(of: first).removing(last, from: whole(first))
        for (next, fields) in owned.sorted(by: { Self.comes($0.key, before: $1.key, first) }) {
            let rest = versions.convert(result, from: version, to: next)
            let stays = paths(rest, next).union(fields.withNamedParents)
            let goes = paths(whole(next), next).subtracting(stays)
            result = versions.shape(of: next).removing(goes, from: whole(next))
            version = next
        }
        let rest = paths(versions.convert(result, from: version, to: first), first)
        let goes = paths(whole(first), first).subtracting(rest).intersection(last)
        let pruned = versions.shape(of: first).removing(goes, from: whole(first))
        return versions.convert(pruned, from: first, to: own)
    }

    /// The order in which versions are looked at: `first`, and then by name.
    private static func comes(_ one: String, before other: String, _ first: String) -> Bool {
        if one == first || other == first { return one == first && other != first }
        return one < other
    }
}

extension ServerSideApply.Conflict {
    /// The message of the 409, one line for one field and a list for several.
    var message: String {
        let count = fields.values.reduce(0) { $0 + $1.paths.count }
        let groups = ordered.map { (who: $0.key.conflictText, paths: $0.value.paths) }
        if count == 1, let only = groups.first, let path = only.paths.first {
            return "Apply failed with 1 conflict: conflict with \(only.who): \(path.text)"
        }
        var lines = "Apply failed with \(count) conflicts: "
        lines += groups.map { group in
            "conflicts with \(group.who):" + group.paths.map { "\n- \($0.text)" }.joined()
        }.joined(separator: "\n")
        return lines
    }

    /// By the texts that a server knows managers by, byte for byte.
    private var ordered: [(key: ManagedFields.Manager, value: FieldSet)] {
        fields.map { (text: $0.key.identifier, entry: $0) }
            .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
            .map { $0.entry }
    }

    /// One cause per field and manager.
    var causes: [JSONValue] {
        ordered.flatMap { manager, set in
            set.paths.map { path in
                [
                    "reason": "FieldManagerConflict",
                    "message": .string("conflict with \(manager.conflictText)"),
                    "field": .string(path.text),
                ]
            }
        }
    }
}

extension ManagedFields.Manager {
    /// Whether both are the same applier, in whatever version.
    fileprivate func applies(as other: Self) -> Bool {
        var same = self
        same.apiVersion = other.apiVersion
        return operation == .apply && same == other
    }

    /// What a server knows a manager by: its entry as Go writes it, without fields and time.
    ///
    /// A comma comes before a brace, so an entry with a subresource comes before the same one without.
    fileprivate var identifier: String {
        let members: JSONObject = [
            "manager": name.isEmpty ? nil : .string(name), "operation": .string(operation.rawValue),
            "apiVersion": operation == .apply || apiVersion.isEmpty ? nil : .string(apiVersion),
            "subresource": subresource.isEmpty ? nil : .string(subresource),
        ]
        return JSONValue.object(members).text()
    }

    /// `"a"`, `"editor" using apps/v1`, or `"scaler" with subresource "scale" using apps/v1`.
    var conflictText: String {
        var text = "\"\(name)\""
        if !subresource.isEmpty { text += " with subresource \"\(subresource)\"" }
        if operation == .update { text += " using \(apiVersion)" }
        return text
    }
}

extension [PathElement] {
    /// The path in a message.
    var text: String { map(\.text).joined() }
}
