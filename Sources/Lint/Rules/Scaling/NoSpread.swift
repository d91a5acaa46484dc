// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension Rule {
    static let noSpread = Rule(
        id: "no-spread",
        severity: .warning,
        family: .scaling,
        summary: "nothing spreads replicas over nodes",
        rationale: """
            msctl spreads the replicas of a service over nodes and zones. Without that, the scheduler may put all of them on one \
            node, and the loss of the node is the outage that the replicas were to prevent.
            """,
        examples: Examples(
            clean: [patched("{ priorityClassName: high }")],
            flagged: [
                Examples.deployment(spec: "replicas: ⟪3⟫"),
                patched("{ topologySpreadConstraints: ⟪[]⟫ }"),
                patched("{ topologySpreadConstraints: ⟪null⟫ }"),
            ]
        ),
        evidence: [.own(.scale, .deploy)],
        source: .check { context in
            context.system.resolved.filter { $0.scale.min.value > 1 }.flatMap { service in
                PatchSearch.fields(of: service.manifest, kinds: PatchSearch.workloads).compactMap { field in
                    guard field.name == "topologySpreadConstraints",
                        field.value.sequence?.isEmpty == true || field.value.scalar != nil
                    else { return nil }
                    return Finding(
                        "all replicas of `\(service.name)` may run on one node",
                        at: field.span,
                        "nothing spreads them",
                        help: "remove this from the patch",
                        service: service.name
                    )
                }
            }
        },
        also: [.objects(UnspreadPods.findings)]
    )

    private static func patched(_ spec: String) -> String {
        Examples.service(
            "cart",
            "patches:\n  - target: Deployment\n    op: merge\n    reason: shows the rule\n"
                + "    value: { spec: { template: { spec: \(spec) } } }"
        )
    }
}
