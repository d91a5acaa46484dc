// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension Rule {
    static let format = Rule(
        id: "format",
        severity: .info,
        family: .schema,
        status: .optIn,
        summary: "the fields of a manifest do not stand in the usual order",
        rationale: """
            When all manifests name things in one order, readers find them and differences stay small. The order is that of the reference: \
            who answers for a service, how it is made, what it offers, what it needs, what it keeps. Looked at are mappings with a line \
            for each field. The fix moves whole lines, with the comments above them, and changes no meaning. It is a matter of \
            taste, so the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                Examples.service(
                    "cart",
                    "provides:\n  - { api: cart, version: v1, http: 8080 }\nscale: { max: 4, min: 2 }"
                ),
                Examples.system(
                    "domains:\n  sales: { owner: team-sales }\nteams:\n  team-sales: { contact: here }"
                ),
            ],
            flagged: [
                Examples.service(
                    "cart",
                    "scale: { min: 2, max: 4 }\n# what it offers\n⟪provides⟫:\n  - { api: cart, version: v1, http: 8080 }"
                ),
                Examples.service("cart", "resilience:\n  deadline: 1s\n  ⟪slo⟫: 99.9"),
                Examples.system(
                    "teams:\n  team-sales: { contact: here }\n⟪domains⟫:\n  sales: { owner: team-sales }"
                ),
            ]
        ),
        source: .check { context in
            let sources =
                context.manifests.services.map { ($0.source, ManifestKind.service) }
                + context.manifests.systems.map { ($0.source, ManifestKind.system) }
                + context.manifests.environments.map { ($0.source, ManifestKind.environment) }
            return sources.flatMap { source, kind in
                var order = FieldOrder()
                order.check(source.document.root, ManifestSchema.fields(of: kind))
                return order.findings
            }
        }
    )
}

/// Compares the order of fields with that of the reference.
private struct FieldOrder {
    private(set) var findings: [Finding] = []

    mutating func check(_ node: YAMLNode, _ fields: [FieldDescription]) {
        guard let entries = node.mapping else { return }
        let places = Dictionary(
            fields.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        let order = entries.map { places[$0.key.scalar?.text ?? ""] }
        if !order.contains(nil),
            let late = zip(order, order.dropFirst()).enumerated().first(where: { ($1.0 ?? 0) > ($1.1 ?? 0) })
        {
            report(entries, order.map { $0 ?? 0 }, at: late.offset + 1)
        }
        for entry in entries {
            guard let field = fields.first(where: { $0.name == entry.key.scalar?.text }) else { continue }
            descend(entry.value, field.shape)
        }
    }

    private mutating func descend(_ node: YAMLNode, _ shape: FieldShape) {
        switch shape {
        case .object(let fields): check(node, fields)
        case .list(let inner): for element in node.sequence ?? [] { descend(element, inner) }
        case .map(let inner): for entry in node.mapping ?? [] { descend(entry.value, inner) }
        case .anyOf(let shapes):
            for case .object(let fields) in shapes { return check(node, fields) }
            for case .list(let inner) in shapes { return descend(node, .list(inner)) }
        case .scalar, .any: break
        }
    }

    private mutating func report(_ entries: [YAMLEntry], _ order: [Int], at index: Int) {
        let file = entries[0].key.span.file
        let lines = entries.map { file.lineIndex(at: $0.key.span.range.lowerBound) }
        // Braces keep their order: there it is a matter of one line.
        // What a merge key brings stands elsewhere.
        guard zip(lines, lines.dropFirst()).allSatisfy({ $0 < $1 }) else { return }
        let first = entries[index].key
        let before = entries.first { entry in
            order[entries.firstIndex(of: entry) ?? 0] > order[index]
        }
        findings.append(
            Finding(
                "`\(first.scalar?.text ?? "")` usually stands before `\(before?.key.scalar?.text ?? "")`",
                at: first.span,
                "further down than usual",
                secondary: before.map { [.init($0.key.span, "stands before it")] } ?? [],
                help: "put the fields in the order of the reference",
                fix: edit(entries, order, lines, file).map {
                    .init(title: "put the fields in the usual order", applicability: .safe, edits: [$0])
                }
            )
        )
    }

    /// The lines of all entries in the usual order; `nil` where the first one shares its line with something else.
    private func edit(_ entries: [YAMLEntry], _ order: [Int], _ lines: [Int], _ file: SourceFile)
        -> Diagnostic.Edit?
    {
        let before = file.bytes[file.lineStarts[lines[0]]..<entries[0].key.span.range.lowerBound]
        guard before.allSatisfy({ $0 == 0x20 }) else { return nil }
        let ends = entries.map { entry in
            // The text of a block ends behind its last line break.
            file.lineIndex(at: max(entry.key.span.range.upperBound, entry.value.span.range.upperBound) - 1)
        }
        guard let lastLine = ends.last else { return nil }
        // Comments directly above a field belong to it; those above the first one are about the whole.
        let starts = lines.enumerated().map { index, line -> Int in
            var line = line
            while index > 0, line - 1 > ends[index - 1], isComment(file.line(line - 1)) { line -= 1 }
            return file.lineStarts[line]
        }
        let end = lastLine + 1 < file.lineStarts.count ? file.lineStarts[lastLine + 1] : file.bytes.count
        let ranges = zip(starts, starts.dropFirst() + [end]).map { $0..<$1 }
        guard ranges.allSatisfy({ !$0.isEmpty }) else { return nil }
        let sorted = order.indices.sorted { (order[$0], $0) < (order[$1], $1) }
        // Only the last line of the file can be without an end; it gets one where it goes, and the line that is last now gives its own.
        var parts = sorted.map { file.bytes[ranges[$0]] }
        let isEnded = Self.endLength(file.bytes[starts[0]..<end]) > 0
        for index in parts.indices where Self.endLength(parts[index]) == 0 {
            parts[index] += file.lineBreak.utf8
        }
        var text = Array(parts.joined())
        if !isEnded { text.removeLast(Self.endLength(text[...])) }
        return Diagnostic.Edit(
            SourceSpan(file: file, range: starts[0]..<end),
            String(decoding: text, as: UTF8.self)
        )
    }

    /// How many bytes the line break at the end has.
    private static func endLength(_ bytes: ArraySlice<UInt8>) -> Int {
        switch bytes.last {
        case UInt8(ascii: "\n"): bytes.dropLast().last == UInt8(ascii: "\r") ? 2 : 1
        case UInt8(ascii: "\r"): 1
        default: 0
        }
    }

    private func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        line.first { $0 != 0x20 } == UInt8(ascii: "#")
    }
}
