// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Evaluates one expression, and stops when that takes too many steps.
struct CELRun {
    private(set) var steps: Int
    /// `self` and `oldSelf`, and what the macros around the present expression are at, from outside to inside.
    private var variables: [CELValue]

    /// What the variables of a macro stand for.
    struct Item {
        /// An index or key, where there are two variables.
        var key: CELValue?
        var value: CELValue
    }

    /// A run about an object that is new: there is none before it.
    init(_ value: CELValue, steps: Int) {
        variables = [value, .optional(nil)]
        self.steps = steps
    }

    /// Takes note of work that was done, or is about to be.
    mutating func charge(_ count: Int) throws(CELFailure) {
        steps -= count
        if steps < 0 { throw .exhausted }
    }

    /// The value of an expression.
    mutating func value(of expression: CELExpression) throws(CELFailure) -> CELValue {
        try charge(1)
        switch expression {
        case .literal(let value): return value
        case .variable(let index): return variables[index]
        case .list(let parts): return .list(.values(try elements(parts)))
        case .map(let entries): return .map(.entries(try self.entries(entries)))
        case .member(let part, let name): return try member(name, of: try value(of: part))
        case .optionalMember(let part, let name):
            return .optional(try optionalMember(name, of: try value(of: part)))
        case .optionalElement(let part, let index):
            let list = try value(of: part)
            return .optional(try optionalElement(try value(of: index), of: list))
        case .has(let part, let name): return .bool(try has(name, in: try value(of: part)))
        case .element(let part, let index):
            let list = try value(of: part)
            return try element(try value(of: index), of: list)
        case .not(let part): return .bool(!(try flag(of: part)))
        case .negated(let part): return try negated(try value(of: part))
        case .any(let parts): return .bool(try first(true, of: parts))
        case .all(let parts): return .bool(!(try first(false, of: parts)))
        case .conditional(let condition, let then, let otherwise):
            return try value(of: try flag(of: condition) ? then : otherwise)
        case .binary(let sign, let left, let right):
            let left = try value(of: left)
            return try result(of: sign, left, try value(of: right))
        case .call(let function, let arguments): return try call(function, try values(of: arguments))
        case .search(let function, let pattern, let arguments):
            return try search(function, pattern, try values(of: arguments))
        case .otherwise(let part, let other, let isValue):
            return try otherwise(try value(of: part), other, isValue: isValue)
        case .optionalMap(let part, let body, let isFlat):
            return try mapped(try value(of: part), body, isFlat: isFlat)
        case .fold(let fold): return try result(of: fold)
        }
    }

    /// The values of several expressions.
    private mutating func values(of parts: [CELExpression]) throws(CELFailure) -> [CELValue] {
        var values: [CELValue] = []
        values.reserveCapacity(parts.count)
        for part in parts { values.append(try value(of: part)) }
        return values
    }

    private mutating func elements(_ parts: [CELExpression.Element]) throws(CELFailure) -> [CELValue] {
        var elements: [CELValue] = []
        elements.reserveCapacity(parts.count)
        for part in parts {
            let value = try value(of: part.value)
            if let value = part.isOptional ? try content(of: value) : value { elements.append(value) }
        }
        return elements
    }

    private mutating func entries(_ parts: [CELExpression.Entry]) throws(CELFailure) -> [CELMap.Entry] {
        var entries: [CELMap.Entry] = []
        for part in parts {
            let key = try value(of: part.key)
            switch key {
            case .bool, .int, .string: break
            default: throw .left("keys of maps")
            }
            for entry in entries where try equal(entry.key, key) { throw .left("keys of maps") }
            let value = try value(of: part.value)
            if let value = part.isOptional ? try content(of: value) : value {
                entries.append(.init(key: key, value: value))
            }
        }
        return entries
    }

    private mutating func flag(of expression: CELExpression) throws(CELFailure) -> Bool {
        guard case .bool(let flag) = try value(of: expression) else { throw .left("a condition") }
        return flag
    }

    /// The value of an expression inside a macro.
    mutating func value(of expression: CELExpression, with item: Item) throws(CELFailure) -> CELValue {
        let count = variables.count
        if let key = item.key { variables.append(key) }
        variables.append(item.value)
        defer { variables.removeLast(variables.count - count) }
        return try value(of: expression)
    }

    /// Whether one of some terms is what decides.
    private mutating func first(_ decisive: Bool, of parts: [CELExpression]) throws(CELFailure) -> Bool {
        try first(decisive, of: parts.count) { (run, index) throws(CELFailure) in
            try run.flag(of: parts[index])
        }
    }

    /// The same for conditions by number; errors of others do not matter where one decides.
    mutating func first(
        _ decisive: Bool,
        of count: Int,
        _ condition: (inout CELRun, Int) throws(CELFailure) -> Bool
    ) throws(CELFailure) -> Bool {
        var problem: CELFailure?
        for index in 0..<count {
            do throws(CELFailure) {
                if try condition(&self, index) == decisive { return true }
            } catch {
                switch error {
                case .exhausted: throw error
                // What is not known here may be what decides on a server, whatever has an error.
                case .left: problem = error
                case .error: problem = problem ?? error
                }
            }
        }
        if let problem { throw problem }
        return false
    }

    /// The elements of a list.
    mutating func elements(of list: CELList) throws(CELFailure) -> [CELValue] {
        try charge(list.count)
        if case .values(let values) = list { return values }
        var elements: [CELValue] = []
        for index in 0..<list.count { elements.append(try list.element(index)) }
        return elements
    }
}
