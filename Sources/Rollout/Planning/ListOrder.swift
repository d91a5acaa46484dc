// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Lists of pods whose order says something although a server merges them by name: a variable sees those before it
/// (`$(NAME)`), and init containers run one after the other.
enum ListOrder {
    /// The lists of which a server would make another order; of each the names that move, without the values.
    ///
    /// What others have added is left out: that a manifest declares it too by now, at another place, is no reason to make
    /// pods anew.
    static func changes(from live: KubernetesObject, to result: KubernetesObject) -> [FieldChange] {
        guard GroupVersionKind.podOwners.contains(result.type) else { return [] }
        let others = ForeignFields(of: live).fields
        let own = others.reduce(JSONValue.object(live.json)) { tree, field in
            field.set.removed(from: tree, except: FieldSet())
        }
        let base = CauseLocator(result).podPointer
        guard let pointer = JSONPointer(text: base), let before = pointer.resolve(in: own),
            let after = pointer.resolve(in: .object(result.json))
        else { return [] }
        var found: [FieldChange] = []
        for list in ["initContainers", "containers"] {
            let place = "\(base)/\(list)"
            let old = before[list]?.array ?? []
            let new = after[list]?.array ?? []
            // Containers are started together.
            if list == "initContainers" { found += change(old, new, at: place, named: text(place)) }
            for (index, container) in new.enumerated() {
                guard let name = container["name"]?.string,
                    let standing = old.first(where: { $0["name"]?.string == name })
                else { continue }
                found += change(
                    standing["env"]?.array ?? [],
                    container["env"]?.array ?? [],
                    at: "\(place)/\(index)/env",
                    named: "\(text(place))[name=\(name)].env"
                )
            }
        }
        return found
    }

    private static func change(
        _ old: [JSONValue],
        _ new: [JSONValue],
        at pointer: String,
        named field: String
    ) -> [FieldChange] {
        var before = old.compactMap { $0["name"]?.string }
        var after = new.compactMap { $0["name"]?.string }
        let shared = Set(before).intersection(after)
        before.removeAll { !shared.contains($0) }
        after.removeAll { !shared.contains($0) }
        guard before != after, before.count == after.count else { return [] }
        // Only what moves is shown.
        let start = zip(before, after).prefix { $0 == $1 }.count
        let end = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
        func moved(_ names: [String]) -> JSONValue {
            .array(names.dropFirst(start).dropLast(end).map(JSONValue.string))
        }
        let name = "\(field) (order)"
        return [FieldChange(field: name, pointer: pointer, before: moved(before), after: moved(after))]
    }

    /// A pointer to a member as people write it.
    private static func text(_ pointer: String) -> String {
        pointer.dropFirst().split(separator: "/").joined(separator: ".")
    }
}
