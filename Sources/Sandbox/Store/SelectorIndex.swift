// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Finds the objects whose label selector could match a set of labels, without trying all of them.
struct SelectorIndex: Sendable {
    private var byPair: [String: [String: Set<String>]] = [:]
    private var pairs: [String: [String: String]] = [:]

    /// Remembers an object's selector; an empty one matches nothing.
    mutating func set(_ selector: [String: String], namespace: String, name: String) {
        remove(namespace: namespace, name: name)
        guard let first = selector.min(by: { $0.key < $1.key }) else { return }
        let pair = "\(first.key)=\(first.value)"
        byPair[namespace, default: [:]][pair, default: []].insert(name)
        pairs[namespace, default: [:]][name] = pair
    }

    mutating func remove(namespace: String, name: String) {
        guard let pair = pairs[namespace]?.removeValue(forKey: name) else { return }
        byPair[namespace]?[pair]?.remove(name)
    }

    /// Names whose selector shares its first label with these.
    func candidates(namespace: String, labels: [String: String]) -> [String] {
        guard let known = byPair[namespace] else { return [] }
        return labels.flatMap { known["\($0.key)=\($0.value)"] ?? [] }.sorted()
    }
}
