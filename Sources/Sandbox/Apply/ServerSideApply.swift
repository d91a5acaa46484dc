// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// One apply request against one object: a pure function from live object and applied one to the result.
struct ServerSideApply: Sendable {
    /// The shape of the kind.
    var shape: Shape
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
        let set = shape.fieldSet(of: applied).withoutBookkeeping
        let last = before.entries[manager]?.fields
        managers.entries[manager] = ManagedFields.Entry(fields: set, time: before.entries[manager]?.time)

        var merged = shape.merge(live, applied)
        if let last {
            var owned = FieldSet()
            for entry in managers.entries.values { owned = owned.union(entry.fields) }
            merged = shape.removing(
                last.withNamedParents.subtracting(owned.withNamedParents),
                from: merged
            )
        }

        let comparison = shape.compare(live, merged).withoutBookkeeping
        let conflicts = managers.conflicts(with: comparison, except: manager)
        if !conflicts.isEmpty, !force { throw Conflict(fields: conflicts) }
        managers.yield(conflicts, removed: comparison.removed, except: manager)
        if set.isEmpty { managers.entries[manager] = nil }
        // The order of a list belongs to nobody, and yet it is content.
        if comparison.isSame, merged == live { return Outcome(object: live, managers: managers) }
        managers.entries[manager]?.time = time
        return Outcome(object: merged, managers: managers)
    }
}

extension ServerSideApply.Conflict {
    /// The message of the 409, one line for one field and a list for several.
    var message: String {
        let count = fields.values.reduce(0) { $0 + $1.paths.count }
        let groups = fields.map { (who: $0.key.conflictText, paths: $0.value.paths) }.sorted {
            $0.who < $1.who
        }
        if count == 1, let only = groups.first, let path = only.paths.first {
            return "Apply failed with 1 conflict: conflict with \(only.who): \(path.text)"
        }
        var lines = "Apply failed with \(count) conflicts: "
        lines += groups.map { group in
            "conflicts with \(group.who):" + group.paths.map { "\n- \($0.text)" }.joined()
        }.joined(separator: "\n")
        return lines
    }

    /// One cause per field and manager.
    var causes: [JSONValue] {
        fields.sorted { $0.key.conflictText < $1.key.conflictText }.flatMap { manager, set in
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
