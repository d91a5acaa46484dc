// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A set of fields as `managedFields` writes it: a tree whose members are `f:name`, `k:{…}`, `v:…` and `.`.
struct FieldSet: Sendable, Hashable {
    private(set) var tree: JSONObject

    init(_ tree: JSONObject = [:]) {
        self.tree = tree
    }

    /// Makes a set of what is at a path of member names as the tree writes them, and nothing else.
    init(_ tree: JSONObject = [:], at path: [String]) {
        self.tree = path.reversed().reduce(tree) { below, name in
            var above = JSONObject()
            above[name] = .object(below)
            return above
        }
    }

    /// Adds the fields of another set.
    mutating func formUnion(_ other: FieldSet) {
        tree = Self.union(tree, other.tree)
    }

    /// Takes out the field at a path of member names as the tree writes them.
    mutating func remove(_ path: [String]) {
        tree = Self.removing(path[...], from: tree)
    }

    /// Leaves out what a tree does not have.
    mutating func formIntersection(with value: JSONValue) {
        tree = Self.intersection(tree, value)
    }

    /// A tree without the fields of this set, except those that are in another set too.
    func removed(from value: JSONValue, except staying: FieldSet) -> JSONValue {
        Self.remove(tree, except: staying.tree, from: value) ?? .null
    }

    /// Whether a tree has any of the fields.
    func touches(_ value: JSONValue) -> Bool { Self.touches(tree, value) }

    /// Whether the field at a path of member names and indices of a tree is in the set.
    ///
    /// Whoever has a map that is owned as a whole, such as the selector of a Service, has what is in it.
    func covers(_ tokens: [String], of value: JSONValue) -> Bool {
        var (tree, value) = (self.tree, value)
        for token in tokens {
            let next: JSONValue?
            let key: String?
            if let elements = value.array {
                next = Int(token).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
                key = next.flatMap { element in tree.keys.first { Self.matches($0, element) } }
            } else {
                next = value[token]
                key = "f:\(token)"
            }
            guard let next, let key, let below = tree[key]?.object else { return false }
            if below.isEmpty { return true }
            (tree, value) = (below, next)
        }
        return true
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

    private static func touches(_ tree: JSONObject, _ value: JSONValue) -> Bool {
        tree.contains { member in
            guard member.key != ".", let part = part(member.key, of: value) else { return false }
            let below = member.value.object ?? [:]
            return below.isEmpty || touches(below, part)
        }
    }

    private static func count(_ tree: JSONObject) -> Int {
        tree.reduce(0) { total, member in
            guard member.key != "." else { return total }
            return total + max(1, count(member.value.object ?? [:]))
        }
    }

    private static func intersection(_ tree: JSONObject, _ value: JSONValue) -> JSONObject {
        var result = JSONObject()
        for member in tree {
            if member.key == "." {
                result[member.key] = member.value
            } else if let part = part(member.key, of: value) {
                let below = member.value.object ?? [:]
                result[member.key] = .object(below.isEmpty ? [:] : intersection(below, part))
            }
        }
        return result
    }

    /// What is left of a value; `nil` if nothing is.
    private static func remove(_ tree: JSONObject, except staying: JSONObject, from value: JSONValue)
        -> JSONValue?
    {
        var value = value
        for member in tree where member.key != "." {
            guard let part = part(member.key, of: value) else { continue }
            let below = member.value.object ?? [:]
            let kept = staying[member.key]?.object
            // What somebody else has too stays, and so does what he has below it.
            if kept == nil, below.isEmpty || below["."] != nil {
                value = replacing(member.key, in: value, with: JSONValue?.none)
            } else if !below.isEmpty {
                value = replacing(
                    member.key,
                    in: value,
                    with: remove(below, except: kept ?? [:], from: part)
                )
            }
        }
        if staying.isEmpty, value.object?.isEmpty == true || value.array?.isEmpty == true { return nil }
        return value
    }

    /// What a member of a set stands for.
    private static func part(_ key: String, of value: JSONValue) -> JSONValue? {
        if key.hasPrefix("f:") { return value[String(key.dropFirst(2))] }
        return value.array?.first { matches(key, $0) }
    }

    private static func replacing(_ key: String, in value: JSONValue, with part: JSONValue?) -> JSONValue {
        if key.hasPrefix("f:"), var members = value.object {
            members[String(key.dropFirst(2))] = part
            return .object(members)
        }
        guard let elements = value.array else { return value }
        return .array(elements.compactMap { matches(key, $0) ? part : $0 })
    }

    /// Whether an element is the one of `k:{…}` or `v:…`; members that it leaves to their defaults do not count.
    static func matches(_ key: String, _ element: JSONValue) -> Bool {
        guard let wanted = try? JSONReader.read(Array(key.dropFirst(2).utf8)) else { return false }
        if key.hasPrefix("v:") { return wanted == element }
        guard key.hasPrefix("k:"), let wanted = wanted.object, let members = element.object else {
            return false
        }
        return wanted.contains { members[$0.key] != nil }
            && wanted.allSatisfy { members[$0.key] == nil || members[$0.key] == $0.value }
    }
}
