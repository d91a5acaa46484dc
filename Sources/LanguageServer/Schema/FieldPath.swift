// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Manifest

/// One step from a mapping or list to what is inside.
enum FieldStep: Sendable, Hashable {
    case key(String)
    case element(Int)

    /// The steps of a JSON pointer; numbers count as elements.
    static func steps(of pointer: String) -> [FieldStep] {
        pointer.split(separator: "/").map { part in
            Int(part).map { .element($0) } ?? .key(JSONPointer.unescaped(part))
        }
    }
}

/// What the manifest format says about a place in a document.
struct SchemaPlace: Sendable {
    /// The place with `*` for free names and `[]` for elements, such as `spec.topics.*.owner`.
    let pattern: String
    /// The field; `nil` for the document itself, elements and free names.
    let field: FieldDescription?
    /// What may stand there; several where there are shorthands.
    let shapes: [FieldShape]

    /// The fields of each kind of document, described once.
    private static let documents: [ManifestKind: [FieldDescription]] = Dictionary(
        uniqueKeysWithValues: ManifestKind.allCases.map { ($0, ManifestSchema.fields(of: $0)) }
    )

    /// Follows steps from the root of a document; `nil` where the format knows nothing.
    static func at(_ steps: [FieldStep], of kind: ManifestKind) -> SchemaPlace? {
        var place = SchemaPlace(pattern: "", field: nil, shapes: [.object(documents[kind] ?? [])])
        for step in steps {
            guard let next = place.step(step) else { return nil }
            place = next
        }
        return place
    }

    private func step(_ step: FieldStep) -> SchemaPlace? {
        for shape in shapes {
            switch (step, shape) {
            case (.key(let name), .object(let fields)):
                guard let field = fields.first(where: { $0.name == name }) else { continue }
                return SchemaPlace(pattern: joined(name), field: field, shapes: Self.flat(field.shape))
            case (.key, .map(let value)):
                return SchemaPlace(pattern: joined("*"), field: nil, shapes: Self.flat(value))
            case (.element, .list(let element)):
                return SchemaPlace(pattern: pattern + "[]", field: field, shapes: Self.flat(element))
            default: continue
            }
        }
        return nil
    }

    private func joined(_ name: String) -> String { pattern.isEmpty ? name : "\(pattern).\(name)" }

    private static func flat(_ shape: FieldShape) -> [FieldShape] {
        if case .anyOf(let shapes) = shape { return shapes.flatMap(flat) }
        return [shape]
    }

    /// The fields of the mapping that may stand here.
    var fields: [FieldDescription] {
        shapes.flatMap { shape -> [FieldDescription] in
            if case .object(let fields) = shape { fields } else { [] }
        }
    }

    /// The place of an element of the list that may stand here.
    var element: SchemaPlace? { step(.element(0)) }

    /// The scalars that may stand here.
    var scalars: [ScalarShape] {
        shapes.compactMap { if case .scalar(let scalar) = $0 { scalar } else { nil } }
    }
}

extension FieldDescription {
    /// The shorthands and the long form.
    var shapes: [FieldShape] {
        if case .anyOf(let shapes) = shape { return shapes }
        return [shape]
    }

    /// What it takes, in a few words.
    var form: String { shapes.map(\.form).joined(separator: ", or ") }

    /// What an editor shows about it.
    var markdown: String {
        var text = "**`\(name)`** — \(summary)\n\n\(form)"
        let choices = shapes.flatMap(\.choices)
        if !choices.isEmpty { text += ": " + choices.map { "`\($0)`" }.joined(separator: ", ") }
        let examples = shapes.flatMap(\.examples)
        if choices.isEmpty, !examples.isEmpty {
            text += ", such as " + examples.map { "`\($0)`" }.joined(separator: ", ")
        }
        return text + (isRequired ? "\n\nrequired" : "")
    }
}

extension FieldShape {
    /// What it is, in a few words.
    var form: String {
        switch self {
        case .scalar(let scalar): scalar.noun
        case .list(let element): "a list: \(element.form)"
        case .map(let value): "names, each with: \(value.form)"
        case .object(let fields): "a mapping with " + fields.map { "`\($0.name)`" }.joined(separator: ", ")
        case .anyOf(let shapes): shapes.map(\.form).joined(separator: ", or ")
        case .any: "anything"
        }
    }

    /// The only values that a scalar accepts.
    var choices: [String] {
        guard case .scalar(let scalar) = self else { return [] }
        return scalar.type == .boolean ? ["true", "false"] : scalar.choices
    }

    /// Values that are accepted.
    var examples: [String] { if case .scalar(let scalar) = self { scalar.examples } else { [] } }
}
