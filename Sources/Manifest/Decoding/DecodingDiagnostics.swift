// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension FieldValue {
    /// Says that a scalar does not have the format that is wanted.
    func report(_ scalar: YAMLScalar, unlike shape: ScalarShape) {
        let shown = scalar.text.count > 60 ? scalar.text.prefix(57) + "…" : scalar.text[...]
        var diagnostic = Diagnostic(
            id: "bad-value",
            severity: .error,
            headline: "`\(shown)` is not \(shape.noun)",
            primary: Diagnostic.Label(node.span, "`\(name)` takes \(shape.taken)"),
            pointer: pointer
        )
        if scalar.text.isEmpty { diagnostic.headline = "`\(name)` is empty" }
        var help = shape.acceptedText
        if let suggestion = shape.suggestion(for: scalar.text) {
            help = "did you mean `\(suggestion)`?"
            diagnostic.fix = Diagnostic.Fix(
                title: "write `\(suggestion)`",
                applicability: .needsReview,
                edits: [Diagnostic.Edit(node.span, suggestion)]
            )
        }
        diagnostic.help = help
        sink.report(diagnostic)
    }

    /// Says that quotes make a text of what would be fine without them.
    func reportQuotes(around scalar: YAMLScalar, _ shape: ScalarShape) {
        sink.report(
            Diagnostic(
                id: "bad-value",
                severity: .error,
                headline: "`\(name)` takes \(shape.noun), not a text in quotes",
                primary: Diagnostic.Label(node.span, "the quotes make it a text"),
                help: "remove the quotes",
                fix: Diagnostic.Fix(
                    title: "remove the quotes",
                    applicability: .needsReview,
                    edits: [Diagnostic.Edit(node.span, scalar.text)]
                ),
                pointer: pointer
            )
        )
    }

    /// Says that a field holds another kind of node than is wanted.
    func reportShape(expected noun: String) {
        let found =
            switch node.content {
            case .scalar: "a single value"
            case .sequence: "a list"
            case .mapping: "a mapping"
            }
        sink.report(
            Diagnostic(
                id: "bad-value",
                severity: .error,
                headline: "`\(name)` takes \(noun), not \(found)",
                primary: Diagnostic.Label(node.span.firstLine, "this is \(found)"),
                pointer: pointer
            )
        )
    }

    /// Says that a field is written without a value.
    func reportNothing(expected noun: String) {
        sink.report(
            Diagnostic(
                id: "bad-value",
                severity: .error,
                headline: "`\(name)` has no value",
                primary: Diagnostic.Label(anchor, "takes \(noun)"),
                help: "write \(noun) after `\(name):`, or remove the line",
                pointer: pointer
            )
        )
    }
}

extension ScalarShape {
    /// What a field takes: its choices where there are some.
    var taken: String {
        choices.isEmpty || type == .boolean ? noun : Self.quotedList(choices, last: "or")
    }

    /// What is accepted, as an imperative with examples.
    var acceptedText: String {
        if !choices.isEmpty { return "write " + Self.quotedList(choices, last: "or") }
        let ending = examples.isEmpty ? "" : ", such as " + Self.quotedList(examples, last: "or")
        return "write \(noun)" + ending
    }

    func suggestion(for word: String) -> String? {
        if type == .boolean {
            switch word.lowercased() {
            case "yes", "on", "y": return "true"
            case "no", "off", "n": return "false"
            default: return nil
            }
        }
        return Spelling.suggestion(for: word, among: choices)
            ?? choices.first { $0.lowercased() == word.lowercased() }
    }

    static func quotedList(_ words: [String], last conjunction: String) -> String {
        let quoted = words.map { "`\($0)`" }
        guard quoted.count > 1, let final = quoted.last else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " \(conjunction) " + final
    }
}

extension Diagnostic {
    static func unknownField(
        _ key: String,
        in mapping: String,
        at span: SourceSpan,
        known: [String],
        free: [String],
        home: String?
    ) -> Diagnostic {
        let suggestion = Spelling.suggestion(for: key, among: free)
        let place = mapping.hasPrefix("the ") ? mapping : "`\(mapping)`"
        let accepted = "\(place) takes " + ScalarShape.quotedList(known, last: "and")
        return Diagnostic(
            id: "unknown-field",
            severity: .error,
            headline: "unknown field `\(key)`",
            primary: Label(span, "not a field of \(place)"),
            help: suggestion.map { "did you mean `\($0)`?" }
                ?? home.map { "it belongs below `\($0)`: `\($0): { \(key): … }`" } ?? accepted,
            fix: suggestion.map {
                Fix(title: "rename to `\($0)`", applicability: .needsReview, edits: [Edit(span, $0)])
            }
        )
    }

    static func environmentParity(_ key: String, in mapping: String, at span: SourceSpan, allowed: [String])
        -> Diagnostic
    {
        Diagnostic(
            id: "env-parity",
            severity: .error,
            headline: "an Environment cannot change `\(key)` of a service",
            primary: Label(span, "the same in every Environment"),
            notes: [
                "a service that differs more than in size, host and rollout is not the one that was tested before"
            ],
            help: "move it to the service's manifest; `\(mapping)` takes "
                + ScalarShape.quotedList(allowed, last: "and")
        )
    }

    static func missingRequired(_ field: String, in mapping: String, at span: SourceSpan, summary: String)
        -> Diagnostic
    {
        Diagnostic(
            id: "missing-required",
            severity: .error,
            headline: "\(mapping.hasPrefix("the ") ? mapping : "`\(mapping)`") has no `\(field)`",
            primary: Label(span, "`\(field)` is missing here"),
            help: "add `\(field):`, \(summary)"
        )
    }

    static func conflictingFields(_ headline: String, at span: SourceSpan, reason: String) -> Diagnostic {
        Diagnostic(
            id: "conflicting-fields",
            severity: .error,
            headline: headline,
            primary: Label(span, reason)
        )
    }

    static func keyIsNotText(_ span: SourceSpan, pointer: String) -> Diagnostic {
        Diagnostic(
            id: "bad-value",
            severity: .error,
            headline: "the name of a field must be text",
            primary: Label(span.firstLine),
            pointer: pointer
        )
    }
}

extension YAMLScalar {
    /// Whether YAML 1.2 reads it as null.
    var isNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(text) }
}

extension SourceSpan {
    /// The part of the span on its first line.
    var firstLine: SourceSpan {
        let slice = file.bytes[range.clamped(to: 0..<file.bytes.count)]
        guard let newline = slice.firstIndex(of: UInt8(ascii: "\n")) else { return self }
        return SourceSpan(file: file, range: range.lowerBound..<newline)
    }
}
