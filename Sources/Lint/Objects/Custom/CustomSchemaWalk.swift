// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// Goes through a custom object beside its schema and collects what an API server would refuse.
struct CustomSchemaWalk {
    let object: LintedObject
    var findings = SchemaFindings()
    /// How much may still be done, so that no definition keeps msctl busy for ever.
    var steps: Int
    /// What in rules of the definition is not read here, and the rules that it is in.
    private(set) var leftRules: [SourceSpan: String] = [:]
    /// Whether something was left out because of that.
    private(set) var isUnfinished = false

    /// How many values an object may have with its defaults; a file has at most 500,000.
    private static let treeLimit = 600_000

    init(object: LintedObject, steps: Int) {
        self.object = object
        self.steps = steps
    }

    /// The words for what it finds.
    var words: SchemaWords { SchemaWords(object) }

    /// Checks a whole object.
    mutating func check(_ version: CustomDefinitions.Version) {
        let room = min(steps, Self.treeLimit)
        var builder = CustomTreeBuilder(room: room)
        let tree = builder.object(object.node, of: version)
        steps -= room - max(builder.room, 0)
        guard let tree else {
            isUnfinished = true
            return
        }
        check(tree, version.schema, at: "")
        if findings.isEmpty { checkReplicas(tree, version) }
        if steps <= 0 { isUnfinished = true }
        // The server looks at rules only when everything else is right, too.
        guard findings.isEmpty, !isUnfinished else { return }
        var run = CustomRuleRun(object: object, steps: steps)
        run.check(tree, at: "")
        findings.badValues += run.findings
        leftRules = run.left
        steps = run.steps
        if steps <= 0 { isUnfinished = true }
    }

    /// Checks a value against a schema: its own, or a part of a combination.
    mutating func check(
        _ tree: CustomTree,
        _ schema: CustomSchema,
        at path: String,
        isNested: Bool = false
    ) {
        steps -= 1
        // The server has looked at the defaults of a definition before.
        guard steps > 0, !tree.isDefault else { return }
        let before = findings.count
        if tree.isNull {
            guard !schema.isNullable, schema.type != nil || schema.isIntOrString else { return }
            findings.badValues.append(words.wrong(tree.node, expected: schema.phrase, at: path))
            return
        }
        for problem in schema.opinion(of: tree, &steps).problems {
            findings.badValues.append(finding(about: problem, tree, schema, at: path))
            if case .type = problem { return }
        }
        switch tree.content {
        case .scalar: break
        case .list(let elements):
            if let items = schema.items {
                for (index, element) in elements.enumerated() {
                    check(element, items, at: "\(path)[\(index)]", isNested: isNested)
                }
            }
            if !isNested { checkDuplicates(among: elements, schema.listKind, at: path) }
        case .object: checkMembers(of: tree, schema, at: path, isNested: isNested)
        }
        // What follows from a finding is cured with it.
        guard findings.count == before else { return }
        for combination in schema.combinations { check(combination, tree, at: path) }
    }

    private mutating func checkMembers(
        of tree: CustomTree,
        _ schema: CustomSchema,
        at path: String,
        isNested: Bool
    ) {
        if !isNested {
            let known = schema.properties.keys
            // Where no field has a place, one finding says it of all.
            for entry in known.isEmpty ? tree.unknown.prefix(1) : tree.unknown[...] {
                findings.unknownFields.append(words.unknown(entry, at: path, known: known))
            }
        }
        for member in tree.members {
            guard let part = isNested ? schema.properties[member.name] : schema.schema(of: member.name)
            else { continue }
            let place = path.isEmpty ? member.name : "\(path).\(member.name)"
            check(member.tree, part, at: place, isNested: isNested)
        }
        checkRequired(of: tree, schema, at: path)
        if schema.isResource, !path.isEmpty, !isNested { checkEmbedded(tree, at: path) }
    }

    private mutating func checkRequired(of tree: CustomTree, _ schema: CustomSchema, at path: String) {
        let isRoot = path.isEmpty
        let required = (schema.isResource && !isRoot ? ["apiVersion", "kind"] : []) + schema.required
        guard !required.isEmpty else { return }
        let names = Set(tree.members.map(\.name))
        var reported: Set<String> = isRoot ? ["apiVersion", "kind", "metadata", "status"] : []
        for name in required where !names.contains(name) && reported.insert(name).inserted {
            findings.missingFields.append(words.missing(name, in: tree.node, at: path))
        }
    }

    /// Checks what the server wants of every object within another one.
    private mutating func checkEmbedded(_ tree: CustomTree, at path: String) {
        let kind = GoPattern("(?i)^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$")
        for (name, expected) in [
            ("apiVersion", "a version such as `v1` or `apps/v1`"), ("kind", "a kind such as `ConfigMap`"),
        ] {
            guard let member = tree[name]?.tree, case .scalar(.string(let text)) = member.content else {
                continue
            }
            let slashes = text.utf8.count { $0 == UInt8(ascii: "/") }
            let fits = name == "kind" ? kind?.matches(text) ?? true : !text.isEmpty && slashes < 2
            if !fits {
                findings.badValues.append(words.wrong(member.node, expected: expected, at: "\(path).\(name)"))
            }
        }
    }

    /// Checks the number that `kubectl scale` changes.
    private mutating func checkReplicas(_ tree: CustomTree, _ version: CustomDefinitions.Version) {
        guard let path = version.replicas else { return }
        var tree = tree
        for name in path.value {
            guard let member = tree[name] else { return }
            tree = member.tree
        }
        guard !tree.isDefault, let number = tree.node.integer else { return }
        let bounds = [(0, false), (Double(Int32.max), true)].map {
            SchemaBound(measure: .number, limit: $0, isUpper: $1, isExclusive: false, span: path.span)
        }
        for bound in bounds where !bound.allows(Double(number)) {
            let place = path.value.joined(separator: ".")
            findings.badValues.append(words.outside(tree.node, bound, found: Double(number), at: place))
        }
    }

    private func finding(
        about problem: SchemaProblem,
        _ tree: CustomTree,
        _ schema: CustomSchema,
        at path: String
    ) -> Finding {
        let node = tree.node
        return switch problem {
        case .type: words.wrong(node, expected: schema.phrase, at: path)
        case .choice: words.unsupported(node, supported: schema.choices, at: path)
        case .bound(let bound, let found): words.outside(node, bound, found: found, at: path)
        case .factor(let factor): words.noMultiple(node, of: factor, at: path)
        case .pattern(let pattern): words.mismatch(node, pattern: pattern, at: path)
        case .format(let format): words.unformatted(node, format, at: path)
        }
    }
}

extension CustomSchema {
    /// What its values are called.
    var phrase: String {
        if isIntOrString { return "an integer or a string" }
        return switch type {
        case "object": "an object"
        case "array": "a list"
        case "string": "a string"
        case "boolean": "a boolean"
        case "integer": "an integer"
        default: "a number"
        }
    }
}
