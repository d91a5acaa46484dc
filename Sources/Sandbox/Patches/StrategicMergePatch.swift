// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Strategic merge patch: a merge patch whose lists merge by the keys of the field table.
enum StrategicMergePatch {
    static func apply(_ patch: JSONValue, to target: JSONValue, shape: Shape) throws(StatusFailure)
        -> JSONValue
    {
        guard case .object(let changes) = patch else {
            throw .badRequest("error decoding patch: a strategic merge patch is an object")
        }
        return .object(try merge(changes, into: target.members, shape))
    }

    private static func merge(
        _ changes: JSONObject,
        into target: JSONObject,
        _ shape: Shape
    ) throws(StatusFailure) -> JSONObject {
        var changes = changes
        switch changes["$patch"]?.string {
        case "replace":
            changes["$patch"] = nil
            return changes
        case "delete": return [:]
        case nil: changes["$patch"] = nil
        case let other?: throw unknown(other, changes)
        }
        var result = target
        if let list = changes["$retainKeys"] {
            let kept = list.elements
            let isWhole = changes.allSatisfy { change in
                change.value.isNull || change.key.hasPrefix("$") || kept.contains(.string(change.key))
            }
            guard list.array != nil, isWhole else {
                throw .badRequest("invalid patch format of retainKeys")
            }
            for member in target where !kept.contains(.string(member.key)) { result[member.key] = nil }
        }
        for change in changes where !change.key.hasPrefix("$") {
            try merge(change.key, change.value, into: &result, shape)
        }
        try reorder(changes, &result, shape, before: target)
        return result
    }

    private static func merge(
        _ name: String,
        _ change: JSONValue,
        into result: inout JSONObject,
        _ shape: Shape
    ) throws(StatusFailure) {
        if change.isNull {
            result[name] = nil
            return
        }
        let field = shape.field(name)
        let inner = shape.member(name) ?? .any
        switch change {
        case .object(let members):
            result[name] = .object(try merge(members, into: result[name]?.members ?? [:], inner))
        case .array(let elements):
            guard field?.mergesInPatch ?? false else {
                result[name] = .array(elements.filter { $0["$patch"] == nil })
                return
            }
            if let key = field?.patchMergeKey {
                let old = result[name]?.elements ?? []
                let merged = try mergeElements(elements, into: old, key: key, inner.element)
                let named = elements.compactMap { $0["$patch"] == nil ? $0[key] : nil }
                result[name] = .array(ordered(merged, named: named, before: old) { $0[key] ?? $0 })
            } else {
                let old = result[name]?.elements ?? []
                let merged = old + elements.filter { !old.contains($0) }
                result[name] = .array(ordered(merged, named: elements, before: old) { $0 })
            }
        default: result[name] = change
        }
    }

    private static func mergeElements(
        _ changes: [JSONValue],
        into old: [JSONValue],
        key: String,
        _ shape: Shape
    ) throws(StatusFailure) -> [JSONValue] {
        var result = old
        if changes.contains(where: { $0["$patch"]?.string == "replace" }) {
            return changes.filter { $0["$patch"] == nil }
        }
        var added: [JSONValue] = []
        for change in changes {
            guard case .object(let members) = change else { continue }
            guard let value = members[key] else {
                throw .internalError(
                    "map: \(JSONValue.object(members).goPlainText) does not contain declared merge key: \(key)"
                )
            }
            switch members["$patch"]?.string {
            case "delete":
                result.removeAll { $0[key] == value }
                continue
            case "merge": throw .internalError("merging lists cannot yet be specified in the patch")
            case let other?: throw unknown(other, members)
            case nil: break
            }
            if let index = result.firstIndex(where: { $0[key] == value }) {
                result[index] = .object(try merge(members, into: result[index].members, shape))
            } else {
                added.append(.object(try merge(members, into: [:], shape)))
            }
        }
        return result + added
    }

    private static func unknown(_ directive: String, _ changes: JSONObject) -> StatusFailure {
        .internalError("unknown patch type: \(directive) in map: \(JSONValue.object(changes).goPlainText)")
    }

    /// Puts what the patch names in the patch's order; what only the server has keeps its place before it where the
    /// old order says so.
    private static func ordered(
        _ merged: [JSONValue],
        named order: [JSONValue],
        before old: [JSONValue],
        by identity: (JSONValue) -> JSONValue
    ) -> [JSONValue] {
        let places = old.map(identity)
        // Several may have one identity, such as a port of two protocols: each takes a place of its own, and what finds none
        // stays behind the last of its kind.
        var left = merged.filter { order.contains(identity($0)) }
        var patched: ArraySlice<JSONValue> = []
        for (index, wanted) in order.enumerated() {
            let isLast = !order[(index + 1)...].contains(wanted)
            while let next = left.firstIndex(where: { identity($0) == wanted }) {
                patched.append(left.remove(at: next))
                if !isLast { break }
            }
        }
        var others = merged.filter { !order.contains(identity($0)) }[...]
        var result: [JSONValue] = []
        while let next = patched.first, let other = others.first {
            if let mine = places.firstIndex(of: identity(other)),
                let theirs = places.firstIndex(of: identity(next)), mine < theirs
            {
                result.append(others.removeFirst())
            } else {
                result.append(patched.removeFirst())
            }
        }
        return result + patched + others
    }

    /// Follows `$setElementOrder/…` and `$deleteFromPrimitiveList/…`.
    private static func reorder(
        _ changes: JSONObject,
        _ result: inout JSONObject,
        _ shape: Shape,
        before: JSONObject
    ) throws(StatusFailure) {
        for change in changes {
            let parts = change.key.split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = String(parts[1])
            switch parts[0] {
            case "$deleteFromPrimitiveList":
                result[name] = .array(
                    (result[name]?.elements ?? []).filter { !change.value.elements.contains($0) }
                )
            case "$setElementOrder":
                let key = shape.field(name)?.patchMergeKey
                func identity(_ value: JSONValue) -> JSONValue { key.flatMap { value[$0] } ?? value }
                let elements = result[name]?.elements ?? []
                if elements.isEmpty { continue }
                let order = change.value.elements.map(identity)
                let old = before[name]?.elements ?? []
                result[name] = .array(ordered(elements, named: order, before: old, by: identity))
            default: continue
            }
        }
    }
}
