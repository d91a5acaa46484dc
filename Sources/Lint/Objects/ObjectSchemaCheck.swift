// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

/// Holds objects against the schema of their kind: Kubernetes' own, or that of a definition among the files.
struct ObjectSchemaCheck {
    private(set) var findings = SchemaFindings()
    private(set) var withoutSchema: [String: Int] = [:]
    /// The rules of definitions that were not run, with what in them is not read here.
    private(set) var leftRules: [SourceSpan: String] = [:]

    /// How many objects were not checked to their end.
    private(set) var unfinished = 0

    /// Checks objects; in `labelledFolders` kustomize completes labels and selectors.
    init(_ objects: [LintedObject], labelledFolders: [String]) {
        let table = FieldTable.builtIn
        var definitions = CustomDefinitions(objects)
        // Enough for objects as they are; a definition that was made to take long comes to an end.
        var steps = 10_000_000 + 20_000 * objects.count
        for object in objects {
            if let version = definitions.version(of: object.type) {
                var walk = CustomSchemaWalk(object: object, steps: steps)
                walk.check(version)
                steps = walk.steps
                if walk.isUnfinished { unfinished += 1 }
                findings += walk.findings
                leftRules.merge(walk.leftRules) { first, _ in first }
            } else if let shape = table.shape(of: object.type) {
                var walk = ObjectSchemaWalk(object: object, table: table)
                walk.check(object.node, shape: shape, path: "")
                let isLabelled = labelledFolders.contains { object.source.file.path.hasPrefix($0) }
                findings += isLabelled ? walk.findings.withoutSelectors : walk.findings
                findings.badValues += Self.unreadableSchedule(of: object)
            } else {
                withoutSchema[object.type.kind, default: 0] += 1
            }
        }
    }

    /// A schedule that the server refuses, although it is a text.
    private static func unreadableSchedule(of object: LintedObject) -> [Finding] {
        guard object.isKind("CronJob", of: "batch"), let node = object.node.at("spec", "schedule"),
            case .string(let text)? = node.value, !text.contains("$"), !text.contains("{{")
        else { return [] }
        let fields = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !CronFormat.accepts(fields), !fields.hasPrefix("@every ") else { return [] }
        return [
            Finding(
                "`spec.schedule` is no schedule that the server reads: `\(text)`",
                at: node.span,
                "minute, hour, day, month and day of the week",
                help: "write five fields, such as `0 3 * * *`",
                object: object
            )
        ]
    }
}

/// What does not fit a schema, by the rule that says so.
struct SchemaFindings: Sendable {
    var unknownFields: [Finding] = []
    var badValues: [Finding] = []
    var missingFields: [Finding] = []

    static func += (left: inout SchemaFindings, right: SchemaFindings) {
        left.unknownFields += right.unknownFields
        left.badValues += right.badValues
        left.missingFields += right.missingFields
    }

    var count: Int { unknownFields.count + badValues.count + missingFields.count }

    var isEmpty: Bool { count == 0 }

    /// The same for an object whose selector is added later.
    fileprivate var withoutSelectors: SchemaFindings {
        var findings = self
        findings.missingFields.removeAll { $0.headline.hasSuffix("lacks `selector`") }
        return findings
    }
}

/// Goes through a tree beside its shapes and collects what does not fit.
struct ObjectSchemaWalk {
    let object: LintedObject
    let table: FieldTable
    private(set) var findings = SchemaFindings()

    init(object: LintedObject, table: FieldTable) {
        self.object = object
        self.table = table
    }

    mutating func check(_ node: YAMLNode, shape: ObjectShape, path: String) {
        guard let entries = node.mapping else { return }
        var missing = shape.required
        for entry in entries {
            guard let name = entry.key.scalar?.text else { continue }
            guard let field = shape.fields[name] else {
                findings.unknownFields.append(
                    SchemaWords(object).unknown(entry, at: path, known: shape.fields.keys)
                )
                continue
            }
            if field.isRequired, !entry.value.isNothing { missing.removeAll { $0 == name } }
            check(entry.value, is: field.type, path: path.isEmpty ? name : "\(path).\(name)", entry)
        }
        for name in missing {
            findings.missingFields.append(SchemaWords(object).missing(name, in: node, at: path))
        }
    }

    /// Checks a value; `entry` is where it stands, for its name.
    private mutating func check(_ node: YAMLNode, is type: FieldType, path: String, _ entry: YAMLEntry?) {
        if node.isNothing { return }
        switch (type, node.content) {
        case (.object(let name), .mapping):
            if let shape = table.shape(named: name) { check(node, shape: shape, path: path) }
        case (.list(let element, _), .sequence(let elements)):
            for (index, child) in elements.enumerated() {
                check(child, is: element, path: "\(path)[\(index)]", nil)
            }
        case (.map(let element, _), .mapping(let entries)):
            for child in entries {
                let name = child.key.scalar?.text ?? ""
                check(child.value, is: element, path: "\(path).\(name)", child)
            }
        case (.enumeration(let supported), .scalar(let scalar)) where !node.isPlainOther:
            // The server reads an empty text as absence and fills in the default.
            if !scalar.text.isEmpty, !supported.contains(scalar.text) {
                findings.badValues.append(
                    SchemaWords(object).unsupported(node, supported: supported, at: path)
                )
            }
        case (.any, _): break
        default: checkScalar(node, is: type, path: path, entry)
        }
    }

    private mutating func checkScalar(
        _ node: YAMLNode,
        is type: FieldType,
        path: String,
        _ entry: YAMLEntry?
    ) {
        if let scalar = node.scalar, type.accepts(scalar, node.value) {
            let isText = type == .string
            if isText, node.tag == nil, scalar.style == .plain, KubectlBoolean.value(of: scalar.text) != nil {
                findings.badValues.append(SchemaWords(object).kubectlBoolean(node, scalar, at: path))
            }
            return
        }
        findings.badValues.append(SchemaWords(object).wrong(node, expected: type, at: path, entry))
    }
}

extension YAMLNode {
    /// Whether a scalar is a number or a boolean.
    fileprivate var isPlainOther: Bool {
        switch value {
        case .bool?, .integer?, .decimal?: true
        default: false
        }
    }
}

extension FieldType {
    /// Whether a scalar fits, as kubectl and the server read it.
    fileprivate func accepts(_ scalar: YAMLScalar, _ value: YAMLScalar.CoreValue?) -> Bool {
        guard let value else { return false }
        switch (self, value) {
        case (.string, .string): return true
        case (.boolean, .string(let text)):
            return scalar.style == .plain && KubectlBoolean.value(of: text) != nil
        case (.bytes, .string(let text)):
            // A decoder of base64 skips line breaks.
            let joined = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            return accepts(.string(String(decoding: joined, as: UTF8.self)))
        default: return accepts(JSONValue(value))
        }
    }
}
