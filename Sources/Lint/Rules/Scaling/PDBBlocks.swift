// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let pdbBlocks = Rule(
        id: "pdb-blocks",
        severity: .error,
        family: .scaling,
        summary: "a disruption budget lets no pod go, so that no node can be drained",
        rationale: """
            msctl lets one pod at a time go for maintenance. A budget that allows none, at the least number of replicas, stops \
            every drain of a node and every upgrade of the cluster, until somebody deletes it in the middle of the night.
            """,
        examples: Examples(
            clean: [patched("maxUnavailable: 2"), patched("minAvailable: 1")],
            flagged: [
                Examples.documents(
                    Examples.deployment(spec: "replicas: 2"),
                    Examples.object(
                        "policy/v1",
                        "PodDisruptionBudget",
                        "web",
                        "spec:\n  minAvailable: ⟪2⟫\n  selector: { matchLabels: { app: web } }"
                    )
                ),
                patched("maxUnavailable: ⟪0⟫"), patched("minAvailable: ⟪2⟫"), patched("minAvailable: ⟪100%⟫"),
            ]
        ),
        evidence: [.own(.scale, .deploy)],
        source: .check { context in
            context.system.resolved.flatMap { service in
                PatchSearch.fields(of: service.manifest, kinds: ["PodDisruptionBudget"]).compactMap { field in
                    blocks(field, replicas: service.scale.min.value)
                        ? finding(about: field, of: service) : nil
                }
            }
        },
        also: [.objects(BlockingBudgets.findings)]
    )

    private static func patched(_ field: String) -> String {
        Examples.service(
            "cart",
            "scale: { min: 2, max: 4 }\npatches:\n  - target: PodDisruptionBudget\n    op: merge\n"
                + "    reason: shows the rule\n    value: { spec: { \(field) } }"
        )
    }

    private static func blocks(_ field: PatchedField, replicas: Int) -> Bool {
        guard let text = field.text else { return false }
        switch field.name {
        case "maxUnavailable": return text == "0" || text == "0%"
        case "minAvailable": return text == "100%" || (Int(text) ?? 0) >= max(replicas, 1)
        default: return false
        }
    }

    private static func finding(about field: PatchedField, of service: ResolvedService) -> Finding {
        Finding(
            "no pod of `\(service.name)` may go, so no node under it can be drained",
            at: field.span,
            "\(Figure.count(service.scale.min.value, "replica")) at least",
            help: "allow at least one to go: `maxUnavailable: 1`",
            fix: field.name == "maxUnavailable"
                ? .init(
                    title: "let one pod at a time go",
                    applicability: .safe,
                    edits: [.init(field.span, "1")]
                ) : nil,
            service: service.name
        )
    }
}
