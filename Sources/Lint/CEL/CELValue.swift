// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// A value of an expression.
enum CELValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// In nanoseconds.
    case duration(Int64)
    case timestamp(CELTimestamp)
    case quantity(Quantity)
    case address(IPAddress)
    case network(IPNetwork)
    case url(RequestURL)
    case format(CELFormat)
    /// A value that may be missing: `self.?name`.
    indirect case optional(CELValue?)
    case type(CELType)
    case list(CELList)
    case map(CELMap)
    /// An object whose schema names its members.
    case record(CustomTree)

    /// The type that `type(x)` gives.
    var type: CELType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .duration: .duration
        case .timestamp: .timestamp
        case .quantity: .quantity
        case .address: .address
        case .network: .network
        case .url: .url
        case .format: .format
        case .optional: .optional
        case .type: .type
        case .list: .list
        case .map, .record: .map
        }
    }
}

/// The types that have names in expressions.
enum CELType: String, Sendable {
    case null = "null_type"
    case bool, int, uint, double, string, bytes, list, map, type
    case duration = "google.protobuf.Duration"
    case timestamp = "google.protobuf.Timestamp"
    case quantity = "kubernetes.Quantity"
    case address = "net.IP"
    case network = "net.CIDR"
    case url = "kubernetes.URL"
    case format = "kubernetes.NamedFormat"
    case optional = "optional_type"

    /// What a value of this type is called in sentences.
    var words: String {
        switch self {
        case .duration: "duration"
        case .timestamp: "timestamp"
        case .quantity: "quantity"
        case .address: "IP address"
        case .network: "network such as `10.0.0.0/8`"
        case .url: "absolute URL"
        default: rawValue
        }
    }
}

/// The elements of a list: values that were evaluated, or trees that are read when they are asked for.
enum CELList: Sendable {
    case values([CELValue])
    case trees([CustomTree], CustomSchema.ListKind)

    var count: Int {
        switch self {
        case .values(let values): values.count
        case .trees(let trees, _): trees.count
        }
    }

    /// Whether two lists with the same elements are equal in whatever order.
    var isUnordered: Bool {
        if case .trees(_, let kind) = self { kind != .plain } else { false }
    }

    /// An element that is there.
    func element(_ index: Int) throws(CELFailure) -> CELValue {
        switch self {
        case .values(let values): values[index]
        case .trees(let trees, _): try CELValue(trees[index])
        }
    }
}

/// The entries of a map.
enum CELMap: Sendable {
    case entries([Entry])
    case trees([CustomTree.Member])

    struct Entry: Sendable {
        var key: CELValue
        var value: CELValue
    }

    var count: Int {
        switch self {
        case .entries(let entries): entries.count
        case .trees(let members): members.count
        }
    }

    var keys: [CELValue] {
        switch self {
        case .entries(let entries): entries.map(\.key)
        case .trees(let members): members.map { .string($0.name) }
        }
    }
}

/// Why an expression has no value.
enum CELFailure: Error {
    /// The server would not get one either, and refuses the object.
    case error(CELError)
    /// Something in it is not known here.
    case left(String)
    /// It takes too long.
    case exhausted
}

/// An error of evaluation, which `||`, `&&`, `all` and `exists` may do without.
enum CELError: Error, Sendable, Hashable {
    case noMember(String)
    case noElement(Int64)
    case zeroDivision
    case overflow
    case conversion(CELType)
    case emptyList
    case unordered
    case repeatedKey
    case noValue

    /// What is wrong, as the end of a sentence.
    var phrase: String {
        switch self {
        case .noMember(let name): "there is no `\(name)`"
        case .noElement(let index): "there is no element \(index)"
        case .zeroDivision: "it divides by zero"
        case .overflow: "a number grows too large"
        case .conversion(let type): "a value is no \(type.words)"
        case .emptyList: "a list is empty"
        case .unordered: "what is no number (`0.0 / 0.0`) has no order"
        case .repeatedKey: "a map gets one key twice"
        case .noValue: "an optional value is missing"
        }
    }
}

extension CELValue {
    /// Reads a value of an object by its schema, as apiextensions-apiserver does.
    init(_ tree: CustomTree) throws(CELFailure) {
        guard let schema = tree.schema else { throw .left("fields without a schema") }
        switch tree.content {
        case .scalar(.null):
            guard schema.isNullable else { throw .left("null") }
            self = .null
        case .scalar(let value): self = try Self.scalar(value, tree, schema)
        case .list(let elements):
            guard schema.type == "array", schema.items != nil else { throw .left("fields without a schema") }
            self = .list(.trees(elements, schema.listKind))
        case .object(let members):
            guard schema.type == "object" else { throw .left("fields without a schema") }
            self = schema.additional == nil ? .record(tree) : .map(.trees(members))
        }
    }

    private static func scalar(
        _ value: YAMLScalar.CoreValue,
        _ tree: CustomTree,
        _ schema: CustomSchema
    ) throws(CELFailure) -> CELValue {
        let decimal = tree.node.scalar.flatMap { Double($0.text) }
        switch (schema.isIntOrString ? "int-or-string" : schema.type, value) {
        case ("int-or-string", .string(let text)): return .string(text)
        case ("string", .string(let text)):
            switch schema.formatName {
            case "byte":
                guard let bytes = CELBase64.bytes(text) else { throw .left("bytes") }
                return .bytes(bytes)
            case "date", "date-time":
                guard let time = CELTimestamp(lenient: text) else { throw .left("dates") }
                return .timestamp(time)
            case "duration":
                guard let length = GoDuration.nanoseconds(text) else { throw .left("durations") }
                return .duration(length)
            default: return .string(text)
            }
        case ("int-or-string", .integer(let number)), ("integer", .integer(let number)): return .int(number)
        case ("int-or-string", .decimal), ("integer", .decimal):
            if let whole = decimal.flatMap({ Int64(exactly: $0) }) { return .int(whole) }
        case ("number", .integer(let number)): return .double(Double(number))
        case ("number", .decimal):
            if let decimal { return .double(decimal) }
        case ("boolean", _):
            if let flag = tree.node.flag { return .bool(flag) }
        default: break
        }
        throw .left("fields without a schema")
    }
}
