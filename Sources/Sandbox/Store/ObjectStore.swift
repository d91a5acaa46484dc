// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// All objects of the cluster, one revision counter, and a bounded history of changes.
struct ObjectStore: Sendable {
    /// The revision of the last change.
    private(set) var revision: Int64
    /// The oldest revision from which a watch can still start.
    private(set) var compacted: Int64
    private var tables: [GroupResource: [String: [String: StoredObject]]] = [:]
    private var dependents: [String: Set<ObjectKey>] = [:]
    private var podLabels = LabelIndex()
    /// Who holds which addresses and ports.
    private(set) var addresses = AddressIndex()
    /// ReplicaSets that nobody controls, by namespace: what a Deployment may adopt.
    private var looseSets: [String: Set<String>] = [:]
    private var history: [Change] = []
    private let historyLimit: Int

    init(revision: Int64 = 1, historyLimit: Int) {
        self.revision = revision
        compacted = revision
        self.historyLimit = historyLimit
    }

    /// The object at a key.
    subscript(key: ObjectKey) -> StoredObject? {
        tables[key.resource]?[key.namespace]?[key.name]
    }

    /// The objects of a resource in list order, in one namespace or in all.
    func list(_ resource: GroupResource, namespace: String? = nil) -> [StoredObject] {
        guard let table = tables[resource] else { return [] }
        if let namespace {
            return table[namespace].map { $0.sorted { $0.key < $1.key }.map(\.value) } ?? []
        }
        return table.sorted { ObjectKey.precedes($0.key, $1.key) }
            .flatMap { $0.value.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// The pods of a namespace that carry these labels, in list order.
    func pods(in namespace: String, with labels: [String: String]) -> [StoredObject] {
        if labels.isEmpty { return list(.pods, namespace: namespace) }
        let table = tables[.pods]?[namespace] ?? [:]
        return podLabels.candidates(in: namespace, with: labels).sorted().compactMap { table[$0] }
    }

    /// The ReplicaSets of a namespace that have no controller, in list order.
    func looseReplicaSets(in namespace: String) -> [StoredObject] {
        let table = tables[.replicaSets]?[namespace] ?? [:]
        return (looseSets[namespace] ?? []).sorted().compactMap { table[$0] }
    }

    /// How many objects of a resource a namespace holds.
    func count(_ resource: GroupResource, namespace: String) -> Int {
        tables[resource]?[namespace]?.count ?? 0
    }

    /// The resources that have objects in a namespace.
    func resources(in namespace: String) -> [GroupResource] {
        tables.filter { !($0.value[namespace]?.isEmpty ?? true) }.map(\.key).sorted()
    }

    /// The objects of a resource that name the owner with this uid, in list order.
    func dependents(of uid: String, resource: GroupResource? = nil) -> [(
        key: ObjectKey, object: StoredObject
    )] {
        (dependents[uid] ?? []).filter { resource == nil || $0.resource == resource }.sorted()
            .compactMap { key in self[key].map { (key, $0) } }
    }

    /// Every key, for snapshots.
    var everything: [(key: ObjectKey, object: StoredObject)] {
        tables.flatMap { resource, namespaces in
            namespaces.flatMap { namespace, objects in
                objects.map { name, object in
                    (ObjectKey(resource: resource, namespace: namespace, name: name), object)
                }
            }
        }.sorted { $0.0 < $1.0 }
    }

    /// Puts an object, new or changed, and gives it the next revision.
    @discardableResult
    mutating func put(_ json: JSONObject, at key: ObjectKey) -> Change {
        revision += 1
        var json = json
        json["metadata"]?["resourceVersion"] = .string(String(revision))
        let object = StoredObject(json: json, revision: revision)
        let previous = self[key]
        place(object, at: key, replacing: previous)
        let change = Change(
            kind: previous == nil ? .added : .modified,
            key: key,
            revision: revision,
            object: object,
            previous: previous
        )
        record(change)
        return change
    }

    /// Removes an object; `last` is the state that watchers see, by default the stored one.
    @discardableResult
    mutating func remove(_ key: ObjectKey, last: JSONObject? = nil) -> Change? {
        guard let previous = self[key] else { return nil }
        revision += 1
        var json = last ?? previous.json
        json["metadata"]?["resourceVersion"] = .string(String(revision))
        tables[key.resource]?[key.namespace]?[key.name] = nil
        index(nil, at: key, replacing: previous)
        for owner in previous.ownerReferences {
            if let uid = owner["uid"]?.string { dependents[uid]?.remove(key) }
        }
        let change = Change(
            kind: .deleted,
            key: key,
            revision: revision,
            object: StoredObject(json: json, revision: revision),
            previous: previous
        )
        record(change)
        return change
    }

    /// Restores an object as it was saved, without history.
    mutating func restore(_ json: JSONObject, at key: ObjectKey) {
        let saved = json["metadata"]?["resourceVersion"]?.string.flatMap { Int64($0) } ?? 1
        place(StoredObject(json: json, revision: saved), at: key, replacing: nil)
        revision = max(revision, saved)
        compacted = revision
    }

    /// Continues counting from a saved revision.
    mutating func resume(at saved: Int64) {
        revision = max(revision, saved)
        compacted = revision
    }

    /// The changes after a revision, or `nil` when the history no longer reaches back that far.
    func changes(after start: Int64, resource: GroupResource? = nil) -> [Change]? {
        guard start >= compacted else { return nil }
        return history.filter { $0.revision > start && (resource == nil || $0.key.resource == resource) }
    }

    /// The objects of a resource as they were at a revision, or `nil` when that is forgotten.
    func list(_ resource: GroupResource, namespace: String?, at moment: Int64) -> [StoredObject]? {
        guard moment < revision else { return list(resource, namespace: namespace) }
        guard let later = changes(after: moment, resource: resource) else { return nil }
        var state: [ObjectKey: StoredObject] = [:]
        for object in list(resource) {
            state[ObjectKey(resource: resource, namespace: object.namespace, name: object.name)] = object
        }
        for change in later.reversed() { state[change.key] = change.previous }
        return state.filter { namespace == nil || $0.key.namespace == namespace }
            .sorted { $0.key < $1.key }.map(\.value)
    }

    /// Forgets the history up to now, as etcd's compaction does.
    mutating func compact() {
        history = []
        compacted = revision
    }

    private mutating func place(_ object: StoredObject, at key: ObjectKey, replacing previous: StoredObject?)
    {
        tables[key.resource, default: [:]][key.namespace, default: [:]][key.name] = object
        for owner in previous?.ownerReferences ?? [] {
            if let uid = owner["uid"]?.string { dependents[uid]?.remove(key) }
        }
        for owner in object.ownerReferences {
            if let uid = owner["uid"]?.string { dependents[uid, default: []].insert(key) }
        }
        index(object, at: key, replacing: previous)
    }

    /// Keeps the indices in step; without an object it is gone.
    private mutating func index(_ object: StoredObject?, at key: ObjectKey, replacing previous: StoredObject?)
    {
        switch key.resource {
        case .pods:
            if let previous { podLabels.remove(previous, at: key) }
            if let object { podLabels.add(object, at: key) }
            fallthrough
        case .services:
            if let previous { addresses.remove(previous, at: key) }
            if let object { addresses.add(object, at: key) }
        case .replicaSets:
            if let object, object.controller == nil {
                looseSets[key.namespace, default: []].insert(key.name)
            } else {
                looseSets[key.namespace]?.remove(key.name)
            }
        default: break
        }
    }

    private mutating func record(_ change: Change) {
        history.append(change)
        // Trimming in blocks keeps the cost of one change constant.
        guard history.count > historyLimit * 2 else { return }
        let excess = history.count - historyLimit
        compacted = history[excess - 1].revision
        history.removeFirst(excess)
    }
}
