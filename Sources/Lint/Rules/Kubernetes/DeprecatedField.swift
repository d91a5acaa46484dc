// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

extension Rule {
    static let deprecatedField = Rule(
        id: "deprecated-field",
        severity: .warning,
        family: .kubernetes,
        summary: "an object uses a field, annotation or label that something else has replaced",
        rationale: """
            Old annotations and labels are read by nobody any more, or only by chance: a seccomp annotation has had no effect \
            since Kubernetes 1.27, and nodes lost their `beta` labels. What they were to bring about does not happen.
            """,
        examples: Examples(
            clean: [
                Examples.deployment(pod: "serviceAccountName: web\nnodeSelector: { kubernetes.io/os: linux }")
            ],
            flagged: [
                Examples.deployment(pod: "⟪serviceAccount⟫: web"),
                Examples.deployment(pod: "nodeSelector: { ⟪beta.kubernetes.io/os⟫: linux }"),
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n"
                    + "    ⟪kubernetes.io/ingress.class⟫: nginx\nspec: {}",
            ]
        ),
        source: .objects { context in
            context.objects.flatMap(annotations) + context.pods.flatMap(podFields)
        }
    )

    private static func annotations(of object: LintedObject) -> [Finding] {
        guard object.type.kind == "Ingress", let old = object.annotation("kubernetes.io/ingress.class") else {
            return []
        }
        return [deprecated(old, of: object, instead: "`spec.ingressClassName`")]
    }

    private static let oldLabels = [
        "beta.kubernetes.io/os": "kubernetes.io/os",
        "beta.kubernetes.io/arch": "kubernetes.io/arch",
        "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
        "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
        "node-role.kubernetes.io/master": "node-role.kubernetes.io/control-plane",
    ]

    private static func podFields(_ pod: LintedPodTemplate) -> [Finding] {
        guard pod.work != .foreign else { return [] }
        var found: [Finding] = []
        if let old = pod.spec.entry("serviceAccount"), pod.spec["serviceAccountName"] == nil {
            var finding = deprecated(old, of: pod.owner, instead: "`serviceAccountName`")
            finding.fix = .init(
                title: "write `serviceAccountName`",
                applicability: .safe,
                edits: [.init(old.key.span, "serviceAccountName")]
            )
            found.append(finding)
        }
        for entry in pod.spec["nodeSelector"]?.mapping ?? [] {
            guard let name = entry.key.scalar?.text, let new = oldLabels[name] else { continue }
            found.append(deprecated(entry, of: pod.owner, instead: "`\(new)`"))
        }
        for entry in pod.metadata?["annotations"]?.mapping ?? [] {
            guard let name = entry.key.scalar?.text else { continue }
            if name.contains("seccomp.security.alpha.kubernetes.io/") {
                found.append(deprecated(entry, of: pod.owner, instead: "`securityContext.seccompProfile`"))
            } else if name.hasPrefix("container.apparmor.security.beta.kubernetes.io/") {
                found.append(deprecated(entry, of: pod.owner, instead: "`securityContext.appArmorProfile`"))
            }
        }
        return found
    }

    private static func deprecated(_ entry: YAMLEntry, of object: LintedObject, instead: String) -> Finding {
        Finding(
            "`\(entry.key.scalar?.text ?? "")` of \(object.phrase) was replaced by \(instead)",
            at: entry.key.span,
            "out of date",
            help: "write \(instead)",
            object: object
        )
    }
}
