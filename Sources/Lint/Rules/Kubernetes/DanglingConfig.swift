// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension Rule {
    static let danglingConfig = Rule(
        id: "dangling-config",
        severity: .error,
        family: .kubernetes,
        summary: "a pod asks for a ConfigMap, Secret or key that is not there",
        rationale: """
            Such a pod waits for ever with CreateContainerConfigError or FailedMount. A key that an object of these files lacks is \
            an error, a name that is nearly that of one a warning. A ConfigMap that is not among the files is an info; a Secret \
            that is not is as it should be.
            """,
        examples: Examples(
            clean: [
                Examples.documents(map, Examples.deployment("envFrom:\n  - configMapRef: { name: web }")),
                Examples.deployment("envFrom:\n  - secretRef: { name: web-secrets }"),
            ],
            flagged: [
                Examples.documents(map, variable(name: "web", key: "⟪LEVLE⟫")),
                Examples.documents(map, variable(name: "⟪wep⟫", key: "LEVEL")),
            ]
        ),
        source: .objects { context in
            let names = Dictionary(grouping: context.objects, by: \.type.kind).mapValues { $0.map(\.name) }
            return context.pods.filter { $0.work != .foreign }.flatMap { pod in
                ConfigReference.all(of: pod).flatMap {
                    danglingConfig($0, of: pod, names[$0.kind] ?? [], in: context)
                }
            }
        }
    )

    private static let map = Examples.object("v1", "ConfigMap", "web", "data:\n  LEVEL: info")

    private static func variable(name: String, key: String) -> String {
        Examples.deployment(
            "env:\n  - name: LEVEL\n    valueFrom:\n      configMapKeyRef: { name: \(name), key: \(key) }"
        )
    }

    private static func danglingConfig(
        _ reference: ConfigReference,
        of pod: LintedPodTemplate,
        _ names: [String],
        in context: ObjectContext
    ) -> [Finding] {
        let name = reference.name.text ?? ""
        guard !context.generatedNames.contains(name), name != "kube-root-ca.crt" else { return [] }
        let objects = context.objects(reference.kind, named: name, near: pod.owner)
        guard let object = objects.first else {
            let near = Spelling.suggestion(for: name, among: Set(names).sorted())
            guard near != nil || (reference.kind == "ConfigMap" && !names.isEmpty) else { return [] }
            return [
                Finding(
                    "\(pod.owner.phrase) asks for the \(reference.kind) `\(name)`, which is not among these files",
                    at: reference.name.span,
                    "not found",
                    severity: near == nil ? .info : .warning,
                    help: near.map { "did you mean `\($0)`?" }
                        ?? "add it, or accept this if it lives elsewhere",
                    object: pod.owner
                )
            ]
        }
        let keys = objects.flatMap { object in
            ["data", "binaryData", "stringData"].flatMap { object.node[$0]?.mapping ?? [] }
                .compactMap(\.key.scalar?.text)
        }
        // A Secret without data is filled by somebody else.
        guard !keys.isEmpty else { return [] }
        return reference.keys.compactMap { key in
            guard let text = key.text, !keys.contains(text) else { return nil }
            return Finding(
                "the \(reference.kind) `\(name)` has no key `\(text)`",
                at: key.span,
                "not found",
                secondary: [.init(object.nameSpan, "the \(reference.kind)")],
                help: Spelling.suggestion(for: text, among: Set(keys).sorted()).map {
                    "did you mean `\($0)`?"
                }
                    ?? "add the key, or ask for another one",
                object: pod.owner
            )
        }
    }
}
