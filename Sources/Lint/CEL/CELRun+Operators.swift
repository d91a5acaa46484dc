// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension CELRun {
    /// The result of an operator.
    mutating func result(
        of sign: CELOperator,
        _ left: CELValue,
        _ right: CELValue
    ) throws(CELFailure) -> CELValue {
        switch sign {
        case .equal: .bool(try equal(left, right))
        case .unequal: .bool(!(try equal(left, right)))
        case .less: .bool(try order(of: left, right) < 0)
        case .lessOrEqual: .bool(try order(of: left, right) <= 0)
        case .greater: .bool(try order(of: left, right) > 0)
        case .greaterOrEqual: .bool(try order(of: left, right) >= 0)
        case .isIn: .bool(try contains(left, in: right))
        case .plus, .minus, .times, .divided, .remainder: try arithmetic(sign, left, right)
        }
    }

    /// Whether two values are equal; those of different types are not, numbers apart.
    mutating func equal(_ left: CELValue, _ right: CELValue) throws(CELFailure) -> Bool {
        try charge(1)
        switch (left, right) {
        case (.null, .null): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.int(let left), .int(let right)), (.duration(let left), .duration(let right)):
            return left == right
        case (.double(let left), .double(let right)): return left == right
        case (.int(let int), .double(let double)), (.double(let double), .int(let int)):
            return Self.order(int, double) == 0
        case (.string(let left), .string(let right)):
            try charge(left.utf8.count / 16)
            return left.utf8.elementsEqual(right.utf8)
        case (.bytes(let left), .bytes(let right)):
            try charge(left.count / 16)
            return left == right
        case (.type(let left), .type(let right)): return left == right
        case (.timestamp(let left), .timestamp(let right)): return left == right
        case (.quantity(let left), .quantity(let right)): return left.billionths == right.billionths
        case (.address(let left), .address(let right)): return left == right
        case (.network(let left), .network(let right)): return left == right
        case (.format(let left), .format(let right)): return left == right
        case (.url(let left), .url(let right)):
            guard left.text.utf8.elementsEqual(right.text.utf8) else { throw .left("a comparison of URLs") }
            return true
        case (.optional(let left), .optional(let right)):
            guard let left, let right else { return left == nil && right == nil }
            return try equal(left, right)
        // A server compares these, or refuses the definition, or has no answer: with a null most of all.
        case (.optional, _), (_, .optional), (.quantity, _), (_, .quantity), (.address, _), (_, .address),
            (.network, _), (_, .network), (.url, _), (_, .url), (.format, _), (_, .format):
            throw .left("a comparison of different types")
        case (.list(let left), .list(let right)): return try equal(left, right)
        case (.map(let left), .map(let right)): return try equal(left, right)
        case (.record(let left), .record(let right)): return try equal(left, right)
        case (.map, .record), (.record, .map): throw .left("objects of different types")
        default: return false
        }
    }

    private mutating func equal(_ left: CELList, _ right: CELList) throws(CELFailure) -> Bool {
        guard left.count == right.count else { return false }
        guard left.isUnordered else {
            for index in 0..<left.count {
                guard try equal(try left.element(index), try right.element(index)) else { return false }
            }
            return true
        }
        for index in 0..<right.count {
            guard try contains(try right.element(index), in: .list(left)) else { return false }
        }
        return true
    }

    private mutating func equal(_ left: CELMap, _ right: CELMap) throws(CELFailure) -> Bool {
        guard left.count == right.count else { return false }
        for key in left.keys {
            guard try contains(key, in: .map(right)) else { return false }
            let value = try element(key, of: .map(left))
            guard try equal(value, try element(key, of: .map(right))) else { return false }
        }
        return true
    }

    private mutating func equal(_ left: CustomTree, _ right: CustomTree) throws(CELFailure) -> Bool {
        guard left.members.count == right.members.count else { return false }
        for member in left.members {
            try charge(right.members.count / 8)
            let other = right[member.name]
            guard !member.tree.isNull, let other, !other.tree.isNull else {
                guard member.tree.isNull, other?.tree.isNull ?? true else { return false }
                continue
            }
            guard try equal(try CELValue(member.tree), try CELValue(other.tree)) else { return false }
        }
        return true
    }

    /// The order of two values where one is asked for.
    private mutating func order(of left: CELValue, _ right: CELValue) throws(CELFailure) -> Int {
        guard let order = try compare(left, right) else { throw .error(.unordered) }
        return order
    }

    /// The order of two values, below zero when the first one is less; `nil` beside what is no number.
    mutating func compare(_ left: CELValue, _ right: CELValue) throws(CELFailure) -> Int? {
        switch (left, right) {
        case (.int(let left), .int(let right)), (.duration(let left), .duration(let right)):
            return left < right ? -1 : left > right ? 1 : 0
        case (.double(let left), .double(let right)):
            return left.isNaN || right.isNaN ? nil : left < right ? -1 : left > right ? 1 : 0
        case (.int(let int), .double(let double)): return Self.order(int, double)
        case (.double(let double), .int(let int)): return Self.order(int, double).map { -$0 }
        case (.timestamp(let left), .timestamp(let right)):
            return left < right ? -1 : left == right ? 0 : 1
        case (.bool(let left), .bool(let right)): return left == right ? 0 : right ? -1 : 1
        case (.string(let left), .string(let right)):
            try charge(left.utf8.count / 16)
            // Bytes of UTF-8 have the order of the characters.
            if left.utf8.elementsEqual(right.utf8) { return 0 }
            return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
        case (.bytes(let left), .bytes(let right)):
            try charge(left.count / 16)
            return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        default: throw .left("a comparison")
        }
    }

    /// The order of a whole number and another one, as cel-go has it: as exact as floating point is.
    private static func order(_ int: Int64, _ double: Double) -> Int? {
        let number = Double(int)
        return double.isNaN ? nil : number < double ? -1 : number > double ? 1 : 0
    }

    private mutating func arithmetic(
        _ sign: CELOperator,
        _ left: CELValue,
        _ right: CELValue
    ) throws(CELFailure) -> CELValue {
        if let time = try moved(sign, left, right) { return time }
        switch (left, right) {
        case (.int(let left), .int(let right)): return .int(try Self.arithmetic(sign, left, right))
        case (.double(let left), .double(let right)):
            switch sign {
            case .plus: return .double(left + right)
            case .minus: return .double(left - right)
            case .times: return .double(left * right)
            case .divided: return .double(left / right)
            default: break
            }
        case (.duration(let left), .duration(let right)) where sign == .plus || sign == .minus:
            return .duration(try Self.arithmetic(sign, left, right))
        case (.string(let left), .string(let right)) where sign == .plus:
            try charge((left.utf8.count + right.utf8.count) / 8)
            return .string(left + right)
        case (.bytes(let left), .bytes(let right)) where sign == .plus:
            try charge((left.count + right.count) / 8)
            return .bytes(left + right)
        case (.list(let left), .list(let right)) where sign == .plus:
            // A list that is a set or a map keeps each element once.
            guard !left.isUnordered else { throw .left("sums of sets") }
            return .list(.values(try elements(of: left) + (try elements(of: right))))
        default: break
        }
        throw .left("arithmetic")
    }

    private static func arithmetic(
        _ sign: CELOperator,
        _ left: Int64,
        _ right: Int64
    ) throws(CELFailure) -> Int64 {
        if sign == .divided || sign == .remainder, right == 0 { throw .error(.zeroDivision) }
        let result =
            switch sign {
            case .minus: left.subtractingReportingOverflow(right)
            case .times: left.multipliedReportingOverflow(by: right)
            case .divided: left.dividedReportingOverflow(by: right)
            case .remainder: left.remainderReportingOverflow(dividingBy: right)
            default: left.addingReportingOverflow(right)
            }
        guard !result.overflow else { throw .error(.overflow) }
        return result.partialValue
    }

    /// A number with the other sign.
    func negated(_ value: CELValue) throws(CELFailure) -> CELValue {
        switch value {
        case .int(let number): .int(try Self.arithmetic(.minus, 0, number))
        case .double(let number): .double(-number)
        default: throw .left("arithmetic")
        }
    }
}
