// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Stops a command before it does anything, when what it would work from is not sound.
enum Refusal {
    /// Refuses manifests that cannot be read or decoded; warnings do not stop anything here.
    static func ofUnsound(
        _ system: LoadedSystem,
        _ presentation: PresentationOptions,
        in context: CommandContext
    ) throws(CommandFailure) {
        let errors = system.manifests.diagnostics.filter { $0.severity == .error }
        try refuse(errors, .inputRefused, presentation, in: context)
    }

    static func refuse(
        _ findings: [Diagnostic],
        _ status: ExitStatus,
        _ presentation: PresentationOptions,
        in context: CommandContext
    ) throws(CommandFailure) {
        guard !findings.isEmpty else { return }
        ReportWriter(presentation: presentation, context: context, rules: RuleCatalogue.infos).explain(
            findings
        )
        let count = "\(findings.count) finding\(findings.count == 1 ? "" : "s")"
        var failure = CommandFailure(status, "\(count) in the way; nothing was attempted")
        failure.diagnostics = findings
        throw failure
    }
}
