// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noRollback = Rule(
        id: "no-rollback",
        severity: .warning,
        family: .delivery,
        summary: "no earlier version of a service is kept to go back to",
        rationale: """
            A rollback goes to a revision that has worked before. With `history: 0` there is none, and the only way out of a bad \
            deploy is the next one.
            """,
        examples: Examples(
            clean: [Examples.provider("cart", "deploy: { history: 3 }")],
            flagged: [Examples.provider("cart", "deploy: { history: ⟪0⟫ }")]
        ),
        evidence: [.own(.deploy, .tier)],
        source: .check { context in
            context.system.resolved.compactMap { service in
                let history = service.deploy.history
                guard history.value < 1, let span = history.origin.span else { return nil }
                return Finding(
                    "`\(service.name)` has nothing to go back to",
                    at: span,
                    "no earlier version is kept",
                    help: "keep a few: \(ManifestDefaults.history) are usual",
                    fix: .init(
                        title: "keep \(ManifestDefaults.history) versions",
                        applicability: .safe,
                        edits: [.init(span, String(ManifestDefaults.history))]
                    ),
                    service: service.name
                )
            }
        }
    )
}
