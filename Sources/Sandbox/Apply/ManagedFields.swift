// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Who owns which fields of an object: its `metadata.managedFields`.
struct ManagedFields: Sendable, Hashable {
    /// Who wrote, and how: entries with different ones live side by side.
    struct Manager: Sendable, Hashable {
        var name: String
        var operation: Operation
        var apiVersion: String
        var subresource: String = ""

        /// Whether the manager declared its fields or wrote them.
        enum Operation: String, Sendable, Hashable {
            case apply = "Apply"
            case update = "Update"
        }
    }

    /// What a manager owns, and when it last changed the object.
    struct Entry: Sendable, Hashable {
        var fields: FieldSet
        var time: String?
    }

    var entries: [Manager: Entry] = [:]

    var isEmpty: Bool { entries.isEmpty }
}

extension ManagedFields.Manager {
    /// Reads an item of the list; `nil` if it makes no sense.
    init?(_ item: JSONValue) {
        guard let operation = item["operation"]?.string.flatMap({ Operation(rawValue: $0) }) else {
            return nil
        }
        name = item["manager"]?.string ?? ""
        self.operation = operation
        apiVersion = item["apiVersion"]?.string ?? ""
        subresource = item["subresource"]?.string ?? ""
    }
}

extension ManagedFields {
    /// Reads the list; entries that make no sense are left out, as the API server does.
    init(_ list: JSONValue?) {
        for item in list?.array ?? [] {
            guard let manager = Manager(item), let fields = item["fieldsV1"] else { continue }
            entries[manager] = Entry(fields: FieldSet(wire: fields), time: item["time"]?.string)
        }
    }

    /// The list in the server's order; `nil` when nobody owns anything.
    var json: JSONValue? { json(reusing: nil, of: ManagedFields()) }

    /// The list in the server's order, with the items of an earlier one where nothing has changed: that is most of it.
    func json(reusing list: JSONValue?, of earlier: ManagedFields) -> JSONValue? {
        guard !entries.isEmpty else { return nil }
        var items: [Manager: JSONValue] = [:]
        for item in list?.array ?? [] { if let manager = Manager(item) { items[manager] = item } }
        func rank(_ entry: (key: Manager, value: Entry)) -> (String, String, String, String, String) {
            let manager = entry.key
            return (
                manager.operation.rawValue, entry.value.time ?? "", manager.name, manager.apiVersion,
                manager.subresource
            )
        }
        let ordered = entries.sorted { rank($0) < rank($1) }
        return .array(
            ordered.map { manager, entry in
                if let item = items[manager], earlier.entries[manager] == entry { return item }
                return [
                    "manager": .string(manager.name), "operation": .string(manager.operation.rawValue),
                    "apiVersion": .string(manager.apiVersion), "time": entry.time.map { .string($0) },
                    "fieldsType": "FieldsV1", "fieldsV1": entry.fields.wire,
                    "subresource": manager.subresource.isEmpty ? nil : .string(manager.subresource),
                ]
            }
        )
    }

    /// Whether two states name the same owners, whenever they wrote.
    func ownsSame(as other: ManagedFields) -> Bool {
        entries.mapValues(\.fields) == other.entries.mapValues(\.fields)
    }

    /// Takes what a change touched away from everyone but `keeper`.
    ///
    /// Added and modified fields that another manager owned are returned: in an apply they are conflicts.
    func conflicts(with comparison: VersionedComparison, except keeper: Manager?) -> [Manager: FieldSet] {
        let touched = comparison.own.touched
        let others = comparison.others.mapValues(\.touched)
        var result: [Manager: FieldSet] = [:]
        for (manager, entry) in entries where manager != keeper {
            let touched = others[manager.apiVersion] ?? touched
            let common = entry.fields.intersection(touched)
            if !common.isEmpty { result[manager] = common }
        }
        return result
    }

    mutating func yield(
        _ conflicts: [Manager: FieldSet],
        removed comparison: VersionedComparison,
        except keeper: Manager?
    ) {
        for manager in entries.keys where manager != keeper {
            guard var entry = entries[manager] else { continue }
            if let lost = conflicts[manager] { entry.fields = entry.fields.subtracting(lost) }
            entry.fields = entry.fields.subtracting(comparison[manager.apiVersion].removed)
            entries[manager] = entry.fields.isEmpty ? nil : entry
        }
    }

    /// Records a write that was not an apply.
    mutating func recordUpdate(_ comparison: VersionedComparison, by manager: Manager, at time: String) {
        let comparison = comparison.withoutBookkeeping
        guard !comparison.own.isSame else { return }
        yield(conflicts(with: comparison, except: nil), removed: comparison, except: nil)
        let taken = comparison.own.touched
        guard !taken.isEmpty else { return }
        let before = entries[manager]?.fields ?? FieldSet()
        entries[manager] = Entry(fields: before.union(taken), time: time)
    }
}

extension Comparison {
    /// What was added or modified.
    var touched: FieldSet { added.union(modified) }

    /// The comparison without the fields that nobody owns.
    var withoutBookkeeping: Comparison {
        Comparison(
            added: added.withoutBookkeeping,
            modified: modified.withoutBookkeeping,
            removed: removed.withoutBookkeeping
        )
    }
}

extension FieldSet {
    /// The set without identity and bookkeeping fields.
    var withoutBookkeeping: FieldSet {
        var result = subtracting(Self.bookkeeping)
        // What lies below, such as the entries of managedFields, goes as well.
        let metadata = PathElement.field("metadata")
        for name in ["managedFields"] { result.children[metadata]?.children[.field(name)] = nil }
        if result.children[metadata]?.isEmpty ?? false { result.children[metadata] = nil }
        return result
    }

    private static let bookkeeping: FieldSet = {
        var set = FieldSet()
        set.insert([.field("apiVersion")])
        set.insert([.field("kind")])
        set.insert([.field("metadata")])
        for name in [
            "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields",
            "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds",
        ] {
            set.insert([.field("metadata"), .field(name)])
        }
        return set
    }()
}
