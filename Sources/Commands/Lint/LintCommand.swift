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
              msctl lint --format human --format sarif=msctl.sarif --format junit=msctl.xml
              msctl lint --only shared-database --env prod
              msctl lint --fix=all --diff
              msctl lint --since origin/main --format markdown=comment.md
              msctl lint --base v1.4.0 --only breaking-change
              msctl lint --write-baseline .msctl-baseline.json
              msctl lint --baseline .msctl-baseline.json
            """
    )

    @OptionGroup var paths: PathOptions

    @Option(
        help: ArgumentHelp(
            "How to report; repeatable. With `=path`, into a file.",
            valueName: "format[=path]"
        ),
        completion: .formats(DiagnosticFormat.self)
    )
    var format: [ReportOutput<DiagnosticFormat>] = []

    @Option(help: "From which severity on the command ends with 1 (default: `.msctl.yaml`, or error).")
    var failOn: LintThreshold?

    @Option(
        help: ArgumentHelp("Run only this rule; repeatable.", valueName: "rule"),
        completion: .candidates(.rules)
    )
    var only: [String] = []

    @Flag(help: "Show findings that manifests accept, too.")
    var noIgnore = false

    @Option(
        name: [.customLong("env"), .customShort("e")],
        help: ArgumentHelp("Judge for this Environment.", valueName: "name"),
        completion: .candidates(.environments)
    )
    var environment: String?

    @Option(help: "Make the fixes that are safe, or all of them; `--fix` alone means safe.")
    var fix: FixLevel?

    @Flag(help: "Show what fixing would change, and write nothing; ends with 1 when something would.")
    var diff = false

    @Option(
        help: ArgumentHelp("Leave out findings that this file knows.", valueName: "file"),
        completion: .file()
    )
    var baseline: String?

    @Option(
        help: ArgumentHelp("Write all findings into this file, as known.", valueName: "file"),
        completion: .file()
    )
    var writeBaseline: String?

    @Option(
        help: ArgumentHelp("Only what changed since then, with callers and callees.", valueName: "revision")
    )
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Compare contracts, events and migrations with this version (default: that of `--since`).",
            valueName: "revision"
        )
    )
    var base: String?

    @Option(
        help: ArgumentHelp("Settings to use (default: the nearest `.msctl.yaml`).", valueName: "file"),
        completion: .file()
    )
    var config: String?

    @Flag(help: "Show how far each service is: none, bronze, silver or gold.")
    var scorecard = false

    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        for id in only where Rule.named(id) == nil {
            let near =
                Spelling.suggestion(for: id, among: Rule.all.map(\.id)).map { "; did you mean `\($0)`?" }
                ?? ""
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
        var system = LoadedSystem.load(roots: paths.roots, takesOthers: true, in: context)
        let options = try options(for: system, in: context)
        if fix != nil || diff {
            let run = FixRun(level: fix ?? .safe, showsDifference: diff, context: context)
            let changed = try run.run(system.files, system.dockerfiles, options)
            if diff {
                let unreadable = unreadable(system)
                ReportWriter(presentation: presentation, context: context).explain(unreadable)
                return unreadable.isEmpty ? changed > 0 ? .findings : .done : .inputRefused
            }
            system = LoadedSystem.load(roots: paths.roots, takesOthers: true, in: context)
        }
        var result = Linter.lint(system.manifests, dockerfiles: system.dockerfiles, options: options)
        if let writeBaseline {
            // What could not be read is not known, and its findings would all be new once it can be.
            let unreadable = result.findings.filter(\.isUnreadable)
            ReportWriter(presentation: presentation, context: context).explain(unreadable)
            guard unreadable.isEmpty else { return .inputRefused }
            try BaselineFile(path: writeBaseline, context: context).write(result.findings)
            return .done
        }
        if let baseline {
            result.findings = try BaselineFile(path: baseline, context: context).newOnes(
                among: result.findings
            )
        }
        if scorecard {
            let card = Scorecard(result, of: system.manifests.services)
            context.output(ScorecardText.table(card, width: context.tableWidth))
        } else {
            let remarks = LintRemarks.about(system.manifests, result)
            try write(result, remarks, since: start, threshold(options.settings), in: context)
        }
        return status(of: result, options.settings)
    }

    private func write(
        _ result: LintResult,
        _ remarks: [String],
        since start: Duration,
        _ threshold: LintThreshold,
        in context: CommandContext
    ) throws {
        var report = DiagnosticReport(
            result.findings,
            documents: result.looked.documents,
            services: result.looked.services,
            rules: RuleCatalogue.infos,
            toolVersion: context.version
        )
        report.objects = result.looked.objects
        report.dockerfiles = result.looked.dockerfiles
        report.unreadable = result.looked.unreadable
        report.duration = context.elapsed() - start
        // Where nothing could be read at all, what else is not known says nothing.
        if result.looked.documents > 0 || !result.findings.contains(where: \.isUnreadable) {
            report.remarks = remarks
            report.unjudged = result.undecided.map(UnjudgedValue.init)
        }
        // Who wants quiet wants it of the terminal; a file that lacks findings would settle them elsewhere.
        try ReportWriter(presentation: presentation, context: context).write(report, to: format) { finding in
            !presentation.quiet || threshold.isReached(by: finding.severity)
        }
    }

    private func options(for system: LoadedSystem, in context: CommandContext) throws -> LintOptions {
        let manifests = system.manifests
        if let environment { _ = try Environments.named(environment, in: manifests) }
        var options = LintOptions(today: Today.date(in: context))
        options.settings = try SettingsFile.read(
            config,
            roots: paths.roots,
            presentation,
            reports: format,
            in: context
        )
        options.seesRepository = seesRepository(options.settings)
        options.only = only.isEmpty ? nil : Set(only)
        options.honoursIgnores = !noIgnore
        options.environment = environment == "sandbox" ? nil : environment
        options.runtimes = DetectedRuntimes.of(manifests.services, in: context)
        options.files = RepositoryFiles.seen(in: context)
        options.outdated = OutdatedDockerfiles.of(manifests.services, in: context)
        try compare(with: system, &options, in: context)
        return options
    }

    /// Whether the paths hold all that settings are about: the folder that their file lies in.
    private func seesRepository(_ settings: ProjectSettings?) -> Bool {
        guard let file = settings?.ignores.first?.span.file.path else { return true }
        let home = config == nil ? Path.parent(Path.normalized(file)) : "."
        return paths.roots.contains { Path.normalized($0) == home }
    }

    private func threshold(_ settings: ProjectSettings?) -> LintThreshold {
        failOn ?? settings?.failOn.flatMap { LintThreshold(rawValue: $0.value.rawValue) } ?? .error
    }

    private func unreadable(_ system: LoadedSystem) -> [Diagnostic] {
        (system.manifests.diagnostics + system.manifests.kubernetesDiagnostics).filter(\.isUnreadable)
    }

    private func status(of result: LintResult, _ settings: ProjectSettings?) -> ExitStatus {
        if result.findings.contains(where: \.isUnreadable) { return .inputRefused }
        return result.reaches(threshold(settings)) ? .findings : .done
    }
}

extension LintThreshold: ExpressibleByArgument {}
