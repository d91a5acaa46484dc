// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let duplicateEnv = Rule(
        id: "duplicate-env",
        severity: .warning,
        family: .kubernetes,
        summary: "a container has an environment variable twice",
        rationale: """
            The last one wins, and the first one is still there to mislead its reader. Server-side apply refuses the list, because \
            names are its keys.
            """,
        examples: Examples(
            clean: [
                Examples.deployment("env:\n  - { name: A, value: \"1\" }\n  - { name: B, value: \"1\" }")
            ],
            flagged: [
                Examples.deployment("env:\n  - { name: A, value: \"1\" }\n  - { name: ⟪A⟫, value: \"2\" }")
            ]
        ),
        source: .objects { context in
            context.pods.flatMap { pod in
                pod.allContainers.flatMap { container in
                    var first: [String: YAMLNode] = [:]
                    return (container.node["env"]?.elements ?? []).compactMap { variable -> Finding? in
                        guard let name = variable.at("name"), let text = name.text else { return nil }
                        guard let other = first[text] else {
                            first[text] = name
                            return nil
                        }
                        return Finding(
                            "\(container.phrase) has the variable `\(text)` twice",
                            at: name.span,
                            "wins",
                            secondary: [.init(other.span, "has no effect")],
                            help: "remove one of them",
                            object: pod.owner
                        )
                    }
                }
            }
        }
    )
}
