// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension Rule {
    static let noSBOM = Rule(
        id: "no-sbom",
        severity: .info,
        family: .security,
        status: .optIn,
        summary: "images are built for production, and nothing records what is in them or who made them",
        rationale: """
            When the next library turns out to be broken, the question is which images have it; when an image does something odd, \
            whether the pipeline made it. A bill of materials and a signature answer both. Looked for are tools that make or check \
            them in the pipeline files (`no-pipeline` lists these), and admission policies of Kyverno, Sigstore and Ratify \
            among the Kubernetes objects. Both may live in another repository, so the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                repository("steps: [{ uses: anchore/sbom-action@v0 }]"),
                repository("steps: [{ run: cosign sign $IMAGE }]"),
                repository("steps: [{ run: make }]", class: "development"),
                repository(
                    "steps: [{ run: make }]",
                    policy: Examples.object(
                        "policy.sigstore.dev/v1beta1",
                        "ClusterImagePolicy",
                        "signed",
                        "spec: {}"
                    )
                ),
            ],
            flagged: [
                repository("steps: [{ run: make }]", name: "⟪prod⟫"),
                repository("steps: [{ run: docker build . }]", name: "⟪live⟫"),
            ]
        ),
        needs: [.files],
        evidence: [.own(.build), .environment(.class)],
        source: .check { context in
            guard let pipelines = PipelineFiles(context.files), !pipelines.mention(words),
                !context.manifests.kubernetes.contains(where: isPolicy),
                let environment = context.productionEnvironments.first
            else { return [] }
            let built = context.services.filter { $0.build != nil }
            guard let first = built.first else { return [] }
            return [
                Finding(
                    "nothing records what is in the images of `\(environment.name)`",
                    at: environment.metadata.name.span,
                    "runs \(Figure.count(built.count, "image")) that \(built.count == 1 ? "is" : "are") built here",
                    secondary: [.init(first.metadata.name.span, "one of them")],
                    notes: [
                        pipelines.files.isEmpty
                            ? "the repository has no pipeline that msctl knows"
                            : "none of \(Figure.count(pipelines.files.count, "pipeline file")) makes a bill of materials or a signature"
                    ],
                    help:
                        "let the pipeline make both, for example with `docker buildx build --sbom=true` and `cosign sign`"
                )
            ]
        }
    )

    /// What names tools that make or check signatures, attestations and bills of materials, and their options.
    private static let words = [
        "sbom", "cosign", "syft", "cyclonedx", "spdx", "notation sign", "attest", "slsa", "witness",
        "in-toto", "--provenance", "provenance:", "docker scout",
    ]

    /// Whether an object checks signatures of images when pods are made.
    private static func isPolicy(_ source: ManifestSource) -> Bool {
        let root = source.document.root
        let group = root["apiVersion"]?.text?.prefix { $0 != "/" } ?? ""
        if group.hasSuffix("sigstore.dev") || group.hasSuffix("ratify.deislabs.io") { return true }
        if group == "kyverno.io" {
            return root.at("spec", "rules")?.elements.contains { $0["verifyImages"] != nil } ?? false
        }
        return group == "policies.kyverno.io"
            && root["kind"]?.text?.hasSuffix("ImageValidatingPolicy") == true
    }

    private static func repository(
        _ pipeline: String,
        class environmentClass: String = "production",
        name: String = "prod",
        policy: String = ""
    ) -> String {
        let manifests = Examples.documents(
            Examples.provider("cart"),
            Examples.environment(name, "class: \(environmentClass)")
        )
        return Examples.repository(
            ("msctl.yaml", policy.isEmpty ? manifests : Examples.documents(manifests, policy)),
            (".github/workflows/build.yml", pipeline)
        )
    }
}
