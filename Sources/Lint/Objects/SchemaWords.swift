// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

/// The texts of findings about the schema of an object.
struct SchemaWords {
    private let object: LintedObject

    init(_ object: LintedObject) {
        self.object = object
    }

    func unknown(_ entry: YAMLEntry, at path: String, known: some Sequence<String>) -> Finding {
        let name = entry.key.scalar?.text ?? ""
        let known = Array(known)
        let suggestion = Spelling.suggestion(for: name, among: known)
        let place = path.isEmpty ? "`\(object.type.kind)`" : "`\(path)` of `\(object.type.kind)`"
        let listed = known.sorted().filter { $0 != "status" }
        return Finding(
            "\(place) has no field `\(name)`",
            at: entry.key.span,
            "is refused, or has no effect",
            notes: suggestion == nil && listed.count <= 12 ? [Self.fields(listed)] : [],
            help: suggestion.map { "did you mean `\($0)`?" } ?? "remove it, or move it to where it belongs",
            fix: suggestion.map {
                .init(
                    title: "rename `\(name)` to `\($0)`",
                    applicability: .needsReview,
                    edits: [.init(entry.key.span, $0)]
                )
            },
            object: object
        )
    }

    private static func fields(_ names: [String]) -> String {
        names.isEmpty
            ? "its definition names no fields, and the server drops what it does not name"
            : "it has \(names.map { "`\($0)`" }.joined(separator: ", "))"
    }

    func missing(_ name: String, in node: YAMLNode, at path: String) -> Finding {
        let place = path.isEmpty ? object.phrase : "`\(path)` of \(object.phrase)"
        return Finding(
            "\(place) lacks `\(name)`",
            at: node.mapping?.first?.key.span ?? node.span,
            "`\(name)` belongs here",
            help: "add `\(name)`",
            object: object
        )
    }

    func unsupported(_ node: YAMLNode, supported: [String], at path: String) -> Finding {
        let text = node.scalar?.text ?? ""
        let near =
            supported.first { $0.lowercased() == text.lowercased() }
            ?? Spelling.suggestion(for: text, among: supported)
        return Finding(
            "`\(path)` cannot be `\(text)`",
            at: node.span,
            "one of \(supported.joined(separator: ", "))",
            help: near.map { "did you mean `\($0)`?" } ?? "write one of the values that it takes",
            fix: near.map {
                .init(title: "write `\($0)`", applicability: .needsReview, edits: [.init(node.span, $0)])
            },
            object: object
        )
    }

    func wrong(_ node: YAMLNode, expected: FieldType, at path: String, _ entry: YAMLEntry?) -> Finding {
        // An edit would repeat the value, which in a Secret nobody may see.
        let isText = expected == .string && node.scalar?.style == .plain && object.type.kind != "Secret"
        var finding = wrong(node, expected: expected.phrase, at: path)
        if isText, let text = node.scalar?.text {
            finding.help = "put it in quotes"
            finding.fix = .init(
                title: "put the value in quotes",
                applicability: .needsReview,
                edits: [.init(node.span, "\"\(text)\"")]
            )
        }
        return finding
    }

    /// What was found is never repeated in words: it may be a secret.
    func wrong(_ node: YAMLNode, expected: String, at path: String) -> Finding {
        var finding = Finding(
            "`\(path)` is \(expected), and this is \(node.kindPhrase)",
            at: node.span.firstLine,
            "not \(expected)",
            help: "write \(expected)",
            object: object
        )
        if object.type.kind == "Secret" { finding.redacted = [node.span] }
        return finding
    }

    /// A number or a count beyond what a definition allows.
    func outside(_ node: YAMLNode, _ bound: SchemaBound, found: Double, at path: String) -> Finding {
        refused(
            node,
            "\(path.isEmpty ? object.phrase : "`\(path)`") \(bound.condition)",
            bound.measure == .number ? "refused by the server" : "has \(bound.measure.text(found))",
            because: bound.span,
            help: bound.cure,
            at: path
        )
    }

    /// A text that does not match the pattern of a definition.
    func mismatch(_ node: YAMLNode, pattern: SourceSpan, at path: String) -> Finding {
        refused(
            node,
            "`\(path)` does not match the pattern of its definition",
            "refused by the server",
            because: pattern,
            help: "write a text that matches `\(pattern.text)`",
            at: path
        )
    }

    /// A number that is no multiple of what a definition wants.
    func noMultiple(_ node: YAMLNode, of factor: Located<Double>, at path: String) -> Finding {
        refused(
            node,
            "`\(path)` is a multiple of \(factor.span.text)",
            "refused by the server",
            because: factor.span,
            help: "write a multiple of \(factor.span.text)",
            at: path
        )
    }

    /// A value without the format of a definition.
    func unformatted(_ node: YAMLNode, _ format: Located<SchemaFormat>, at path: String) -> Finding {
        var finding = wrong(node, expected: format.value.phrase, at: path)
        finding.secondary = [.init(format.span, definition)]
        return finding
    }

    /// An element that is there twice, where a definition wants each once; `keys` are the members that it is known by.
    func duplicate(
        _ element: CustomTree,
        of other: CustomTree,
        keys: [String],
        at path: String,
        first: String
    ) -> Finding {
        let marks = [element, other].map { tree in
            keys.lazy.compactMap { tree[$0]?.tree }.first { !$0.isDefault }?.node.span
                ?? tree.node.span.firstLine
        }
        let names = keys.map { "`\($0)`" }.joined(separator: " and ")
        return Finding(
            "`\(path)` repeats \(keys.isEmpty ? "" : "the \(names) of ")`\(first)`",
            at: marks[0],
            "here again",
            secondary: [.init(marks[1], "first written here")],
            help: keys.isEmpty ? "remove one of them" : "give each element \(names) of its own",
            object: object
        )
    }

    private var definition: String { "the definition of `\(object.type.kind)`" }

    private func refused(
        _ node: YAMLNode,
        _ headline: String,
        _ label: String,
        because rule: SourceSpan,
        help: String,
        at path: String
    ) -> Finding {
        var finding = Finding(
            headline,
            at: node.span.firstLine,
            label,
            help: help,
            object: object
        )
        finding.secondary = [.init(rule, definition)]
        return finding
    }

    func kubectlBoolean(_ node: YAMLNode, _ scalar: YAMLScalar, at path: String) -> Finding {
        Finding(
            "`\(path)` is a string, and kubectl reads `\(scalar.text)` as a boolean",
            at: node.span,
            "a boolean in YAML 1.1",
            help: "put it in quotes",
            fix: .init(
                title: "put the value in quotes",
                applicability: .safe,
                edits: [.init(node.span, "\"\(scalar.text)\"")]
            ),
            object: object
        )
    }
}

extension YAMLNode {
    /// What the value is called in a sentence.
    fileprivate var kindPhrase: String {
        switch content {
        case .mapping: "an object"
        case .sequence: "a list"
        case .scalar:
            switch value {
            case .bool: "a boolean"
            case .integer: "a whole number"
            case .decimal: "a number"
            case .null: "nothing"
            default: "another text"
            }
        }
    }
}

extension SourceSpan {
    /// The part of the span on its first line, so that a finding about a large value stays readable.
    var firstLine: SourceSpan {
        let line = file.lineIndex(at: range.lowerBound)
        guard line + 1 < file.lineStarts.count else { return self }
        let end = min(range.upperBound, file.lineStarts[line + 1] - 1)
        return SourceSpan(file: file, range: range.lowerBound..<max(end, range.lowerBound))
    }
}
