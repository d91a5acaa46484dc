// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// An expression of the Common Expression Language, in the part that is evaluated here.
indirect enum CELExpression: Sendable {
    case literal(CELValue)
    /// `self` has the index 0 and `oldSelf` 1, the variables of macros follow from outside to inside.
    case variable(Int)
    case list([Element])
    case map([Entry])
    case member(CELExpression, String)
    /// `x.?name` and `x[?index]`, which may be without a value.
    case optionalMember(CELExpression, String)
    case optionalElement(CELExpression, CELExpression)
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
    /// A function with a pattern that is known beforehand, and its other arguments.
    case search(CELFunction, GoPattern, [CELExpression])
    /// `x.or(y)`, an optional value, and `x.orValue(y)`, a value: the second is evaluated where the first has none.
    case otherwise(CELExpression, CELExpression, isValue: Bool)
    case fold(Fold)
    /// Makes an expression of the value of an optional one: `optMap`, or `optFlatMap` when it is flat.
    case optionalMap(CELExpression, CELExpression, isFlat: Bool)

    /// An element of a list; one with a question mark is left out when it is without a value.
    struct Element: Sendable {
        var value: CELExpression
        var isOptional = false
    }

    struct Entry: Sendable {
        var key: CELExpression
        var value: CELExpression
        var isOptional = false
    }

    /// A macro with what it goes over and what it evaluates.
    struct Fold: Sendable {
        var macro: CELMacro
        var range: CELExpression
        /// Whether it has two variables: index and element, or key and value.
        var isOverPairs: Bool
        /// What has to hold of an element before something is made of it; `nil` when all count.
        var condition: CELExpression?
        var body: CELExpression
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

/// A macro that evaluates an expression for every element of a list, or for every key of a map; with two variables for every
/// index and element, or key and value (cel-go's `ext.TwoVarComprehensions`, since Kubernetes 1.32).
enum CELMacro: String, Sendable {
    case all
    case exists
    case existsOne = "exists_one"
    case filter
    case map
    case transformList
    case transformMap
    case transformMapEntry

    /// How many variables it may have.
    var variableCounts: ClosedRange<Int> {
        switch self {
        case .all, .exists, .existsOne: 1...2
        case .filter, .map: 1...1
        case .transformList, .transformMap, .transformMapEntry: 2...2
        }
    }

    /// Whether it makes something of each element, for which there may be a condition.
    var makesValues: Bool {
        switch self {
        case .all, .exists, .existsOne, .filter: false
        case .map, .transformList, .transformMap, .transformMapEntry: true
        }
    }
}

/// Why an expression is not evaluated here: what in it is not read.
struct CELUnread: Error {
    var reason: String
}
