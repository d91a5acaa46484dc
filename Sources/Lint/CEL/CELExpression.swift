// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// An expression of the Common Expression Language, in the part that is evaluated here.
indirect enum CELExpression: Sendable {
    case literal(CELValue)
    /// `self` has the index 0, the variables of macros follow from outside to inside.
    case variable(Int)
    case list([CELExpression])
    case map([Entry])
    case member(CELExpression, String)
    case has(CELExpression, String)
    case element(CELExpression, CELExpression)
    case not(CELExpression)
    case negated(CELExpression)
    /// `||` of any number of terms: one that is true outweighs those that cannot be evaluated.
    case any([CELExpression])
    /// `&&`, the same with false.
    case all([CELExpression])
    case conditional(CELExpression, then: CELExpression, otherwise: CELExpression)
    case binary(CELOperator, CELExpression, CELExpression)
    case call(CELFunction, [CELExpression])
    /// `matches` with a pattern that is known beforehand.
    case matches(CELExpression, GoPattern)
    case macro(CELMacro, CELExpression, CELExpression)
    /// `map` with a condition in front of what becomes of each element.
    case filteredMap(CELExpression, CELExpression, CELExpression)

    struct Entry: Sendable {
        var key: CELExpression
        var value: CELExpression
    }
}

/// An operator with two operands that are both evaluated.
enum CELOperator: String, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case remainder = "%"
}

/// A macro that evaluates an expression for every element of a list, or for every key of a map.
enum CELMacro: String, Sendable {
    case all
    case exists
    case existsOne = "exists_one"
    case filter
    case map
}

/// A function with its arguments evaluated; those that are written behind a value have it as the first argument.
enum CELFunction: String, Sendable {
    case size, int, double, string, bool, type, dyn, duration
    case startsWith, endsWith, contains, matches
    case split, join, lowerAscii, upperAscii, trim, replace, indexOf, lastIndexOf, substring, charAt
    case isSorted, sum, min, max

    /// How many arguments it takes when it is called as `size(x)`; none when it is not called so.
    var globalCounts: Set<Int> {
        switch self {
        case .size, .int, .double, .string, .bool, .type, .dyn, .duration: [1]
        case .matches: [2]
        default: []
        }
    }

    /// How many arguments it takes when it is called as `x.size()`, the value in front of it included.
    var memberCounts: Set<Int> {
        switch self {
        case .size, .lowerAscii, .upperAscii, .trim, .isSorted, .sum, .min, .max: [1]
        case .startsWith, .endsWith, .contains, .matches, .split, .indexOf, .lastIndexOf, .charAt: [2]
        case .join: [1, 2]
        case .substring: [2, 3]
        case .replace: [3]
        case .int, .double, .string, .bool, .type, .dyn, .duration: []
        }
    }
}

/// Why an expression is not evaluated here: what in it is not read.
struct CELUnread: Error {
    var reason: String
}
