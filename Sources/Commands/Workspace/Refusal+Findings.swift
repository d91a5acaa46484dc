// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest

extension Refusal {
    /// Refuses findings at or above a threshold, as `msctl lint` would.
    static func ofFindings(
        _ system: LoadedSystem,
        options: LintOptions,
        failOn: LintThreshold,
        _ presentation: PresentationOptions,
        in context: CommandContext
    ) throws(CommandFailure) {
        // What other tools apply does not stand in the way of what msctl applies.
        var manifests = system.manifests
        manifests.kubernetes = []
        manifests.kubernetesDiagnostics = []
        let findings = Linter.lint(manifests, options: options).findings
        try refuse(
            findings.filter { failOn.isReached(by: $0.severity) },
            .findings,
            presentation,
            in: context
        )
    }
}
