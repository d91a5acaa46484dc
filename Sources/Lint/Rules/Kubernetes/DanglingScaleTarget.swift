// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension Rule {
    static let danglingScaleTarget = Rule(
        id: "dangling-scale-target",
        severity: .warning,
        family: .kubernetes,
        summary: "an autoscaler scales a workload that is not there",
        rationale: """
            An autoscaler whose target does not exist reports an error that nobody reads, and nothing is ever scaled. Without any \
            workload of the kind among the files nothing is said, because the target may live elsewhere.
            """,
        examples: Examples(
            clean: [Examples.documents(Examples.deployment(), scaler("web"))],
            flagged: [Examples.documents(Examples.deployment(), scaler("⟪webb⟫"))]
        ),
        source: .objects { context in
            context.objects.filter { $0.isKind("HorizontalPodAutoscaler", of: "autoscaling") }.compactMap {
                scaler in
                guard let target = scaler.node.at("spec", "scaleTargetRef"), let kind = target["kind"]?.text,
                    let name = target.at("name"), let text = name.text,
                    context.objects(kind, named: text, near: scaler).isEmpty
                else { return nil }
                let names = context.objects.filter { $0.type.kind == kind }.map(\.name)
                guard !names.isEmpty else { return nil }
                let near = Spelling.suggestion(for: text, among: Set(names).sorted())
                return Finding(
                    "\(scaler.phrase) scales the \(kind) `\(text)`, which is not among these files",
                    at: name.span,
                    "not found",
                    help: near.map { "did you mean `\($0)`?" }
                        ?? "add it, or accept this if it lives elsewhere",
                    object: scaler
                )
            }
        }
    )

    private static func scaler(_ target: String) -> String {
        Examples.object(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "web",
            "spec:\n  maxReplicas: 4\n  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: \(target) }"
        )
    }
}
