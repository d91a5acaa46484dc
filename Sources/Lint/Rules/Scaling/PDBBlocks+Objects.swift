// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// Budgets that let no pod go, with the number of replicas among the files.
enum BlockingBudgets {
    static func findings(in context: ObjectContext) -> [Finding] {
        context.objects.compactMap { budget in
            guard budget.isKind("PodDisruptionBudget", of: "policy"), let spec = budget.node.at("spec") else {
                return nil
            }
            if let most = spec.at("maxUnavailable"), most.text == "0" || most.text == "0%" {
                return blocks(budget, most, "none may go")
            }
            guard let least = spec.at("minAvailable") else { return nil }
            if least.text == "100%" { return blocks(budget, least, "all have to stay") }
            guard let number = least.integer, let selector = spec.at("selector"),
                let pods = context.pods(selectedBy: selector, near: budget), pods.count == 1,
                let pod = pods.first,
                pod.work == .service, !isScaled(pod.owner, in: context)
            else { return nil }
            let replicas = pod.replicas?.integer ?? 1
            guard number >= max(replicas, 1) else { return nil }
            return blocks(budget, least, "there \(replicas == 1 ? "is 1" : "are \(replicas)")", pod)
        }
    }

    private static func isScaled(_ object: LintedObject, in context: ObjectContext) -> Bool {
        context.objects.contains {
            $0.type.kind == "HorizontalPodAutoscaler"
                && $0.node.at("spec", "scaleTargetRef", "name")?.text == object.name
        }
    }

    private static func blocks(
        _ budget: LintedObject,
        _ field: YAMLNode,
        _ label: String,
        _ pod: LintedPodTemplate? = nil
    ) -> Finding {
        Finding(
            "\(budget.phrase) lets no pod go, so no node under them can be drained",
            at: field.span,
            label,
            secondary: pod.map { [.init($0.replicas?.span ?? $0.owner.nameSpan, "the pods")] } ?? [],
            help: "allow at least one to go: `maxUnavailable: 1`",
            object: budget
        )
    }
}
