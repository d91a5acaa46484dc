// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// A structural schema of a CustomResourceDefinition, in the part that can be checked without running anything.
///
/// Formats, CEL rules (`x-kubernetes-validations`) and combinations (`allOf`, `anyOf`, `oneOf`, `not`) are left to the server.
final class CustomSchema: Sendable {
    /// `object`, `array`, `string`, `integer`, `number` or `boolean`.
    let type: String?
    let properties: [String: CustomSchema]
    let required: [String]
    /// The schema of members that have no name of their own; `nil` where there may be none.
    let additional: CustomSchema?
    let items: CustomSchema?
    /// The values that it takes, as they are compared; all when empty.
    let choices: [String]
    /// Least and greatest values and counts.
    let bounds: [SchemaBound]
    /// What a text has to match; `nil` also for a pattern that is not read here.
    let pattern: Located<GoPattern>?
    /// Whether the server fills in a value where none is written.
    let hasDefault: Bool
    let isIntOrString: Bool
    /// Whether null is a value; otherwise the server drops it.
    let isNullable: Bool
    /// Whether members that no schema names are kept: by `x-kubernetes-preserve-unknown-fields` or `additionalProperties: true`.
    let keepsUnknown: Bool
    let isEmbeddedObject: Bool

    init(_ node: YAMLNode) {
        type = node["type"]?.text
        var properties: [String: CustomSchema] = [:]
        for entry in node["properties"]?.mapping ?? [] {
            if let name = entry.key.scalar?.text { properties[name] = CustomSchema(entry.value) }
        }
        self.properties = properties
        required = node["required"]?.elements.compactMap(\.text) ?? []
        let additional = node["additionalProperties"]
        self.additional = additional.flatMap { $0.mapping == nil ? nil : CustomSchema($0) }
        items = node.at("items").map { CustomSchema($0) }
        choices = node["enum"]?.elements.compactMap { $0.scalar?.text } ?? []
        bounds = SchemaBound.bounds(of: node)
        pattern = node.at("pattern").flatMap { written in
            written.text.flatMap { GoPattern($0) }.map { Located($0, at: written.span) }
        }
        hasDefault = node["default"] != nil
        isIntOrString = node["x-kubernetes-int-or-string"]?.flag == true
        isNullable = node["nullable"]?.flag == true
        keepsUnknown =
            node["x-kubernetes-preserve-unknown-fields"]?.flag == true || additional?.flag == true
        isEmbeddedObject = node["x-kubernetes-embedded-resource"]?.flag == true
    }

    /// Whether nothing is said about the members of an object.
    var isOpen: Bool { keepsUnknown || (properties.isEmpty && additional == nil) }
}

/// Goes through a tree beside a custom schema and collects what does not fit.
struct CustomSchemaWalk {
    let object: LintedObject
    private(set) var findings = SchemaFindings()

    /// What the server adds to every object by itself.
    private static let implied: Set<String> = ["apiVersion", "kind", "metadata"]

    init(object: LintedObject) {
        self.object = object
    }

    /// Checks a whole object.
    mutating func checkObject(_ node: YAMLNode, _ schema: CustomSchema) {
        checkMembers(node, schema, path: "", ignoring: Self.implied.union(["status"]))
    }

    private mutating func check(_ node: YAMLNode, _ schema: CustomSchema, path: String) {
        if node.isNothing { return }
        guard fits(node, schema) else {
            findings.badValues.append(SchemaWords(object).wrong(node, expected: phrase(of: schema), at: path))
            return
        }
        switch node.content {
        case .mapping(let entries):
            checkBounds(.members, Double(entries.count), node, schema, path: path)
            checkMembers(node, schema, path: path, ignoring: schema.isEmbeddedObject ? Self.implied : [])
        case .sequence(let elements):
            checkBounds(.items, Double(elements.count), node, schema, path: path)
            guard let items = schema.items else { return }
            for (index, element) in elements.enumerated() { check(element, items, path: "\(path)[\(index)]") }
        case .scalar(let scalar): checkScalar(node, scalar.text, schema, path: path)
        }
    }

    private mutating func checkMembers(
        _ node: YAMLNode,
        _ schema: CustomSchema,
        path: String,
        ignoring ignored: Set<String>
    ) {
        var missing = schema.required
        for entry in node.mapping ?? [] {
            guard let name = entry.key.scalar?.text, !ignored.contains(name) else { continue }
            let place = path.isEmpty ? name : "\(path).\(name)"
            if !entry.value.isNothing || schema.properties[name]?.isNullable == true {
                missing.removeAll { $0 == name }
            }
            if let property = schema.properties[name] {
                check(entry.value, property, path: place)
            } else if let additional = schema.additional {
                check(entry.value, additional, path: place)
            } else if !schema.isOpen {
                findings.unknownFields.append(
                    SchemaWords(object).unknown(entry, at: path, known: schema.properties.keys)
                )
            }
        }
        for name in missing where !ignored.contains(name) && schema.properties[name]?.hasDefault != true {
            findings.missingFields.append(SchemaWords(object).missing(name, in: node, at: path))
        }
    }

    private func fits(_ node: YAMLNode, _ schema: CustomSchema) -> Bool {
        if schema.isIntOrString {
            switch node.value {
            case .integer?, .string?: return true
            default: return false
            }
        }
        switch (schema.type, node.content) {
        case (nil, _), ("object"?, .mapping), ("array"?, .sequence): return true
        case ("string"?, .scalar(let scalar)):
            guard case .string? = node.value else { return false }
            return
                !(scalar.style == .plain && node.tag == nil && KubectlBoolean.value(of: scalar.text) != nil)
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

    private mutating func checkScalar(
        _ node: YAMLNode,
        _ text: String,
        _ schema: CustomSchema,
        path: String
    ) {
        if !schema.choices.isEmpty, !schema.choices.contains(where: { isSame($0, text, node) }) {
            findings.badValues.append(
                SchemaWords(object).unsupported(node, supported: schema.choices, at: path)
            )
            return
        }
        guard case .string? = node.value else {
            if let number = Double(text) { checkBounds(.number, number, node, schema, path: path) }
            return
        }
        checkBounds(.characters, Double(text.unicodeScalars.count), node, schema, path: path)
        if let pattern = schema.pattern, !pattern.value.matches(text) {
            findings.badValues.append(SchemaWords(object).mismatch(node, pattern: pattern.span, at: path))
        }
    }

    /// Numbers are the same in whatever way they are written.
    private func isSame(_ choice: String, _ text: String, _ node: YAMLNode) -> Bool {
        if choice == text { return true }
        if case .string? = node.value { return false }
        return Double(text).map { Double(choice) == $0 } ?? false
    }

    private mutating func checkBounds(
        _ measure: SchemaBound.Measure,
        _ count: Double,
        _ node: YAMLNode,
        _ schema: CustomSchema,
        path: String
    ) {
        for bound in schema.bounds where bound.measure == measure && !bound.allows(count) {
            findings.badValues.append(SchemaWords(object).outside(node, bound, found: count, at: path))
        }
    }

    private func phrase(of schema: CustomSchema) -> String {
        if schema.isIntOrString { return "an integer or a string" }
        switch schema.type {
        case "object": return "an object"
        case "array": return "a list"
        case "string": return "a string"
        case "boolean": return "a boolean"
        case "integer": return "an integer"
        default: return "a number"
        }
    }
}
