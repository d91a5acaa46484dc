// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// The reference of the manifest, from the description that the reader itself gives.
enum ManifestMarkdown {
    static func page() -> String {
        let head = """
            # Manifest reference

            Generated from the reader; `make docs` rewrites it. `[]` stands for the entries of a list, `NAME` for a name of
            your choice. A field that is not listed here is an error. `msctl explain SERVICE` shows what a manifest means in the end.

            """
        return ([head] + ManifestKind.allCases.map(section)).joined(separator: "\n")
    }

    private static func section(_ kind: ManifestKind) -> String {
        let rows = rows(ManifestSchema.fields(of: kind), below: "")
        let example = ["```yaml", ManifestExample.text(of: kind), "```", ""]
        return
            (["## \(kind.rawValue)", ""] + example + ["| Field | Takes | Says |", "|---|---|---|"] + rows + [
                ""
            ])
            .joined(separator: "\n")
    }

    private static func rows(_ fields: [FieldDescription], below path: String) -> [String] {
        fields.flatMap { field in
            let name = path + field.name
            let takes = takes(field.shape) + (field.isRequired ? ", **required**" : "")
            return ["| `\(name)` | \(cell(takes)) | \(cell(field.summary)) |"] + nested(field.shape, at: name)
        }
    }

    /// The rows of what a field holds; the long form of one that has shorthands.
    private static func nested(_ shape: FieldShape, at path: String) -> [String] {
        switch shape {
        case .scalar, .any: []
        case .list(let element): nested(element, at: path + "[]")
        case .map(let value): nested(value, at: path + ".NAME")
        case .object(let fields): rows(fields, below: path + ".")
        case .anyOf(let shapes): shapes.flatMap { nested($0, at: path) }
        }
    }

    private static func takes(_ shape: FieldShape) -> String {
        switch shape {
        case .scalar(let scalar): takes(scalar)
        case .list(let element): "a list of " + takes(element)
        case .map(let value): "names with " + takes(value)
        case .object: "a mapping"
        case .anyOf(let shapes): shapes.map(takes).joined(separator: ", or ")
        case .any: "anything"
        }
    }

    private static func takes(_ scalar: ScalarShape) -> String {
        if !scalar.choices.isEmpty { return scalar.choices.map { "`\($0)`" }.joined(separator: " · ") }
        guard !scalar.examples.isEmpty else { return scalar.noun }
        return "\(scalar.noun), such as " + scalar.examples.map { "`\($0)`" }.joined(separator: " or ")
    }

    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
