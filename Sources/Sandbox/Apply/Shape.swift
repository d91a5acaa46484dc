// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// What values a place in an object can hold, as far as merging, pruning and checking need to know.
indirect enum Shape: Sendable {
    /// Anything: objects merge by member, lists are whole, as the API server deduces for custom resources.
    case any
    case scalar(Scalar)
    case map(of: Shape, isAtomic: Bool)
    case list(of: Shape, Ownership, PatchRule)
    case record(RecordShape)

    /// What a scalar must be.
    enum Scalar: Sendable, Hashable {
        case string
        case integer
        case boolean
        case quantity
        case time
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

    /// How a strategic merge patch treats a list: the merge key (`""` for lists of scalars), or replacement.
    struct PatchRule: Sendable, Hashable {
        var mergeKey: String?
        var retainsKeys: Bool
    }
}

/// A place with a fixed set of members.
struct RecordShape: Sendable {
    /// One member of a record.
    struct Field: Sendable {
        var shape: Shape
        var isRequired: Bool
        var defaultValue: JSONValue?
        var allowed: [String]
        var retainsKeys: Bool
    }

    /// The name of the definition, for messages.
    var name: String
    /// Looks a member up; definitions refer to each other, so they are resolved on demand.
    var field: @Sendable (String) -> Field?
    /// The names of required members.
    var required: [String]
    var isAtomic: Bool
}

extension Shape {
    /// The shape of a member of an object at this place; `nil` when there is no such member.
    func member(_ name: String) -> Shape? {
        switch self {
        case .any: .any
        case .map(let values, _): values
        case .record(let record): record.field(name)?.shape
        case .scalar, .list: nil
        }
    }

    /// The shape of the elements of a list.
    var element: Shape {
        if case .list(let element, _, _) = self { element } else { .any }
    }

    /// Whether one manager owns the whole value.
    var isAtomic: Bool {
        switch self {
        case .any: false
        case .scalar: true
        case .map(_, let isAtomic): isAtomic
        case .list(_, let ownership, _): ownership == .atomic
        case .record(let record): record.isAtomic
        }
    }

    /// The step that leads to an element of a list of this shape; `nil` for atomic lists and shapeless elements.
    func step(to element: JSONValue) -> PathElement? {
        guard case .list(let inner, let ownership, _) = self else { return nil }
        switch ownership {
        case .atomic: return nil
        case .set: return .value(element)
        case .keyed(let names):
            guard case .object(let object) = element else { return nil }
            var values: [PathElement.KeyValue] = []
            for name in names.sorted() {
                let fallback: JSONValue? =
                    if case .record(let record) = inner { record.field(name)?.defaultValue } else { nil }
                guard let value = object[name] ?? fallback else { continue }
                values.append(PathElement.KeyValue(name: name, value: value))
            }
            return values.isEmpty ? nil : .key(values)
        }
    }
}
