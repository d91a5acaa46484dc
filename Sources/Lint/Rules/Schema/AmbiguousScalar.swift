// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension Rule {
    static let ambiguousScalar = Rule(
        id: "ambiguous-scalar",
        severity: .warning,
        family: .schema,
        summary: "a value without quotes means something else to other readers of YAML",
        rationale: """
            YAML 1.1, which many tools still read, takes `yes` and `on` for true, `012` for ten and `1:30` for ninety. And \
            everywhere a version `1.10` without quotes is the number 1.1. Quotes make the text mean itself.
            """,
        examples: Examples(
            clean: [
                Examples.service("cart", "run:\n  env: { COUNTRY: \"no\", MODE: \"012\", FROM: 2027-03-31 }"),
                Examples.service("cart", "data:\n  - { name: cart, engine: postgres, version: \"17.10\" }"),
            ],
            flagged: [
                Examples.service("cart", "run:\n  env: { COUNTRY: ⟪no⟫, MODE: ⟪012⟫, LIMIT: ⟪1_000⟫ }"),
                Examples.service("cart", "data:\n  - { name: cart, engine: postgres, version: ⟪17.10⟫ }"),
            ]
        ),
        source: .check { context in
            let manifests = context.manifests
            let sources =
                manifests.services.map(\.source) + manifests.systems.map(\.source)
                + manifests.environments.map(\.source)
            let reported = Set(manifests.diagnostics.compactMap(\.primary?.span))
            return sources.flatMap { source in
                var search = AmbiguousScalarSearch(reported: reported)
                search.visit(source.document.root, isText: false)
                return search.found
            }
        }
    )
}

/// Goes through the values of a document; keys are the schema's business.
private struct AmbiguousScalarSearch {
    let reported: Set<SourceSpan>
    var found: [Finding] = []

    /// Fields whose value is text even when it looks like a number.
    private static let textFields = ["version", "labels", "annotations", "env", "args"]

    /// Fields whose format wants `off`.
    private static let switchFields = ["ready", "live", "startup"]

    init(reported: Set<SourceSpan>) {
        self.reported = reported
    }

    mutating func visit(_ node: YAMLNode, isText: Bool) {
        switch node.content {
        case .scalar(let scalar): judge(scalar, node, isText: isText)
        case .sequence(let nodes): for node in nodes { visit(node, isText: isText) }
        case .mapping(let entries):
            for entry in entries {
                guard case .scalar(let key) = entry.key.content else { continue }
                if case .scalar(let value) = entry.value.content, value.text == "off",
                    Self.switchFields.contains(key.text)
                {
                    continue
                }
                visit(entry.value, isText: isText || Self.textFields.contains(key.text))
            }
        }
    }

    private mutating func judge(_ scalar: YAMLScalar, _ node: YAMLNode, isText: Bool) {
        guard scalar.style == .plain, node.tag == nil else { return }
        if scalar.isAmbiguousInYAML11, CalendarDate(scalar.text) == nil {
            report(node, scalar, isText, label: "not the same in YAML 1.1 and 1.2")
        } else if isText, losesDigits(scalar.text) {
            report(node, scalar, isText, label: "as a number it loses its last digit")
        }
    }

    /// A number with one point whose last digit is a zero after it, such as `1.10`.
    private func losesDigits(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].last == UInt8(ascii: "0") else { return false }
        return parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// Whether quotes leave the type as it is: in a patch `0644` may be meant as the number that it is.
    private func isString(_ scalar: YAMLScalar) -> Bool {
        if case .string = scalar.value { true } else { false }
    }

    private mutating func report(_ node: YAMLNode, _ scalar: YAMLScalar, _ isText: Bool, label: String) {
        guard !reported.contains(node.span) else { return }
        found.append(
            Finding(
                "a value without quotes can be read in two ways",
                at: node.span,
                label,
                help: "put it in quotes",
                fix: .init(
                    title: "put the value in quotes",
                    applicability: isText || isString(scalar) ? .safe : .needsReview,
                    edits: [.init(node.span, "\"\(scalar.text)\"")]
                )
            )
        )
    }
}
