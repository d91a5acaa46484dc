// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// A structural schema of a CustomResourceDefinition, in the part that can be checked without running anything.
///
/// Patterns, formats and CEL rules are left to the server.
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
    let minimum: Double?
    let maximum: Double?
    let isIntOrString: Bool
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
        minimum = node["minimum"]?.text.flatMap { Double($0) }
        maximum = node["maximum"]?.text.flatMap { Double($0) }
        isIntOrString = node["x-kubernetes-int-or-string"]?.flag == true
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
    private(set) var findings: [Diagnostic] = []

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
            findings.append(SchemaWords(object).wrong(node, expected: phrase(of: schema), at: path))
            return
        }
        checkChoice(node, schema, path: path)
        switch node.content {
        case .mapping:
            checkMembers(node, schema, path: path, ignoring: schema.isEmbeddedObject ? Self.implied : [])
        case .sequence(let elements):
            guard let items = schema.items else { return }
            for (index, element) in elements.enumerated() { check(element, items, path: "\(path)[\(index)]") }
        case .scalar: break
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
            missing.removeAll { $0 == name }
            if let property = schema.properties[name] {
                check(entry.value, property, path: place)
            } else if let additional = schema.additional {
                check(entry.value, additional, path: place)
            } else if !schema.isOpen {
                findings.append(SchemaWords(object).unknown(entry, at: path, known: schema.properties.keys))
            }
        }
        for name in missing where !ignored.contains(name) {
            findings.append(SchemaWords(object).missing(name, in: node, at: path))
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
        case ("integer"?, .scalar): return node.integer != nil
        case ("number"?, .scalar):
            switch node.value {
            case .integer?, .decimal?: return true
            default: return false
            }
        default: return false
        }
    }

    private mutating func checkChoice(_ node: YAMLNode, _ schema: CustomSchema, path: String) {
        guard let text = node.scalar?.text else { return }
        if !schema.choices.isEmpty, !schema.choices.contains(text) {
            findings.append(SchemaWords(object).unsupported(node, supported: schema.choices, at: path))
            return
        }
        guard let number = Double(text) else { return }
        if let minimum = schema.minimum, number < minimum {
            findings.append(
                SchemaWords(object).outside(node, "is at least \(shown(minimum))", at: path)
            )
        }
        if let maximum = schema.maximum, number > maximum {
            findings.append(SchemaWords(object).outside(node, "is at most \(shown(maximum))", at: path))
        }
    }

    private func shown(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? String(number)
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
