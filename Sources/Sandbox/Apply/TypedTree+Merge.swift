// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

extension Shape {
    /// The live value with an applied one laid over it: the applied one wins, what it does not name stays.
    func merge(_ live: JSONValue?, _ applied: JSONValue) -> JSONValue {
        guard let live, !isAtomic else { return applied }
        switch (live, applied) {
        // Of a map or list whose parts are owned one by one, `null` says as much as an empty one: nothing.
        case (.object, .null), (.array, .null):
            if case .any = self { return applied }
            return live
        case (.object(let old), .object(let new)):
            var result = old
            for member in new {
                result[member.key] = (self.member(member.key) ?? .any).merge(old[member.key], member.value)
            }
            return .object(result)
        case (.array(let old), .array(let new)):
            guard case .list = self else { return applied }
            return .array(mergeElements(old, new))
        default: return applied
        }
    }

    /// Keeps the applied order; what only the live list has keeps its place among the shared elements.
    ///
    /// Where those stand in another order than the applied one, the walk through the live list goes on to the one that is
    /// next in the applied order: what it passes comes before that, as with the API server.
    private func mergeElements(_ old: [JSONValue], _ new: [JSONValue]) -> [JSONValue] {
        let news = indexed(new)
        let olds = indexed(old)
        var result: [JSONValue] = []
        var merged: Set<PathElement> = []
        var left = old[...]
        var right = new[...]
        var shared = new.compactMap { step(to: $0) }.filter { olds[$0] != nil }[...]
        while !left.isEmpty || !right.isEmpty {
            if let value = left.first {
                guard let step = step(to: value), news[step] != nil else {
                    result.append(left.removeFirst())
                    continue
                }
                let isNext = right.first.map { self.step(to: $0) == step } ?? false
                let isPassed = !right.isEmpty && !isNext && shared.first.map { $0 != step } ?? false
                if isNext || isPassed || merged.contains(step) { left.removeFirst() }
                if isPassed { continue }
            }
            guard let value = right.popFirst(), let step = step(to: value) else { continue }
            result.append(element.merge(olds[step], value))
            merged.insert(step)
            if shared.first == step { shared.removeFirst() }
        }
        return result
    }

    /// The value without the paths of a set, and everything below them.
    func removing(_ set: FieldSet, from value: JSONValue) -> JSONValue {
        if set.isEmpty { return value }
        switch value {
        case .object(let object):
            var kept: [(String, JSONValue)] = []
            for member in object {
                let step = PathElement.field(member.key)
                if set.members.contains(step) { continue }
                guard let below = set.children[step] else {
                    kept.append((member.key, member.value))
                    continue
                }
                kept.append(
                    (member.key, (self.member(member.key) ?? .any).removing(below, from: member.value))
                )
            }
            return .object(JSONObject(kept))
        case .array(let elements):
            return .array(
                elements.compactMap { element in
                    guard let step = step(to: element) else { return element }
                    if set.members.contains(step) { return nil }
                    return set.children[step].map { self.element.removing($0, from: element) } ?? element
                }
            )
        default: return value
        }
    }
}
