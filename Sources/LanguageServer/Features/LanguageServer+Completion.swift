// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint
import Manifest

extension LanguageServer {
    /// What can stand at a place: names of fields, their values, names that the system declares.
    mutating func completion(_ place: Place) -> JSONValue {
        // Dockerfiles have no fields.
        if place.document.isDockerfile { return ["isIncomplete": false, "items": []] }
        let context = CursorContext(at: place.offset, in: place.document.file)
        var readable = ManifestSet.merged([])
        let path = shownPath(place.document.path)
        if let name = folder(of: place.document.path), var folder = folders[name] {
            if let group = folder.group(of: path) { readable = group.readable }
            folders[name] = folder
        }
        let candidates = CompletionCandidates(context, readable, hasSnippets: capabilities.hasSnippets)
        let items = candidates.items.enumerated().map { number, item in
            self.item(item, number, replacing: context.replaced, in: place.document.file)
        }
        return ["isIncomplete": false, "items": .array(items)]
    }

    private func item(
        _ item: CompletionItem,
        _ number: Int,
        replacing range: Range<Int>,
        in file: SourceFile
    ) -> JSONValue {
        let digits = String(number)
        let documentation = item.documentation.map { text -> JSONValue in
            capabilities.hasMarkdown
                ? ["kind": "markdown", "value": .string(text)]
                : .string(text.filter { $0 != "`" && $0 != "*" })
        }
        return [
            "label": .string(item.label),
            "kind": .integer(item.kind.rawValue),
            "detail": item.detail.map { .string($0) },
            "documentation": documentation,
            "sortText": .string(String(repeating: "0", count: max(0, 4 - digits.count)) + digits),
            "filterText": .string(item.label),
            "insertTextFormat": item.isSnippet ? 2 : 1,
            "textEdit": [
                "range": encoding.range(of: range, in: file), "newText": .string(item.text),
            ],
        ]
    }
}

/// One thing that can stand at the cursor.
struct CompletionItem: Sendable, Hashable {
    /// The numbers of the protocol.
    enum Kind: Int64, Sendable, Hashable {
        case field = 5
        case module = 9
        case value = 12
        case enumMember = 20
        case reference = 18
        case keyword = 14
    }

    var label: String
    var kind: Kind
    var text: String
    var isSnippet = false
    var detail: String?
    var documentation: String?
}

/// Everything that can stand at the cursor, best first.
struct CompletionCandidates {
    private let context: CursorContext
    private let index: SystemIndex
    private let readable: ManifestSet
    private let hasSnippets: Bool

    init(_ context: CursorContext, _ readable: ManifestSet, hasSnippets: Bool) {
        self.context = context
        self.readable = readable
        self.hasSnippets = hasSnippets
        index = SystemIndex(readable)
    }

    var items: [CompletionItem] {
        if case .comment(let text) = context.part { return suppressions(text) }
        guard let kind = context.kind else { return context.steps.isEmpty ? documents : start }
        guard let place = SchemaPlace.at(context.steps, of: kind) else { return [] }
        switch context.part {
        case .comment: return []
        case .value: return values(at: place)
        case .key:
            // A list of names without keys, such as `after: [a, b]` or `- a`.
            if let names = names(for: place.pattern), place.fields.isEmpty { return names }
            if place.fields.isEmpty, let element = place.element { return elements(element) }
            if place.pattern == "spec.overrides" {
                return index.names(of: .service).filter { !context.siblings.contains($0) }.map {
                    CompletionItem(label: $0, kind: .reference, text: "\($0):")
                }
            }
            let fields = place.fields.filter { !context.siblings.contains($0.name) }
            if fields.isEmpty { return scalars(at: place) }
            return fields.sorted { $0.isRequired && !$1.isRequired }.map { field($0) }
        }
    }

    /// The first lines of a document.
    private var start: [CompletionItem] {
        context.steps == [.key("kind")] || context.steps == [.key("apiVersion")] ? documents : []
    }

    private var documents: [CompletionItem] {
        if context.steps == [.key("apiVersion")] {
            return [
                CompletionItem(
                    label: ManifestSchema.apiVersion,
                    kind: .enumMember,
                    text: ManifestSchema.apiVersion
                )
            ]
        }
        if context.steps == [.key("kind")] {
            return ManifestKind.allCases.map {
                CompletionItem(label: $0.rawValue, kind: .enumMember, text: $0.rawValue)
            }
        }
        let fields = ManifestSchema.fields(of: .service).filter { !context.siblings.contains($0.name) }
        return fields.map { field($0) }
    }

    private func field(_ field: FieldDescription, dash: String = "") -> CompletionItem {
        CompletionItem(
            label: field.name,
            kind: .field,
            text: FieldSnippet(context, hasSnippets: hasSnippets, dash: dash).text(of: field),
            isSnippet: hasSnippets,
            detail: field.isRequired ? "required" : nil,
            documentation: field.markdown
        )
    }

    /// An element of a list, with its dash where there is none yet.
    private func elements(_ place: SchemaPlace) -> [CompletionItem] {
        let dash = context.isElement || context.isFlow ? "" : "- "
        if let names = names(for: place.pattern) {
            return names.map { item in
                var item = item
                item.text = dash + item.text
                return item
            }
        }
        guard !place.fields.isEmpty else {
            return scalars(at: place).map { item in
                var item = item
                item.text = dash + item.text
                return item
            }
        }
        let first = place.fields.filter(\.isRequired) + place.fields.filter { !$0.isRequired }
        return first.map { field($0, dash: dash) }
    }

    private func values(at place: SchemaPlace) -> [CompletionItem] {
        if let names = names(for: place.pattern) { return names }
        if let element = place.element, let names = names(for: element.pattern), context.isFlow {
            return names
        }
        return scalars(at: place)
    }

    private func scalars(at place: SchemaPlace) -> [CompletionItem] {
        place.scalars.flatMap { scalar -> [CompletionItem] in
            let choices = scalar.type == .boolean ? ["true", "false"] : scalar.choices
            guard choices.isEmpty else {
                return choices.map {
                    CompletionItem(
                        label: $0,
                        kind: .enumMember,
                        text: $0,
                        documentation: place.field?.markdown
                    )
                }
            }
            return scalar.examples.map {
                CompletionItem(
                    label: $0,
                    kind: .value,
                    text: $0,
                    detail: "example",
                    documentation: place.field?.markdown
                )
            }
        }
    }

    /// The declared names that a field takes; `nil` for a field that takes none.
    private func names(for pattern: String) -> [CompletionItem]? {
        switch pattern {
        case "spec.owner", "spec.owner[]", "spec.domains.*.owner", "spec.domains.*.delegated[]",
            "spec.external.*.owner":
            return references(.team)
        case "spec.domain": return references(.domain)
        case "spec.consumes[].api", "spec.routes[].to", "spec.provides[].deprecated.use": return apis
        case "spec.routes[].strangler.legacy": return references(.external)
        case "spec.events.publishes[].topic", "spec.events.subscribes[].topic": return references(.topic)
        case "spec.deploy.after[]", "spec.deploy.after", "spec.topics.*.owner": return references(.service)
        case "spec.topics.*.broker": return references(.broker)
        case "spec.promotesFrom": return references(.environment)
        case "spec.journeys[].route": return references(.route)
        case "spec.system":
            return readable.systems.map { CompletionItem(label: $0.name, kind: .reference, text: $0.name) }
        case "spec.lint.ignore[].rule": return rules
        default: return nil
        }
    }

    private func references(_ kind: SystemIndex.Kind) -> [CompletionItem] {
        index.names(of: kind).map {
            CompletionItem(label: $0, kind: .reference, text: $0, detail: kind.rawValue)
        }
    }

    private var apis: [CompletionItem] {
        index.names(of: .api).filter { $0.contains("/") }.map { name in
            let provider = readable.services.first { $0.provides.contains { $0.reference == name } }
            return CompletionItem(
                label: name,
                kind: .module,
                text: name,
                detail: provider.map { "of \($0.name)" },
                documentation: provider?.metadata.description?.value
            )
        }
            + index.names(of: .external).map {
                CompletionItem(
                    label: "external/\($0)",
                    kind: .module,
                    text: "external/\($0)",
                    detail: "external"
                )
            }
    }

    private var rules: [CompletionItem] {
        Rule.all.filter(\.isSuppressible).map {
            CompletionItem(
                label: $0.id,
                kind: .keyword,
                text: $0.id,
                documentation: "fires when \($0.summary)"
            )
        }
    }

    /// What can stand in a comment that accepts a finding.
    private func suppressions(_ text: String) -> [CompletionItem] {
        let mark = "msctl:ignore"
        let words = text.split(separator: " ").map(String.init)
        if words.contains("--") { return [] }
        if words.first == mark, text.hasSuffix(" ") || words.count > 1 { return rules }
        return [CompletionItem(label: mark, kind: .keyword, text: mark + " ", detail: "accept a finding")]
    }
}

/// The text that writes a field.
struct FieldSnippet {
    private let context: CursorContext
    private let hasSnippets: Bool
    /// The dash that the element still needs; may be empty.
    private let dash: String

    init(_ context: CursorContext, hasSnippets: Bool, dash: String = "") {
        self.context = context
        self.hasSnippets = hasSnippets
        self.dash = dash
    }

    /// The name, and what must follow it: a space for a value, a line for what stands below.
    func text(of field: FieldDescription) -> String {
        let stop = hasSnippets ? "$0" : ""
        let name = dash + field.name
        if context.isFlow { return "\(name): \(stop)" }
        switch field.shape {
        case .list(let element):
            if case .object(let fields) = element, let first = fields.first(where: \.isRequired) {
                return "\(name):\(below)- \(first.name): \(stop)"
            }
            return "\(name):\(below)- \(stop)"
        case .object, .map: return "\(name):\(below)\(stop)"
        case .scalar, .anyOf, .any: return "\(name): \(stop)"
        }
    }

    /// A new line two columns right of the name; editors indent lines of snippets as far as the first one by themselves.
    private var below: String {
        let column = context.indent + dash.utf8.count + 2 - (hasSnippets ? context.lineIndent : 0)
        return "\n" + String(repeating: " ", count: column)
    }
}
