// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// Compares objects with the field table, as an API server does in strict mode.
package struct SchemaValidator: Sendable {
    /// The fields that are known, of Kubernetes itself unless told otherwise.
    package var table: FieldTable
    /// Whether required fields must be there; off for a part of an object, as in a first look at an apply body.
    package var requiresCompleteness: Bool

    /// Holds objects against a table, and demands required fields unless told otherwise.
    package init(table: FieldTable = .builtIn, requiresCompleteness: Bool = true) {
        self.table = table
        self.requiresCompleteness = requiresCompleteness
    }

    /// The violations of an object in document order; none for a kind that the table does not have.
    package func validate(_ object: KubernetesObject) -> [SchemaViolation] {
        validate(object.json, as: object.type)
    }

    /// The violations of a tree that is meant to be of a kind.
    package func validate(_ json: JSONObject, as type: GroupVersionKind) -> [SchemaViolation] {
        guard let shape = table.shape(of: type) else { return [] }
        var walk = SchemaWalk(table: table, requiresCompleteness: requiresCompleteness)
        walk.check(json, shape: shape)
        return walk.violations
    }
}

/// Goes through a tree beside its shapes and collects what does not fit.
private struct SchemaWalk {
    /// One step from an object or a list to what is in it; the keys of an element are as server-side apply writes them.
    private enum Step {
        case member(String)
        case element(Int, keys: String?)
    }

    var table: FieldTable
    var requiresCompleteness: Bool
    var violations: [SchemaViolation] = []
    /// The way to where the walk is; it is put into words only for what does not fit.
    private var steps: [Step] = []

    init(table: FieldTable, requiresCompleteness: Bool) {
        self.table = table
        self.requiresCompleteness = requiresCompleteness
    }

    private mutating func report(_ reason: SchemaViolation.Reason) {
        var tokens: [String] = []
        var path = ""
        var applyPath = ""
        for step in steps {
            switch step {
            case .member(let name):
                tokens.append(name)
                path += path.isEmpty ? name : ".\(name)"
                applyPath += ".\(name)"
            case .element(let index, let keys):
                tokens.append(String(index))
                path += "[\(index)]"
                applyPath += "[\(keys ?? String(index))]"
            }
        }
        violations.append(
            SchemaViolation(reason: reason, pointer: JSONPointer(tokens), path: path, applyPath: applyPath)
        )
    }

    private mutating func report(_ reason: SchemaViolation.Reason, member name: String) {
        steps.append(.member(name))
        report(reason)
        steps.removeLast()
    }

    mutating func check(_ json: JSONObject, shape: ObjectShape) {
        for member in json {
            if let field = shape.fields[member.key] {
                check(member, is: field.type)
            } else {
                report(.unknownField, member: member.key)
            }
        }
        guard requiresCompleteness else { return }
        for name in shape.required where json[name]?.isNull ?? true { report(.missing, member: name) }
    }

    private mutating func check(_ member: JSONObject.Element, is type: FieldType) {
        steps.append(.member(member.key))
        check(member.value, is: type)
        steps.removeLast()
    }

    private mutating func check(_ value: JSONValue, is type: FieldType) {
        // Null is absence to an API server.
        if value.isNull { return }
        switch (type, value) {
        case (.object(let name), .object(let json)):
            if let shape = table.shape(named: name) { check(json, shape: shape) }
        case (.list(let element, let kind), .array(let elements)):
            checkElements(elements, are: element, kind)
        case (.map(let element, _), .object(let json)):
            for member in json { check(member, is: element) }
        case (.enumeration(let supported), .string(let text)):
            // The server reads an empty text as absence and fills in the default.
            if !text.isEmpty, !supported.contains(text) {
                report(.unsupportedValue(text, supported: supported))
            }
        default:
            if !type.accepts(value) {
                report(.wrongType(expected: type.phrase, found: value.phrase))
            }
        }
    }

    private mutating func checkElements(
        _ elements: [JSONValue],
        are type: FieldType,
        _ kind: FieldType.ListKind
    ) {
        var seen: Set<String> = []
        for (index, element) in elements.enumerated() {
            let keys = keyText(of: element, type, kind)
            steps.append(.element(index, keys: keys))
            if let keys, !seen.insert(keys).inserted { report(.duplicate) }
            check(element, is: type)
            steps.removeLast()
        }
    }

    /// The keys of an element as server-side apply writes them; `nil` where the list has none or one is missing.
    private func keyText(of element: JSONValue, _ type: FieldType, _ kind: FieldType.ListKind) -> String? {
        switch kind {
        case .atomic: return nil
        case .set: return "=\(element.text())"
        case .map(let keys):
            guard case .object(let name) = type, let shape = table.shape(named: name) else { return nil }
            var parts: [String] = []
            for key in keys {
                let implied = shape.fields[key]?.defaultText.map(JSONValue.string)
                if let value = element[key] ?? implied { parts.append("\(key)=\(value.text())") }
            }
            return parts.isEmpty ? nil : parts.joined(separator: ",")
        }
    }
}

extension FieldType {
    /// Whether a single value fits; collections are checked part by part elsewhere.
    package func accepts(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.any, _), (.string, .string), (.enumeration, .string), (.boolean, .bool),
            (.longInteger, .integer), (.intOrString, .string):
            true
        case (.integer, .integer(let number)), (.intOrString, .integer(let number)):
            Int32(exactly: number) != nil
        case (.quantity, .string(let text)), (.quantity, .decimal(let text)): Quantity(text) != nil
        case (.quantity, .integer): true
        case (.time, .string(let text)), (.microTime, .string(let text)): Timestamp(text) != nil
        case (.bytes, .string(let text)):
            text.utf8.count % 4 == 0 && text.utf8.allSatisfy(Self.isBase64)
        default: false
        }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
            true
        default: false
        }
    }

    /// What the type is called in a sentence.
    package var phrase: String {
        switch self {
        case .string, .enumeration: "a string"
        case .bytes: "a string of base64"
        case .integer, .longInteger: "an integer"
        case .boolean: "a boolean"
        case .quantity: "a quantity such as 100m or 256Mi"
        case .intOrString: "an integer or a string"
        case .time, .microTime: "a time such as 2026-01-31T12:00:00Z"
        case .object, .map: "an object"
        case .list: "a list"
        case .any: "anything"
        }
    }
}

extension JSONValue {
    /// What the value is called in a sentence.
    fileprivate var phrase: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .decimal(let text): text
        case .string(let text): text.utf8.count > 40 ? "a string" : "\"\(text)\""
        case .array: "a list"
        case .object: "an object"
        }
    }
}
