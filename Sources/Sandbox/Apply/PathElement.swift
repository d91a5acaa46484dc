// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// One step of a path into an object, as field ownership names it.
enum PathElement: Sendable, Hashable {
    /// A member of an object.
    case field(String)
    /// The element of a list with these key values; the names are in order.
    case key([KeyValue])
    /// An element of a list that is a set.
    case value(JSONValue)
    case index(Int)

    /// One merge key of a list element.
    struct KeyValue: Sendable, Hashable {
        var name: String
        var value: JSONValue
    }
}

extension PathElement: Comparable {
    /// Fields before keys before values, as the API server writes them.
    static func < (left: PathElement, right: PathElement) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        if case .field(let one) = left, case .field(let other) = right { return one < other }
        if case .index(let one) = left, case .index(let other) = right { return one < other }
        if case .key(let one) = left, case .key(let other) = right {
            return one.lexicographicallyPrecedes(other, by: KeyValue.precedes)
        }
        return left.wire < right.wire
    }

    private var rank: Int {
        switch self {
        case .field: 0
        case .key: 1
        case .value: 2
        case .index: 3
        }
    }
}

extension PathElement.KeyValue {
    /// By name, then by value: numbers by their size, so that port 443 comes after port 80.
    fileprivate static func precedes(_ one: Self, _ other: Self) -> Bool {
        if one.name != other.name { return one.name < other.name }
        if let left = one.value.integer, let right = other.value.integer { return left < right }
        return one.value.text() < other.value.text()
    }
}

extension PathElement {
    /// The name in `fieldsV1`: `f:image`, `k:{"name":"web"}`, `v:"x"`, `i:0`.
    var wire: String {
        switch self {
        case .field(let name): "f:" + name
        case .key(let values):
            "k:" + JSONValue.object(JSONObject(values.map { ($0.name, $0.value) })).text()
        case .value(let value): "v:" + value.text()
        case .index(let index): "i:\(index)"
        }
    }

    /// Reads a name of `fieldsV1`.
    init?(wire: String) {
        let rest = String(wire.dropFirst(2))
        switch wire.prefix(2) {
        case "f:": self = .field(rest)
        case "v:":
            guard let value = JSONValue(parsing: rest) else { return nil }
            self = .value(value)
        case "k:":
            guard let object = JSONValue(parsing: rest)?.object else { return nil }
            self = .key(object.map { KeyValue(name: $0.key, value: $0.value) }.sorted { $0.name < $1.name })
        case "i:":
            guard let index = Int(rest) else { return nil }
            self = .index(index)
        default: return nil
        }
    }

    /// The step in a message: `.image`, `[name="web"]`, `[="x"]`, `[0]`.
    var text: String {
        switch self {
        case .field(let name): "." + name
        case .key(let values):
            "[" + values.map { "\($0.name)=\($0.value.text())" }.joined(separator: ",") + "]"
        case .value(let value): "[=\(value.text())]"
        case .index(let index): "[\(index)]"
        }
    }
}
