// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension Rule {
    static let unknownKind = Rule(
        id: "unknown-kind",
        severity: .error,
        family: .kubernetes,
        summary: "an object has a kind or version that Kubernetes does not know",
        rationale: """
            A misspelled kind, or the right kind under the wrong group or version, is refused by every cluster. Kinds of other \
            groups may be custom ones; they are held against their definition when it is among the files, and otherwise left alone: the \
            summary counts those without a schema.
            """,
        examples: Examples(
            clean: [
                Examples.object("autoscaling/v1", "HorizontalPodAutoscaler", "web"),
                Examples.object("cert-manager.io/v1", "Certificate", "web"),
                Examples.documents(definition, Examples.object("acme.example/v1", "Widget", "one")),
            ],
            flagged: [
                Examples.object("apps/v1", "⟪Deploymnet⟫", "web"),
                Examples.object("⟪v1⟫", "Deployment", "web"),
                Examples.object("⟪apps/v2⟫", "Deployment", "web"),
                Examples.documents(definition, Examples.object("⟪acme.example/v2⟫", "Widget", "one")),
                Examples.documents(definition, Examples.object("⟪acme.example/v0⟫", "Widget", "one")),
            ]
        ),
        source: .objects { context in
            let known = KnownKinds()
            return context.objects.compactMap { object in
                known.finding(about: object) ?? unserved(object, context.definitions)
            }
        }
    )

    private static let definition = Examples.object(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "widgets.acme.example",
        """
        spec:
          group: acme.example
          names: { kind: Widget, plural: widgets }
          scope: Namespaced
          versions:
            - { name: v0, served: false, storage: false, schema: { openAPIV3Schema: { type: object } } }
            - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }
        """
    )

    /// An object of a custom kind in a version that its definition does not serve.
    private static func unserved(_ object: LintedObject, _ definitions: CustomDefinitions) -> Finding? {
        guard let served = definitions.servedVersions(of: object.type), !served.contains(object.type.version),
            let version = object.node["apiVersion"]
        else { return nil }
        let written = served.map { "\(object.type.group)/\($0)" }
        return Finding(
            "`\(object.type.apiVersion)` has no kind `\(object.type.kind)`",
            at: version.span,
            "refused",
            notes: ["its definition serves \(written.isEmpty ? "no version" : Figure.names(written))"],
            help: written.isEmpty
                ? "serve a version in the definition"
                : "write \(written.map { "`\($0)`" }.joined(separator: " or "))",
            fix: written.count == 1
                ? .init(
                    title: "write `\(written[0])`",
                    applicability: .needsReview,
                    edits: [.init(version.span, written[0])]
                ) : nil,
            object: object
        )
    }
}

/// The kinds of the field table, by kind and by group.
private struct KnownKinds {
    private let types = FieldTable.builtIn.types.filter { !$0.group.hasSuffix("gateway.networking.k8s.io") }
    /// Versions beside the newest that clusters still serve.
    private static let alsoServed: Set<String> = ["autoscaling/v1"]

    func finding(about object: LintedObject) -> Finding? {
        let type = object.type
        guard FieldTable.builtIn.shape(of: type) == nil, RemovedAPI.of(type) == nil,
            types.contains(where: { $0.group == type.group }), !Self.alsoServed.contains(type.apiVersion)
        else { return nil }
        if let right = types.first(where: { $0.kind == type.kind }) {
            // Alpha and beta versions come and go, and may be switched on.
            let isStable = !type.version.contains("alpha") && !type.version.contains("beta")
            guard isStable, right.group != type.group || right.version != type.version,
                let version = object.node["apiVersion"]
            else { return nil }
            return Finding(
                "`\(type.apiVersion)` has no kind `\(type.kind)`",
                at: version.span,
                "refused",
                help: "write `\(right.apiVersion)`",
                fix: .init(
                    title: "write `\(right.apiVersion)`",
                    applicability: .needsReview,
                    edits: [.init(version.span, right.apiVersion)]
                ),
                object: object
            )
        }
        let siblings = types.filter { $0.apiVersion == type.apiVersion }.map(\.kind)
        guard let near = Spelling.suggestion(for: type.kind, among: siblings), let kind = object.node["kind"]
        else { return nil }
        return Finding(
            "`\(type.apiVersion)` has no kind `\(type.kind)`",
            at: kind.span,
            "refused",
            help: "did you mean `\(near)`?",
            fix: .init(
                title: "write `\(near)`",
                applicability: .needsReview,
                edits: [.init(kind.span, near)]
            ),
            object: object
        )
    }
}
