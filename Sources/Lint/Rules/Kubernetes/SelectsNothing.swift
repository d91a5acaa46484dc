// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

extension Rule {
    static let selectsNothing = Rule(
        id: "selects-nothing",
        severity: .warning,
        family: .kubernetes,
        summary: "a Service, PodDisruptionBudget or NetworkPolicy selects no pod among the files",
        rationale: """
            A selector with a typo is valid and silent: the Service has no endpoints, the budget protects nothing, the policy \
            filters nothing. When pods with nearly these labels are among the files it is a warning; when the pods may as well \
            come from elsewhere, an info. Without any pods among the files nothing is said.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.deployment(),
                    Examples.object(
                        "v1",
                        "Service",
                        "web",
                        "spec:\n  selector: { app: web }\n  ports: [{ port: 80 }]"
                    )
                ),
                Examples.object(
                    "v1",
                    "Service",
                    "web",
                    "spec:\n  selector: { app: web }\n  ports: [{ port: 80 }]"
                ),
            ],
            flagged: [
                Examples.documents(
                    Examples.deployment(),
                    Examples.object(
                        "v1",
                        "Service",
                        "web",
                        "spec:\n  ⟪selector⟫: { app: wep }\n  ports: [{ port: 80 }]"
                    )
                ),
                Examples.documents(
                    Examples.deployment(),
                    Examples.object(
                        "policy/v1",
                        "PodDisruptionBudget",
                        "web",
                        "spec:\n  maxUnavailable: 1\n  ⟪selector⟫:\n    matchLabels: { app: web, tier: front }"
                    )
                ),
            ]
        ),
        source: .objects { context in
            context.pods.isEmpty ? [] : context.objects.compactMap { selectsNothing($0, in: context) }
        }
    )

    /// Labels that controllers give to pods one by one.
    private static let givenLater: Set<String> = [
        "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "job-name", "controller-uid",
        "batch.kubernetes.io/job-name", "batch.kubernetes.io/controller-uid", "pod-template-hash",
    ]

    private static func selectsNothing(_ object: LintedObject, in context: ObjectContext) -> Finding? {
        let field = object.type.kind == "NetworkPolicy" ? "podSelector" : "selector"
        guard ["Service", "PodDisruptionBudget", "NetworkPolicy"].contains(object.type.kind),
            ["", "policy", "networking.k8s.io"].contains(object.type.group),
            let entry = object.node.at("spec")?.entry(field), entry.value.mapping?.isEmpty == false
        else { return nil }
        let isPlain = object.type.kind == "Service"
        let labels = (isPlain ? entry.value : entry.value["matchLabels"])?.texts ?? [:]
        guard labels.keys.allSatisfy({ !givenLater.contains($0) }) else { return nil }
        let selected =
            isPlain
            ? context.pods(with: labels, near: object) : context.pods(selectedBy: entry.value, near: object)
        guard selected?.isEmpty == true else { return nil }
        let near = nearest(to: labels, near: object, in: context)
        return Finding(
            "\(object.phrase) selects no pod of these files",
            at: entry.key.span,
            labels.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ", "),
            severity: near == nil ? .info : .warning,
            secondary: near.map { pod in
                let span = pod.metadata?["labels"]?.span ?? pod.owner.nameSpan
                return [.init(span.firstLine, "the labels of \(pod.owner.phrase)")]
            } ?? [],
            help: near == nil
                ? "check the labels, or accept this if the pods come from elsewhere"
                : "make the labels the same",
            object: object
        )
    }

    /// The pod that has most of the labels, when it has at least one of them, or all but their values.
    private static func nearest(
        to labels: [String: String],
        near object: LintedObject,
        in context: ObjectContext
    ) -> LintedPodTemplate? {
        let scored = context.pods.lazy.filter { $0.owner.mayShareNamespace(with: object) }.map { pod in
            (pod: pod, same: labels.count { pod.labels[$0.key] == $0.value })
        }
        if let best = scored.max(by: { $0.same < $1.same }), best.same > 0 { return best.pod }
        return context.pods.first { $0.owner.name == object.name && $0.owner.mayShareNamespace(with: object) }
    }
}
