// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// One way in which a value does not fit its schema.
enum SchemaProblem: Sendable {
    case type
    case choice
    case bound(SchemaBound, found: Double)
    case factor(Located<Double>)
    case pattern(SourceSpan)
    case format(Located<SchemaFormat>)
}

/// What a schema has to say about one value, its members and elements aside.
struct SchemaOpinion: Sendable {
    var problems: [SchemaProblem] = []
    /// Whether everything that the schema says was understood.
    var isWhole = true
}

extension CustomSchema {
    /// Holds one value against the schema; it takes as many steps as a pattern takes to match.
    func opinion(of tree: CustomTree, _ steps: inout Int) -> SchemaOpinion {
        var opinion = SchemaOpinion()
        opinion.isWhole = !isUnread
        guard fits(tree.node) else {
            opinion.problems = [.type]
            return opinion
        }
        if tree.node.scalar == nil, !choices.isEmpty { opinion.isWhole = false }
        switch tree.content {
        case .object(let members): check(.members, Double(members.count), &opinion)
        case .list(let elements): check(.items, Double(elements.count), &opinion)
        case .scalar(let value):
            guard takes(tree.node) else {
                opinion.problems = [.choice]
                return opinion
            }
            switch value {
            case .string(let text): check(text, &opinion, &steps)
            case .integer, .decimal:
                if let number = tree.node.scalar.flatMap({ Double($0.text) }) { check(number, &opinion) }
            case .bool, .null: break
            }
        }
        return opinion
    }

    private func check(_ measure: SchemaBound.Measure, _ count: Double, _ opinion: inout SchemaOpinion) {
        for bound in bounds where bound.measure == measure && !bound.allows(count) {
            opinion.problems.append(.bound(bound, found: count))
        }
    }

    private func check(_ number: Double, _ opinion: inout SchemaOpinion) {
        check(.number, number, &opinion)
        if let factor, !Self.isMultiple(number, of: factor.value) { opinion.problems.append(.factor(factor)) }
        if let format, !format.value.accepts(number) { opinion.problems.append(.format(format)) }
    }

    private func check(_ text: String, _ opinion: inout SchemaOpinion, _ steps: inout Int) {
        check(.characters, Double(text.unicodeScalars.count), &opinion)
        if let pattern {
            let cost = pattern.value.cost(of: text)
            if cost > steps {
                opinion.isWhole = false
            } else {
                steps -= cost
                if !pattern.value.matches(text) { opinion.problems.append(.pattern(pattern.span)) }
            }
        }
        if let format {
            switch format.value.accepts(text) {
            case true?: break
            case false?: opinion.problems.append(.format(format))
            case nil: opinion.isWhole = false
            }
        }
    }

    /// Whether a number is a multiple of another, as far as floating point can tell.
    private static func isMultiple(_ number: Double, of factor: Double) -> Bool {
        let quotient = number / factor
        guard quotient.isFinite else { return true }
        return abs(quotient - quotient.rounded()) <= 1e-9 * max(1, abs(quotient))
    }

    /// Whether a value is of the type of the schema.
    private func fits(_ node: YAMLNode) -> Bool {
        if isIntOrString {
            switch node.value {
            case .integer?: return true
            case .string?: return !isKubectlBoolean(node)
            default: return node.isWholeDecimal
            }
        }
        switch (type, node.content) {
        case (nil, _), ("object"?, .mapping), ("array"?, .sequence): return true
        case ("string"?, .scalar):
            guard case .string? = node.value else { return false }
            return !isKubectlBoolean(node)
        case ("boolean"?, .scalar): return node.flag != nil
        case ("integer"?, .scalar): return node.integer != nil || node.isWholeDecimal
        case ("number"?, .scalar):
            switch node.value {
            case .integer?, .decimal?: return true
            default: return false
            }
        default: return false
        }
    }

    private func isKubectlBoolean(_ node: YAMLNode) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain, node.tag == nil else { return false }
        return KubectlBoolean.value(of: scalar.text) != nil
    }

    /// Whether a scalar is one of the values of the schema; numbers are the same in whatever way they are written.
    private func takes(_ node: YAMLNode) -> Bool {
        guard !choices.isEmpty, let text = node.scalar?.text else { return true }
        if choices.contains(text) { return true }
        if case .string? = node.value { return false }
        guard let number = Double(text) else { return false }
        return choices.contains { Double($0) == number }
    }
}

/// Whether values fit parts of a combination.
enum SchemaTrial {
    /// Whether a value fits a schema with all that is in it; `nil` where that is not known here.
    static func verdict(_ schema: CustomSchema, _ tree: CustomTree, _ steps: inout Int) -> Bool? {
        steps -= 1
        guard steps > 0 else { return nil }
        if tree.isNull {
            guard schema.choices.isEmpty, !schema.isUnread else { return nil }
            return schema.isNullable || (schema.type == nil && !schema.isIntOrString)
        }
        let opinion = schema.opinion(of: tree, &steps)
        guard opinion.problems.isEmpty else { return false }
        var isWhole = opinion.isWhole
        // What does not fit outweighs what is not known.
        func takes(_ verdict: Bool?) -> Bool {
            if verdict == nil { isWhole = false }
            return verdict ?? true
        }
        switch tree.content {
        case .scalar: break
        case .list(let elements):
            if let items = schema.items {
                for element in elements { guard takes(verdict(items, element, &steps)) else { return false } }
            }
        case .object(let members):
            let names = Set(members.map(\.name))
            guard schema.required.allSatisfy(names.contains) else { return false }
            for member in members {
                guard let part = schema.properties[member.name] else { continue }
                guard takes(verdict(part, member.tree, &steps)) else { return false }
            }
        }
        for combination in schema.combinations {
            guard takes(verdict(combination, tree, &steps)) else { return false }
        }
        return isWhole ? true : nil
    }

    /// Whether a value fits a combination.
    static func verdict(_ combination: SchemaCombination, _ tree: CustomTree, _ steps: inout Int) -> Bool? {
        var fitting = 0
        var unknown = 0
        for part in combination.parts {
            switch verdict(part, tree, &steps) {
            case true?: fitting += 1
            case false?: break
            case nil: unknown += 1
            }
        }
        let count = combination.parts.count
        switch combination.kind {
        case .all: return fitting + unknown < count ? false : unknown == 0 ? true : nil
        case .any: return fitting > 0 ? true : unknown > 0 ? nil : false
        case .one:
            if fitting > 1 { return false }
            return unknown > 0 ? nil : fitting == 1
        case .none: return fitting > 0 ? false : unknown > 0 ? nil : true
        }
    }
}
