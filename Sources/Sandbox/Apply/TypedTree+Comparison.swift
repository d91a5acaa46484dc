// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// What differs between two states of an object.
struct Comparison: Sendable {
    var added = FieldSet()
    var modified = FieldSet()
    var removed = FieldSet()

    var isSame: Bool { added.isEmpty && modified.isEmpty && removed.isEmpty }
}

extension Shape {
    /// The paths in which two values of this shape differ.
    func compare(_ old: JSONValue, _ new: JSONValue) -> Comparison {
        var result = Comparison()
        walk(old, new, at: [], into: &result)
        return result
    }

    private func walk(
        _ old: JSONValue?,
        _ new: JSONValue?,
        at path: [PathElement],
        into result: inout Comparison
    ) {
        if old == new { return }
        if let old, let new {
            switch (old, new) {
            case (.object(let left), .object(let right)) where !isAtomic:
                if left.isEmpty && right.isEmpty { return }
                walkMembers(left, right, at: path, into: &result)
            case (.array(let left), .array(let right)) where !isLeaf(old) || !isLeaf(new):
                walkElements(left, right, at: path, into: &result)
            default: result.modified.insert(path)
            }
            return
        }
        let value = old ?? new ?? .null
        if !path.isEmpty {
            if old == nil { result.added.insert(path) } else { result.removed.insert(path) }
        }
        guard !isLeaf(value) else { return }
        switch value {
        case .object(let object):
            walkMembers(old == nil ? [:] : object, old == nil ? object : [:], at: path, into: &result)
        case .array(let elements):
            walkElements(old == nil ? [] : elements, old == nil ? elements : [], at: path, into: &result)
        default: break
        }
    }

    private func walkMembers(
        _ left: JSONObject,
        _ right: JSONObject,
        at path: [PathElement],
        into result: inout Comparison
    ) {
        for member in left {
            (self.member(member.key) ?? .any)
                .walk(member.value, right[member.key], at: path + [.field(member.key)], into: &result)
        }
        for member in right where left[member.key] == nil {
            (self.member(member.key) ?? .any)
                .walk(nil, member.value, at: path + [.field(member.key)], into: &result)
        }
    }

    private func walkElements(
        _ left: [JSONValue],
        _ right: [JSONValue],
        at path: [PathElement],
        into result: inout Comparison
    ) {
        let olds = indexed(left)
        let news = indexed(right)
        for (step, value) in olds { element.walk(value, news[step], at: path + [step], into: &result) }
        for (step, value) in news where olds[step] == nil {
            element.walk(nil, value, at: path + [step], into: &result)
        }
    }

    /// List elements by their step; of duplicates the first counts.
    func indexed(_ elements: [JSONValue]) -> [PathElement: JSONValue] {
        var result: [PathElement: JSONValue] = [:]
        for value in elements {
            if let step = step(to: value), result[step] == nil { result[step] = value }
        }
        return result
    }
}
