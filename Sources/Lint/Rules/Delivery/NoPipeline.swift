// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noPipeline = Rule(
        id: "no-pipeline",
        severity: .info,
        family: .delivery,
        status: .optIn,
        summary: "no pipeline of the repository runs msctl",
        rationale: """
            What is checked and deployed by hand is checked and deployed differently each time, and by one person. Looked for is `msctl` in the \
            files of GitHub, GitLab, CircleCI, Azure, Bitbucket, Drone, Woodpecker, Tekton and Jenkins. Pipelines may live in another repository, so \
            the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                repository(".github/workflows/check.yml", "steps: [{ run: msctl lint }]"),
                repository("Jenkinsfile", "sh 'msctl deploy --env prod'"),
            ],
            flagged: [
                repository("README", "msctl lint", name: "⟪cart⟫"),
                repository(".travis.yml", "script: make # msctl lint one day", name: "⟪cart⟫"),
                repository(".gitlab-ci.yml", "test: { script: [make] }", name: "⟪cart⟫"),
            ]
        ),
        needs: [.files],
        source: .check { context in
            guard let pipelines = PipelineFiles(context.files), !pipelines.mention(["msctl"]) else {
                return []
            }
            guard
                let span = context.system.manifest?.metadata.name.span
                    ?? context.services.first?.metadata.name.span
            else {
                return []
            }
            return [
                Finding(
                    pipelines.files.isEmpty
                        ? "the repository has no pipeline that msctl knows"
                        : "none of \(Figure.count(pipelines.files.count, "pipeline file")) runs msctl",
                    at: span,
                    "checked and deployed by hand",
                    help:
                        "run `msctl lint` for every change in a pipeline; `--format github` and `gitlab` write what those show"
                )
            ]
        }
    )

    private static func repository(_ path: String, _ text: String, name: String = "cart") -> String {
        Examples.repository(
            (
                "msctl.yaml",
                Examples.provider("cart").replacing("name: cart\nspec", with: "name: \(name)\nspec")
            ),
            (path, text)
        )
    }
}
