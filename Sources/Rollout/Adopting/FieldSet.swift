// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A set of fields as `managedFields` writes it: a tree whose members are `f:name`, `k:{…}`, `v:…` and `.`.
struct FieldSet: Sendable, Hashable {
    private(set) var tree: JSONObject

    init(_ tree: JSONObject = [:]) {
        self.tree = tree
    }

    /// Adds the fields of another set.
    mutating func formUnion(_ other: FieldSet) {
        tree = Self.union(tree, other.tree)
    }

    /// Takes out the field at a path of member names as the tree writes them.
    mutating func remove(_ path: [String]) {
        tree = Self.removing(path[...], from: tree)
    }

    /// How many fields there are: those without further ones below.
    var count: Int { Self.count(tree) }

    private static func union(_ left: JSONObject, _ right: JSONObject) -> JSONObject {
        var result = left
        for member in right {
            let below = union(result[member.key]?.object ?? [:], member.value.object ?? [:])
            result[member.key] = .object(below)
        }
        return result
    }

    private static func removing(_ path: ArraySlice<String>, from tree: JSONObject) -> JSONObject {
        var result = tree
        guard let first = path.first, let below = tree[first]?.object else { return result }
        let rest = removing(path.dropFirst(), from: below)
        // A parent that held nothing else goes with its last child; `.` stands for the parent itself and stays.
        result[first] = path.count == 1 || rest.isEmpty ? nil : .object(rest)
        return result
    }

    private static func count(_ tree: JSONObject) -> Int {
        tree.reduce(0) { total, member in
            guard member.key != "." else { return total }
            return total + max(1, count(member.value.object ?? [:]))
        }
    }
}
