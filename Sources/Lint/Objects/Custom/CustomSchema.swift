// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// A structural schema of a CustomResourceDefinition, or a part of its `allOf`, `anyOf`, `oneOf` or `not`.
final class CustomSchema: Sendable {
    /// Which elements of a list are the same one.
    enum ListKind: Sendable, Hashable {
        case plain
        case set
        /// Elements are known by these members.
        case map([String])
    }

    /// `object`, `array`, `string`, `integer`, `number` or `boolean`.
    let type: String?
    let properties: [String: CustomSchema]
    /// The properties that the server fills in where none is written, by name.
    let defaults: [String]
    let required: [String]
    /// The schema of members that have no name of their own; `nil` where there may be none.
    let additional: CustomSchema?
    let items: CustomSchema?
    /// The values that it takes, as they are compared; all when empty.
    let choices: [String]
    /// Least and greatest values and counts.
    let bounds: [SchemaBound]
    /// What a number has to be a multiple of.
    let factor: Located<Double>?
    /// What a text has to match; `nil` also for a pattern that is not read here.
    let pattern: Located<GoPattern>?
    let format: Located<SchemaFormat>?
    /// The format as it is written: unlike a server's check of formats, expressions do not know `datetime` for `date-time`.
    let formatName: String?
    let listKind: ListKind
    let combinations: [SchemaCombination]
    let rules: [CustomRule]
    /// Whether there are rules about it or about anything in it.
    let hasRules: Bool
    /// What the server fills in.
    let defaultValue: YAMLNode?
    let isIntOrString: Bool
    /// Whether null is a value; otherwise the server drops it.
    let isNullable: Bool
    /// Whether members that no schema names are kept: by `x-kubernetes-preserve-unknown-fields` or `additionalProperties: true`.
    let keepsUnknown: Bool
    /// Whether it is about a whole object, which has `apiVersion`, `kind` and `metadata` whatever the schema says.
    let isResource: Bool
    /// Whether something in it is not read here, so that nobody knows what it takes.
    let isUnread: Bool
    /// The text of the schema.
    let span: SourceSpan

    /// Reads a schema; in a definition that keeps what it does not know, so do all of its parts.
    ///
    /// `isRoot` is the schema of a whole object, `isNested` one that is part of a combination.
    init(
        _ node: YAMLNode,
        isRoot: Bool = false,
        isNested: Bool = false,
        keepsUnknown keepsAll: Bool = false
    ) {
        func part(_ node: YAMLNode) -> CustomSchema {
            CustomSchema(node, isNested: isNested, keepsUnknown: keepsAll)
        }
        type = node["type"]?.text
        var properties: [String: CustomSchema] = [:]
        for entry in node["properties"]?.mapping ?? [] {
            if let name = entry.key.scalar?.text { properties[name] = part(entry.value) }
        }
        isResource = isRoot || node["x-kubernetes-embedded-resource"]?.flag == true
        if isResource, !isNested {
            let text = CustomSchema(implied: "string", span: node.span)
            properties["apiVersion"] = properties["apiVersion"] ?? text
            properties["kind"] = properties["kind"] ?? text
            let named = properties["metadata"]?.properties ?? [:]
            properties["metadata"] = CustomSchema(
                implied: "object",
                properties: ["name": named["name"] ?? text, "generateName": named["generateName"] ?? text],
                span: node.span
            )
        }
        self.properties = properties
        defaults = properties.filter { $0.value.defaultValue != nil }.keys.sorted()
        required = node["required"]?.elements.compactMap(\.text) ?? []
        let additional = node["additionalProperties"]
        self.additional = additional.flatMap { $0.mapping == nil ? nil : part($0) }
        items = node.at("items").map(part)
        let choices = node["enum"]?.elements ?? []
        self.choices = choices.compactMap { $0.scalar?.text }
        bounds = SchemaBound.bounds(of: node)
        factor = node.at("multipleOf").flatMap { written in
            written.text.flatMap { Double($0) }.flatMap { $0 > 0 ? Located($0, at: written.span) : nil }
        }
        let pattern = node.at("pattern")
        self.pattern = pattern.flatMap { written in
            written.text.flatMap { GoPattern($0) }.map { Located($0, at: written.span) }
        }
        format = node.at("format").flatMap { written in
            written.text.flatMap { SchemaFormat($0, ofType: node["type"]?.text) }
                .map { Located($0, at: written.span) }
        }
        formatName = node["format"]?.text
        listKind = Self.listKind(of: node)
        combinations = SchemaCombination.combinations(of: node)
        rules = isNested ? [] : CustomRule.rules(of: node)
        hasRules =
            !rules.isEmpty || self.additional?.hasRules == true || items?.hasRules == true
            || properties.values.contains(where: \.hasRules)
        defaultValue = node.at("default")
        isIntOrString = node["x-kubernetes-int-or-string"]?.flag == true
        isNullable = node["nullable"]?.flag == true
        keepsUnknown =
            keepsAll || node["x-kubernetes-preserve-unknown-fields"]?.flag == true || additional?.flag == true
        let isBeyond = isNested && Self.beyond.contains { node[$0] != nil }
        isUnread =
            isBeyond || (pattern != nil && self.pattern == nil) || self.choices.count < choices.count
        span = node.span
    }

    /// A schema that nobody writes; what it does not name is kept.
    private init(implied type: String, properties: [String: CustomSchema] = [:], span: SourceSpan) {
        self.type = type
        self.properties = properties
        defaults = []
        required = []
        additional = nil
        items = nil
        choices = []
        bounds = []
        factor = nil
        pattern = nil
        format = nil
        formatName = nil
        listKind = .plain
        combinations = []
        rules = []
        hasRules = false
        defaultValue = nil
        isIntOrString = false
        isNullable = false
        keepsUnknown = true
        isResource = false
        isUnread = false
        self.span = span
    }

    /// Whether nothing is said about the members of an object.
    var isOpen: Bool { keepsUnknown || (type != "object" && properties.isEmpty && additional == nil) }

    /// Whether expressions know the type of its values; a server leaves out rules about others, and about all that is in them.
    var isTyped: Bool {
        if isIntOrString || isResource { return true }
        return switch type {
        case "object": additional?.isTyped ?? true
        case "array": items?.isTyped ?? false
        case "string", "boolean", "number", "integer": true
        default: false
        }
    }

    /// The schema of a member; `nil` when there is none.
    func schema(of member: String) -> CustomSchema? { properties[member] ?? additional }

    /// What a structural schema has no place for in its combinations.
    private static let beyond = [
        "$ref", "additionalProperties", "patternProperties", "dependencies", "additionalItems",
    ]

    private static func listKind(of node: YAMLNode) -> ListKind {
        switch node["x-kubernetes-list-type"]?.text {
        case "set": .set
        case "map": .map(node["x-kubernetes-list-map-keys"]?.elements.compactMap(\.text) ?? [])
        default: node["uniqueItems"]?.flag == true ? .set : .plain
        }
    }
}
