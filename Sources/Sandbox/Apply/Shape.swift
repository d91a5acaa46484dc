// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// What values a place in an object can hold, as far as merging, pruning and checking need to know.
indirect enum Shape: Sendable {
    /// Anything: objects merge by member, lists are whole, as the API server deduces for custom resources.
    case any
    case scalar(Scalar)
    case map(of: Shape, isAtomic: Bool)
    case list(of: Shape, Ownership)
    /// A fixed set of members, known to ``ShapeIndex`` by name.
    case record(String, isAtomic: Bool)

    /// What a scalar must be.
    enum Scalar: Sendable, Hashable {
        case string
        case enumeration([String])
        /// Of 32 bits.
        case integer
        /// Of 64 bits.
        case longInteger
        case boolean
        case quantity
        case time
        /// A time with six digits after the second.
        case microTime
        case intOrString
        case base64
    }

    /// How managers share a list.
    enum Ownership: Sendable, Hashable {
        case atomic
        case set
        /// Elements are told apart by these members, in order.
        case keyed([String])
    }
}

extension Shape {
    /// The shape of a member of an object at this place; `nil` when there is no such member.
    func member(_ name: String) -> Shape? {
        switch self {
        case .any: .any
        case .map(let values, _): values
        case .record(let record, _): ShapeIndex.builtIn.field(name, of: record)?.shape
        case .scalar, .list: nil
        }
    }

    /// What is known of a member of a record beside its shape.
    func field(_ name: String) -> ShapeIndex.Field? {
        if case .record(let record, _) = self { ShapeIndex.builtIn.field(name, of: record) } else { nil }
    }

    /// The shape of the elements of a list.
    var element: Shape {
        if case .list(let element, _) = self { element } else { .any }
    }

    /// Whether one manager owns the whole value.
    var isAtomic: Bool {
        switch self {
        case .any: false
        case .scalar: true
        case .map(_, let isAtomic), .record(_, let isAtomic): isAtomic
        case .list(_, let ownership): ownership == .atomic
        }
    }

    /// The step that leads to an element of a list of this shape; `nil` for atomic lists and elements without keys.
    func step(to element: JSONValue) -> PathElement? {
        guard case .list(let inner, let ownership) = self else { return nil }
        switch ownership {
        case .atomic: return nil
        case .set: return .value(element)
        case .keyed(let names):
            guard case .object(let object) = element else { return nil }
            let values = names.sorted().compactMap { name in
                (object[name] ?? inner.field(name)?.defaultValue ?? inner.field(name)?.zero)
                    .map { PathElement.KeyValue(name: name, value: $0) }
            }
            return values.isEmpty ? nil : .key(values)
        }
    }
}
