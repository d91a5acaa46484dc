// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// What a repository says about linting: `.msctl.yaml` beside the manifests or where msctl was started.
enum SettingsFile {
    private static let name = ".msctl.yaml"

    /// The settings at a path, or the nearest ones; none when there is no such file.
    ///
    /// What is wrong with them also goes into the reports that were asked for, so that whoever uploads a report does not upload that of an
    /// earlier run.
    ///
    /// - Throws: ``CommandFailure`` when the file is wrong, because wrong settings are not half obeyed; ``FileError`` when a report
    ///   cannot be written.
    static func read(
        _ path: String?,
        roots: [String],
        _ presentation: PresentationOptions,
        reports: [ReportOutput<DiagnosticFormat>],
        in context: CommandContext
    ) throws -> ProjectSettings? {
        let candidates = path.map { [$0] } ?? roots.map { Path.join($0, name) } + [name]
        for candidate in candidates {
            let bytes: [UInt8]
            do throws(FileError) {
                bytes = try context.files.read(context.absolute(candidate), limit: 1 << 20)
            } catch {
                guard path == nil else {
                    throw CommandFailure(.usage, "`\(candidate)` cannot be read: \(error.description)")
                }
                continue
            }
            let shown = candidate.hasPrefix("./") ? String(candidate.dropFirst(2)) : candidate
            let (settings, diagnostics) = ProjectSettings.read(SourceFile(path: shown, bytes: bytes))
            let reports = reports.filter { $0.path != nil || $0.format != .human }
            if !diagnostics.isEmpty, !reports.isEmpty {
                let report = DiagnosticReport(
                    diagnostics,
                    rules: RuleCatalogue.infos,
                    toolVersion: context.version
                )
                try ReportWriter(presentation: presentation, context: context).write(report, to: reports)
            }
            try Refusal.refuse(diagnostics, .inputRefused, presentation, in: context)
            return settings
        }
        return nil
    }
}
