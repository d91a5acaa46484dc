// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Which objects of a namespace carry a label, so that a selector need not look at all of them.
struct LabelIndex: Sendable {
    private var names: [String: [String: Set<String>]] = [:]

    mutating func add(_ object: StoredObject, at key: ObjectKey) {
        for label in object.labels {
            names[key.namespace, default: [:]]["\(label.key)=\(label.value)", default: []].insert(key.name)
        }
    }

    mutating func remove(_ object: StoredObject, at key: ObjectKey) {
        for label in object.labels {
            names[key.namespace]?["\(label.key)=\(label.value)"]?.remove(key.name)
        }
    }

    /// The names that can have all these labels; there is at least one label.
    func candidates(in namespace: String, with labels: [String: String]) -> Set<String> {
        var fewest: Set<String>?
        for label in labels {
            let found = names[namespace]?["\(label.key)=\(label.value)"] ?? []
            if found.count < fewest?.count ?? .max { fewest = found }
        }
        return fewest ?? []
    }
}
