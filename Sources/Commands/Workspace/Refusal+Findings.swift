// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint

extension Refusal {
    /// Refuses findings at or above a threshold, as `msctl lint` would.
    static func ofFindings(
        _ system: LoadedSystem,
        options: LintOptions,
        failOn: LintThreshold,
        _ presentation: PresentationOptions,
        in context: CommandContext
    ) throws(CommandFailure) {
        let findings = Linter.lint(system.manifests, options: options).findings
        try refuse(
            findings.filter { failOn.isReached(by: $0.severity) },
            .findings,
            presentation,
            in: context
        )
    }
}
