// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

extension Rule {
    static let removedAPI = Rule(
        id: "removed-api",
        severity: .error,
        family: .kubernetes,
        summary: "an object uses an API version that Kubernetes serves no more",
        rationale: """
            Kubernetes drops old versions of its APIs. What is stored stays, but nothing can be applied in the old version any \
            more, so a deploy fails on the first cluster that has been upgraded.
            """,
        examples: Examples(
            clean: [Examples.object("batch/v1", "CronJob", "nightly")],
            flagged: [
                Examples.object("⟪batch/v1beta1⟫", "CronJob", "nightly"),
                Examples.object("⟪extensions/v1beta1⟫", "Ingress", "web"),
                Examples.object("⟪policy/v1beta1⟫", "PodSecurityPolicy", "strict"),
            ]
        ),
        source: .objects { context in context.objects.compactMap(removedAPI) }
    )

    private static func removedAPI(of object: LintedObject) -> Finding? {
        guard let removed = RemovedAPI.of(object.type), let version = object.node["apiVersion"] else {
            return nil
        }
        let gone =
            "Kubernetes has no \(object.type.kind) in `\(object.type.apiVersion)` since \(removed.removedIn)"
        guard let replacement = removed.replacement else {
            return Finding(
                gone,
                at: version.span,
                "refused",
                help: "remove it: labels of the namespace (Pod Security Admission) took its place",
                object: object
            )
        }
        return Finding(
            gone,
            at: version.span,
            "refused",
            notes: removed.isAlike ? [] : ["fields have other names or places in `\(replacement)`"],
            help: "write `\(replacement)`",
            fix: removed.isAlike
                ? .init(
                    title: "write `\(replacement)`",
                    applicability: .needsReview,
                    edits: [.init(version.span, replacement)]
                ) : nil,
            object: object
        )
    }
}
