// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// Runs the rules of a definition over an object, and collects those that it breaks.
struct CustomRuleRun {
    /// How many steps one rule may take for one value; an API server has a limit as well.
    private static let limit = 1_000_000

    private let object: LintedObject
    /// How many steps may still be taken.
    private(set) var steps: Int
    private(set) var findings: [Finding] = []
    /// The rules that were not run, with what in them is not read here.
    private(set) var left: [SourceSpan: String] = [:]

    init(object: LintedObject, steps: Int) {
        self.object = object
        self.steps = steps
    }

    /// Runs the rules about a value and about everything in it.
    mutating func check(_ tree: CustomTree, at path: String) {
        // The server has looked at the defaults of a definition before.
        guard let schema = tree.schema, schema.hasRules, schema.isTyped, !tree.isDefault, !tree.isNull else {
            return
        }
        for rule in schema.rules { check(rule, tree, at: path) }
        switch tree.content {
        case .scalar: break
        case .list(let elements):
            for (index, element) in elements.enumerated() { check(element, at: "\(path)[\(index)]") }
        case .object(let members):
            for member in members {
                check(member.tree, at: path.isEmpty ? member.name : "\(path).\(member.name)")
            }
        }
    }

    private mutating func check(_ rule: CustomRule, _ tree: CustomTree, at path: String) {
        switch rule.reading {
        case .transition: break
        case .left(let reason): left[rule.span] = reason
        case .read(let expression):
            do throws(CELFailure) {
                guard case .bool(let holds) = try value(of: expression, tree) else {
                    throw .left("a condition")
                }
                if !holds { findings.append(broken(rule, tree, at: path)) }
            } catch {
                switch error {
                case .error(let error): findings.append(undecided(rule, error, tree, at: path))
                case .left(let reason): left[rule.span] = reason
                case .exhausted: left[rule.span] = "too many steps"
                }
            }
        }
    }

    private mutating func value(
        of expression: CELExpression,
        _ tree: CustomTree
    ) throws(CELFailure) -> CELValue {
        let limit = min(Self.limit, steps)
        var run = CELRun(try CELValue(tree), steps: limit)
        defer { steps -= limit - max(run.steps, 0) }
        return try run.value(of: expression)
    }

    private mutating func broken(_ rule: CustomRule, _ tree: CustomTree, at path: String) -> Finding {
        let message = message(of: rule, tree)
        let short = Self.short(rule.text)
        return finding(
            "breaks a rule of its definition: \(message ?? "`\(short)`")",
            rule,
            tree,
            at: path,
            "refused by the server",
            help: message == nil ? "change it so that the rule holds" : "make `\(short)` true"
        )
    }

    private func undecided(
        _ rule: CustomRule,
        _ error: CELError,
        _ tree: CustomTree,
        at path: String
    ) -> Finding {
        let help =
            switch error {
            case .noMember(let name) where Self.hasNull(name, tree.node):
                "write a value for `\(name)`, which the rule reads: `null` counts as absent"
            case .noMember(let name): "write `\(name)`, which the rule reads"
            default: "change it so that the rule can be evaluated"
            }
        return finding(
            "cannot be judged by a rule of its definition: \(error.phrase)",
            rule,
            tree,
            at: path,
            "the server refuses what it cannot judge",
            notes: rule.message.map { ["the rule is about this: \($0)"] } ?? [],
            help: help
        )
    }

    /// Whether a member of a name is written somewhere in a value, and is null.
    private static func hasNull(_ name: String, _ node: YAMLNode) -> Bool {
        switch node.content {
        case .scalar: false
        case .sequence(let elements): elements.contains { hasNull(name, $0) }
        case .mapping(let entries):
            entries.contains { entry in
                entry.key.scalar?.text == name && entry.value.isNothing || hasNull(name, entry.value)
            }
        }
    }

    /// What the author of the definition says: as an expression where that can be evaluated, or else as a text.
    private mutating func message(of rule: CustomRule, _ tree: CustomTree) -> String? {
        if let expression = rule.messageExpression,
            case .string(let text)? = try? value(of: expression, tree),
            let line = CustomRule.onlyLine(text)
        {
            return Self.short(line, most: 300)
        }
        return rule.message.map { Self.short($0, most: 300) }
    }

    private func finding(
        _ statement: String,
        _ rule: CustomRule,
        _ tree: CustomTree,
        at path: String,
        _ label: String,
        notes: [String] = [],
        help: String
    ) -> Finding {
        var tree = tree
        var path = path
        var span = path.isEmpty ? object.nameSpan : tree.node.span.firstLine
        var isWritten = true
        for name in rule.fieldPath {
            path += path.isEmpty ? name : ".\(name)"
            // Of a field that nobody wrote, the object that it belongs to is marked.
            guard isWritten, let member = tree[name], !member.tree.isDefault else {
                isWritten = false
                continue
            }
            tree = member.tree
            span = tree.node.span.firstLine
        }
        let place = path.isEmpty ? object.phrase : "`\(path)`"
        return Finding(
            "\(place) \(statement)",
            at: span,
            label,
            secondary: [.init(rule.span, "the rule of `\(object.type.kind)`")],
            notes: notes,
            help: help,
            object: object
        )
    }

    private static func short(_ text: String, most: Int = 160) -> String {
        text.count <= most ? text : text.prefix(most) + "…"
    }
}
