// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

extension Shape {
    /// The paths that a manager owns who applies this value.
    func fieldSet(of value: JSONValue) -> FieldSet {
        var set = FieldSet()
        collect(value, into: &set)
        return set
    }

    private func collect(_ value: JSONValue, into set: inout FieldSet) {
        switch value {
        case .object(let object):
            for member in object {
                let step = PathElement.field(member.key)
                let shape = self.member(member.key) ?? .any
                // Nobody owns an empty list whose elements are owned one by one.
                if case .list(_, let ownership) = shape, ownership != .atomic, member.value == [] { continue }
                if shape.isLeaf(member.value) {
                    set.members.insert(step)
                } else {
                    var below = FieldSet()
                    shape.collect(member.value, into: &below)
                    if !below.isEmpty { set.children[step] = below }
                    if case .map = self { set.members.insert(step) }
                }
            }
        case .array(let elements):
            for element in elements {
                guard let step = self.step(to: element) else { continue }
                set.members.insert(step)
                guard case .object = element else { continue }
                var below = FieldSet()
                self.element.collect(element, into: &below)
                if !below.isEmpty { set.children[step] = below }
            }
        default: break
        }
    }

    /// Whether ownership of this value ends here.
    func isLeaf(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let object): object.isEmpty || isAtomic
        case .array(let elements):
            if case .list = self { isAtomic || elements.isEmpty } else { true }
        default: true
        }
    }
}
