// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let writableRoot = Rule(
        id: "writable-root",
        severity: .warning,
        family: .security,
        summary: "the root file system of a container is writable",
        rationale: """
            On a root file system that cannot be written, nobody can leave a program behind. Folders that a process has to write \
            to are named under `run.writable`; `/tmp` always is one.
            """,
        examples: Examples(
            clean: [
                Examples.deployment("securityContext: { readOnlyRootFilesystem: true }"),
                Examples.service("cart", "run: { writable: [/var/cache] }"),
            ],
            flagged: [
                Examples.deployment("securityContext: { readOnlyRootFilesystem: ⟪false⟫ }"),
                Examples.service(
                    "cart",
                    "patches:\n  - target: Deployment\n    op: json6902\n    reason: shows the rule\n    value:\n"
                        + "      - { op: replace, path: /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem, "
                        + "value: ⟪false⟫ }"
                ),
            ]
        ),
        source: .check { context in
            context.services.flatMap { service in
                PatchSearch.fields(of: service, kinds: PatchSearch.workloads).compactMap { field in
                    guard field.name == "readOnlyRootFilesystem", field.text == "false" else { return nil }
                    return Finding(
                        "a patch lets `\(service.name)` write everywhere in its container",
                        at: field.span,
                        "writable",
                        help:
                            "name the folders that it writes to under `run.writable`, and remove this from the patch",
                        service: service.name
                    )
                }
            }
        },
        also: [.objects(WritableRoots.findings)]
    )
}
