// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Writes a report in every form that was asked for.
struct ReportWriter {
    let presentation: PresentationOptions
    let context: CommandContext
    /// The rules that `msctl explain` can be offered for.
    var rules: [RuleInfo] = []

    /// Writes files first, then standard output, so that a pipe that closes early loses no file.
    ///
    /// `isShown` says what people see of it; machines get all.
    func write(
        _ report: DiagnosticReport,
        to outputs: [ReportOutput<DiagnosticFormat>],
        showing isShown: (Diagnostic) -> Bool = { _ in true }
    ) throws {
        let outputs = outputs.isEmpty ? [ReportOutput(format: DiagnosticFormat.human)] : outputs
        for output in outputs {
            guard let path = output.path else { continue }
            do throws(FileError) {
                try context.files.write(Array(report.render(output.format).utf8), to: context.absolute(path))
            } catch {
                throw CommandFailure(
                    .inputRefused,
                    "the report `\(path)` cannot be written: \(error.reason)"
                )
            }
        }
        for output in outputs where output.path == nil {
            let report = output.format == .human ? report.filtered(isShown) : report
            let isSilent = presentation.quiet && output.format == .human && report.diagnostics.isEmpty
            if !isSilent { context.standardOutput(text(report, output.format)) }
        }
        if context.pipeline == .github, !outputs.contains(where: { $0.format == .github && $0.path == nil }) {
            context.standardError(annotations(report))
        }
    }

    /// Shows the diagnostics of a command whose results are something else.
    func explain(_ diagnostics: [Diagnostic]) {
        guard !diagnostics.isEmpty else { return }
        let report = DiagnosticReport(
            diagnostics,
            documents: nil,
            rules: rules,
            toolVersion: context.version
        )
        let style = presentation.style(.error, in: context)
        context.standardError(report.render(.human, style: style, width: context.terminal.width))
        if context.pipeline == .github { context.standardError(annotations(report)) }
    }

    private func text(_ report: DiagnosticReport, _ format: DiagnosticFormat) -> String {
        report.render(format, style: presentation.style(.output, in: context), width: context.terminal.width)
    }

    private func annotations(_ report: DiagnosticReport) -> String {
        let errors = report.diagnostics.filter { $0.severity == .error }
        return errors.isEmpty ? "" : DiagnosticReport(errors, toolVersion: report.toolVersion).render(.github)
    }
}
