// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let fixedReplicas = Rule(
        id: "fixed-replicas",
        severity: .warning,
        family: .kubernetes,
        summary: "a workload has a fixed number of replicas and an autoscaler",
        rationale: """
            Every time the file is applied the number of replicas jumps back to what it says, however busy the service is, until \
            the autoscaler has counted up again. With an autoscaler, `replicas` is left out.
            """,
        examples: Examples(
            clean: [Examples.documents(Examples.deployment(), scaler)],
            flagged: [Examples.documents(Examples.deployment(spec: "replicas: ⟪3⟫"), scaler)]
        ),
        source: .objects { context in
            context.objects.filter { $0.isKind("HorizontalPodAutoscaler", of: "autoscaling") }.flatMap {
                scaler in
                guard let target = scaler.node.at("spec", "scaleTargetRef"), let kind = target["kind"]?.text,
                    let name = target["name"]?.text
                else { return [Finding]() }
                return context.objects(kind, named: name, near: scaler).compactMap { workload in
                    guard let replicas = workload.node.at("spec")?.entry("replicas"),
                        !replicas.value.isNothing
                    else { return nil }
                    return Finding(
                        "each apply sets \(workload.phrase) back to \(replicas.value.text ?? "") replicas",
                        at: replicas.value.span,
                        "counts until the autoscaler has looked",
                        secondary: [.init(scaler.nameSpan, "the autoscaler")],
                        help: "leave `replicas` out; `minReplicas` of the autoscaler is the least number",
                        object: workload
                    )
                }
            }
        }
    )

    private static let scaler = Examples.object(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        "web",
        "spec:\n  maxReplicas: 4\n  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }"
    )
}
