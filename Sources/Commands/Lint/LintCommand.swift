// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Lint
import Manifest

/// `msctl lint`: what could be better, in one report.
struct LintCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check the manifests of a whole system.",
        discussion: """
            Checks each manifest, and the system that they form: call chains, timeouts, data ownership, SLO \
            arithmetic. Reads files only: no network, no cluster.

            Examples:
              msctl lint
              msctl lint manifests/shop --fail-on warning
              msctl lint --format human --format sarif=msctl.sarif
              msctl lint --only shared-database --env prod
            """
    )

    @OptionGroup var paths: PathOptions

    @Option(
        help: ArgumentHelp(
            "How to report; repeatable. With `=path`, into a file: human, concise, json, sarif, github.",
            valueName: "format[=path]"
        )
    )
    var format: [ReportOutput<DiagnosticFormat>] = []

    @Option(help: "From which severity on the command ends with 1: error, warning, info or never.")
    var failOn: LintThreshold = .error

    @Option(help: ArgumentHelp("Run only this rule; repeatable.", valueName: "rule"))
    var only: [String] = []

    @Flag(help: "Show findings that manifests accept, too.")
    var noIgnore = false

    @Option(
        name: [.customLong("env"), .customShort("e")],
        help: ArgumentHelp("Judge for this Environment.", valueName: "name")
    )
    var environment: String?

    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        for id in only where Rule.named(id) == nil {
            let near = Nearest.name(to: id, among: Rule.all.map(\.id)).map { "; did you mean `\($0)`?" } ?? ""
            throw ValidationError("There is no rule `\(id)`\(near)")
        }
        guard format.count(where: { $0.path == nil }) <= 1 else {
            throw ValidationError(
                "Only one `--format` can go to standard output; give the others a path: sarif=FILE"
            )
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let start = context.elapsed()
        let system = LoadedSystem.load(roots: paths.roots, in: context)
        let result = Linter.lint(system.manifests, options: try options(for: system.manifests, in: context))
        var report = DiagnosticReport(
            presentation.quiet
                ? result.findings.filter { failOn.isReached(by: $0.severity) } : result.findings,
            documents: result.looked.documents,
            services: result.looked.services,
            rules: RuleCatalogue.infos,
            toolVersion: context.version
        )
        report.duration = context.elapsed() - start
        try ReportWriter(presentation: presentation, context: context).write(report, to: format)
        return status(of: result)
    }

    private func options(for manifests: ManifestSet, in context: CommandContext) throws -> LintOptions {
        if let environment { _ = try Environments.named(environment, in: manifests) }
        var options = LintOptions(today: Today.date(in: context))
        options.only = only.isEmpty ? nil : Set(only)
        options.honoursIgnores = !noIgnore
        options.runtimes = DetectedRuntimes.of(manifests.services, in: context)
        options.environment = environment == "sandbox" ? nil : environment
        return options
    }

    private func status(of result: LintResult) -> ExitStatus {
        if Refusal.isUnreadable(result.findings) { return .inputRefused }
        return result.reaches(failOn) ? .findings : .done
    }
}

extension LintThreshold: ExpressibleByArgument {}
