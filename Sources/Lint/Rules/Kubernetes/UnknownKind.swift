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
            groups may be custom ones and are left alone; the summary counts those without a schema.
            """,
        examples: Examples(
            clean: [
                Examples.object("autoscaling/v1", "HorizontalPodAutoscaler", "web"),
                Examples.object("cert-manager.io/v1", "Certificate", "web"),
            ],
            flagged: [
                Examples.object("apps/v1", "⟪Deploymnet⟫", "web"),
                Examples.object("⟪v1⟫", "Deployment", "web"),
                Examples.object("⟪apps/v2⟫", "Deployment", "web"),
            ]
        ),
        source: .objects { context in
            let known = KnownKinds()
            return context.objects.compactMap { known.finding(about: $0) }
        }
    )
}

/// The kinds of the field table, by kind and by group.
private struct KnownKinds {
    private let types = FieldTable.builtIn.types.filter { !$0.group.hasSuffix("gateway.networking.k8s.io") }
    /// Versions beside the newest that clusters still serve.
    private static let alsoServed: Set<String> = ["autoscaling/v1"]

    func finding(about object: LintedObject) -> Diagnostic? {
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
            return object.finding(
                "unknown-kind",
                .error,
                "`\(type.apiVersion)` has no kind `\(type.kind)`",
                at: version.span,
                "refused",
                help: "write `\(right.apiVersion)`",
                fix: .init(
                    title: "write `\(right.apiVersion)`",
                    applicability: .needsReview,
                    edits: [.init(version.span, right.apiVersion)]
                )
            )
        }
        let siblings = types.filter { $0.apiVersion == type.apiVersion }.map(\.kind)
        guard let near = Spelling.suggestion(for: type.kind, among: siblings), let kind = object.node["kind"]
        else { return nil }
        return object.finding(
            "unknown-kind",
            .error,
            "`\(type.apiVersion)` has no kind `\(type.kind)`",
            at: kind.span,
            "refused",
            help: "did you mean `\(near)`?",
            fix: .init(title: "write `\(near)`", applicability: .needsReview, edits: [.init(kind.span, near)])
        )
    }
}
