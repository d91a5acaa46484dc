// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Values that may be missing. What is selected of such a value may be missing as well.
extension CELRun {
    /// The result of a function of optional values.
    mutating func callOnOptional(
        _ function: CELFunction,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        switch (function, arguments.first) {
        case (.optionalNone, nil): return .optional(nil)
        case (.optionalOf, let value?): return .optional(value)
        case (.optionalOfNonZeroValue, let value?): return .optional(try isZero(value) ? nil : value)
        case (.hasValue, .optional(let content)?): return .bool(content != nil)
        case (.value, .optional(let content)?):
            guard let content else { throw .error(.noValue) }
            return content
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// What an optional value holds.
    func content(of value: CELValue) throws(CELFailure) -> CELValue? {
        guard case .optional(let content) = value else { throw .left("an optional value") }
        return content
    }

    /// A member that need not be there.
    mutating func optionalMember(_ name: String, of value: CELValue) throws(CELFailure) -> CELValue? {
        switch value {
        case .record(let tree):
            guard let tree = try field(name, of: tree) else { return nil }
            return try CELValue(tree)
        case .map(let map): return try lookup(.string(name), in: map)
        case .optional(let content):
            guard let content else { return nil }
            return try optionalMember(name, of: content)
        default: throw .left("a member of no object")
        }
    }

    /// An element that need not be there, or the value under a key that need not be there.
    mutating func optionalElement(_ index: CELValue, of value: CELValue) throws(CELFailure) -> CELValue? {
        switch (value, index) {
        case (.list(let list), .int(let number)):
            guard let index = Int(exactly: number), (0..<list.count).contains(index) else { return nil }
            return try list.element(index)
        case (.map(let map), .string), (.map(let map), .int), (.map(let map), .bool):
            return try lookup(index, in: map)
        case (.optional(let content), _):
            guard let content else { return nil }
            return try optionalElement(index, of: content)
        default: throw .left("an element")
        }
    }

    /// The first value where there is one, or else the second, which is evaluated only then.
    mutating func otherwise(
        _ value: CELValue,
        _ other: CELExpression,
        isValue: Bool
    ) throws(CELFailure) -> CELValue {
        if let content = try content(of: value) { return isValue ? content : value }
        let other = try self.value(of: other)
        if !isValue { _ = try content(of: other) }
        return other
    }

    /// What becomes of the value that an optional one holds.
    mutating func mapped(
        _ value: CELValue,
        _ body: CELExpression,
        isFlat: Bool
    ) throws(CELFailure) -> CELValue {
        guard let content = try content(of: value) else { return .optional(nil) }
        let result = try self.value(of: body, with: Item(value: content))
        return .optional(isFlat ? try self.content(of: result) : result)
    }

    /// Whether a value is as good as none.
    private func isZero(_ value: CELValue) throws(CELFailure) -> Bool {
        switch value {
        case .null: true
        case .bool(let flag): !flag
        case .int(let number), .duration(let number): number == 0
        case .double(let number): number == 0
        case .string(let text): text.isEmpty
        case .bytes(let bytes): bytes.isEmpty
        case .list(.values(let values)): values.isEmpty
        case .map(.entries(let entries)): entries.isEmpty
        // Those of an object are not asked whether they are empty.
        case .list(.trees), .map(.trees), .record: false
        default: throw .left("`optional.ofNonZeroValue`")
        }
    }
}
