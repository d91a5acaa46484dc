// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

extension Rule {
    static let selectorMismatch = Rule(
        id: "selector-mismatch",
        severity: .error,
        family: .kubernetes,
        summary: "the selector of a workload does not select its own pods",
        rationale: """
            The server refuses a Deployment, StatefulSet, DaemonSet or ReplicaSet whose `spec.selector` does not match the labels \
            of its template: it could never find the pods that it made.
            """,
        examples: Examples(
            clean: [Examples.deployment()],
            flagged: [
                Examples.object(
                    "apps/v1",
                    "Deployment",
                    "web",
                    "spec:\n  selector:\n    matchLabels: { ⟪app⟫: web }\n  template:\n    metadata:\n      labels: { app: wep }\n"
                        + "    spec:\n      containers: [{ name: web, image: web:1 }]"
                )
            ]
        ),
        source: .objects { context in context.pods.compactMap(selectorMismatch) }
    )

    private static func selectorMismatch(of pod: LintedPodTemplate) -> Finding? {
        guard ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].contains(pod.owner.type.kind),
            let selector = pod.owner.node.at("spec")?.entry("selector"),
            case .object(let json) = JSONValue(selector.value),
            let parsed = try? LabelSelector(object: json), !parsed.matches(pod.labels)
        else { return nil }
        let wrong = selector.value["matchLabels"]?.mapping?.first { entry in
            entry.key.scalar.map { pod.labels[$0.text] != entry.value.scalar?.text } ?? false
        }
        let span = wrong?.key.span ?? selector.key.span
        let written = pod.metadata?["labels"]?.span
        return Finding(
            "\(pod.owner.phrase) does not select its own pods",
            at: span,
            "its pods are without this",
            secondary: written.map { [.init($0.firstLine, "the labels of its pods")] } ?? [],
            help:
                "give the pods the labels of the selector; the selector of an object that exists cannot change",
            object: pod.owner
        )
    }
}
