// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A set of paths into an object: what a manager owns, or what a change touched.
struct FieldSet: Sendable, Hashable {
    /// The steps that end a path here.
    var members: Set<PathElement> = []
    /// The sets below steps; never empty ones.
    var children: [PathElement: FieldSet] = [:]

    var isEmpty: Bool { members.isEmpty && children.isEmpty }

    mutating func insert(_ path: some Collection<PathElement>) {
        guard let first = path.first else { return }
        let rest = path.dropFirst()
        if rest.isEmpty {
            members.insert(first)
        } else {
            children[first, default: FieldSet()].insert(rest)
        }
    }

    func contains(_ path: some Collection<PathElement>) -> Bool {
        guard let first = path.first else { return false }
        let rest = path.dropFirst()
        if rest.isEmpty { return members.contains(first) }
        return children[first]?.contains(rest) ?? false
    }

    func union(_ other: FieldSet) -> FieldSet {
        var result = self
        result.members.formUnion(other.members)
        for (step, below) in other.children {
            result.children[step] = result.children[step]?.union(below) ?? below
        }
        return result
    }

    func intersection(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(members: members.intersection(other.members))
        for (step, below) in children {
            guard let theirs = other.children[step] else { continue }
            let common = below.intersection(theirs)
            if !common.isEmpty { result.children[step] = common }
        }
        return result
    }

    /// The paths that the other set does not have; a path below one of the other's stays.
    func subtracting(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(members: members.subtracting(other.members))
        for (step, below) in children {
            let left = other.children[step].map { below.subtracting($0) } ?? below
            if !left.isEmpty { result.children[step] = left }
        }
        return result
    }

    /// The same set with every object member on the way to a path as a path of its own.
    var withNamedParents: FieldSet {
        var result = FieldSet(members: members)
        for (step, below) in children {
            if case .field = step { result.members.insert(step) }
            result.children[step] = below.withNamedParents
        }
        return result
    }

    /// Every path, in the order in which a server names them: what ends here before what goes on below.
    var paths: [[PathElement]] {
        members.sorted().map { [$0] }
            + children.sorted { $0.key < $1.key }.flatMap { step, below in below.paths.map { [step] + $0 } }
    }

    mutating func remove(_ path: [PathElement]) {
        var one = FieldSet()
        one.insert(path)
        self = subtracting(one)
    }
}

extension FieldSet {
    /// The form in `managedFields`.
    var wire: JSONValue {
        var object = JSONObject()
        for step in Set(children.keys).union(members).sorted() {
            var below = JSONObject()
            if let child = children[step] {
                if members.contains(step) { below["."] = [:] }
                for member in child.wire.object ?? [:] { below[member.key] = member.value }
            }
            object[step.wire] = .object(below)
        }
        return .object(object)
    }

    /// Reads the form in `managedFields`; names that are not of its grammar are left out.
    init(wire: JSONValue) {
        for member in wire.object ?? [:] where member.key != "." {
            guard let step = PathElement(wire: member.key) else { continue }
            let below = FieldSet(wire: member.value)
            if below.isEmpty || member.value["."] != nil { members.insert(step) }
            if !below.isEmpty { children[step] = below }
        }
    }
}
