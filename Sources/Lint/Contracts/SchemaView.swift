// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// A JSON Schema as it stands in a document, not yet looked into.
struct SchemaView: Sendable {
    let node: YAMLNode
    let source: SchemaSource

    init(_ node: YAMLNode, in source: SchemaSource) {
        self.node = node
        self.source = source
    }

    /// The text of the reference, when it is one.
    var reference: String? { node["$ref"]?.scalar?.text }
}

/// A schema after its references and with the parts of `allOf` put together.
struct FlatSchema: Sendable {
    /// A property.
    struct Property: Sendable {
        var name: String
        var nameSpan: SourceSpan
        var schema: SchemaView
    }

    /// The schema's text.
    var span: SourceSpan
    /// The types that a value may have; `nil` for any.
    var types: Set<String>?
    /// Where the types are written.
    var typeSpan: SourceSpan?
    /// `int64`, `date-time`, ….
    var format: Located<String>?
    /// The values of `enum` or `const`, as written.
    var choices: [Located<String>]?
    var properties: [Property] = []
    var required: [Located<String>] = []
    var items: SchemaView?
    /// The schema of properties without a name of their own.
    var others: SchemaView?
    /// Whether other properties are refused.
    var isClosed = false
    /// Where that is said.
    var closedSpan: SourceSpan?
    /// The alternatives of `oneOf` or `anyOf`.
    var alternatives: [SchemaView] = []
    /// Limits such as `minLength`, by name.
    var limits: [String: Located<Double>] = [:]
    var pattern: Located<String>?

    static let lowerLimits = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"]
    static let upperLimits = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"]

    /// The most parts and properties that one schema is put together from: `allOf` that names the same part twice doubles them at
    /// every level.
    private static let budget = 1 << 17

    /// Looks into a schema; `nil` when a reference cannot be followed or leads in a circle, and for one of too many parts.
    ///
    /// `oneOf` with one alternative is that alternative, unless it is to be kept as one beside several others.
    init?(_ view: SchemaView, keepsAlternative: Bool = false) {
        var budget = Self.budget
        self.init(view, depth: 0, keepsAlternative, &budget)
    }

    private init?(_ view: SchemaView, depth: Int, _ keepsAlternative: Bool, _ budget: inout Int) {
        guard depth < 32, let place = view.source.resolved(view.node) else { return nil }
        let node = place.node
        span = node.span
        read(node, in: place.source)
        budget -= 1 + properties.count
        guard budget > 0 else { return nil }
        for part in node["allOf"]?.sequence ?? [] {
            let view = SchemaView(part, in: place.source)
            guard let flat = FlatSchema(view, depth: depth + 1, keepsAlternative, &budget) else { return nil }
            merge(flat)
        }
        let choices = node["oneOf"]?.sequence ?? node["anyOf"]?.sequence ?? []
        let plain = choices.filter { $0["type"]?.scalar?.text != "null" }
        if plain.count == 1, choices.count == 2 || choices.count == 1 && !keepsAlternative {
            // `oneOf: [X, { type: "null" }]` is how a nullable X is written.
            let view = SchemaView(plain[0], in: place.source)
            guard let flat = FlatSchema(view, depth: depth + 1, keepsAlternative, &budget) else { return nil }
            merge(flat)
            if choices.count == 2 { types?.insert("null") }
        } else {
            alternatives = choices.map { SchemaView($0, in: place.source) }
        }
        // Many authors leave out the type where the properties say it.
        if types == nil { types = !properties.isEmpty ? ["object"] : items != nil ? ["array"] : nil }
    }

    private mutating func read(_ node: YAMLNode, in source: SchemaSource) {
        readType(node)
        format = node["format"].flatMap(Self.text)
        pattern = node["pattern"].flatMap(Self.text)
        if let values = node["enum"]?.sequence {
            choices = values.map { Located(Self.written($0), at: $0.span) }
        } else if let value = node["const"] {
            choices = [Located(Self.written(value), at: value.span)]
        }
        properties = (node["properties"]?.mapping ?? []).map { entry in
            Property(
                name: entry.key.scalar?.text ?? "",
                nameSpan: entry.key.span,
                schema: SchemaView(entry.value, in: source)
            )
        }
        required = (node["required"]?.sequence ?? []).compactMap(Self.text)
        items = node["items"].map { SchemaView($0, in: source) }
        if let rest = node["additionalProperties"] {
            isClosed = rest.scalar?.text == "false"
            closedSpan = isClosed ? rest.span : nil
            if rest.mapping != nil { others = SchemaView(rest, in: source) }
        }
        for name in Self.lowerLimits + Self.upperLimits {
            guard let value = node[name], let number = value.scalar.flatMap({ Double($0.text) }) else {
                continue
            }
            limits[name] = Located(number, at: value.span)
        }
    }

    private mutating func readType(_ node: YAMLNode) {
        guard let type = node["type"] else { return }
        typeSpan = type.span
        if let text = type.scalar?.text {
            types = [text]
        } else if let list = type.sequence {
            types = Set(list.compactMap { $0.scalar?.text })
        }
        if node["nullable"]?.scalar?.text == "true" { types?.insert("null") }
    }

    /// What has to hold as well.
    private mutating func merge(_ other: FlatSchema) {
        if let more = other.types {
            types = types.map { $0.intersection(more) } ?? more
            typeSpan = typeSpan ?? other.typeSpan
        }
        format = format ?? other.format
        pattern = pattern ?? other.pattern
        choices = choices ?? other.choices
        let known = Set(properties.map(\.name))
        properties += other.properties.filter { !known.contains($0.name) }
        required += other.required
        items = items ?? other.items
        others = others ?? other.others
        isClosed = isClosed || other.isClosed
        closedSpan = closedSpan ?? other.closedSpan
        if alternatives.isEmpty { alternatives = other.alternatives }
        limits.merge(other.limits) { mine, _ in mine }
    }

    private static func text(_ node: YAMLNode) -> Located<String>? {
        node.scalar.map { Located($0.text, at: node.span) }
    }

    private static func written(_ node: YAMLNode) -> String {
        node.scalar?.text ?? JSONValue(node).text()
    }
}
