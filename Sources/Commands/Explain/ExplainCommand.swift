// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Lint
import Manifest

/// `msctl explain`: one rule and what it says here, or one service with every value and its origin.
struct ExplainCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a lint rule on this system, or a service with the origin of every value.",
        discussion: """
            Examples:
              msctl explain shared-database
              msctl explain orders --env prod
            """
    )

    @Argument(
        help: ArgumentHelp("The id of a rule, or the name of a service.", valueName: "rule|service"),
        completion: .candidates(.subjects)
    )
    var subject: String

    @OptionGroup var paths: PathOptions

    @Option(
        name: [.customLong("env"), .customShort("e")],
        help: ArgumentHelp("Resolve for this Environment.", valueName: "name"),
        completion: .candidates(.environments)
    )
    var environment: String?

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let system = LoadedSystem.load(roots: paths.roots, takesOthers: true, in: context)
        if let rule = Rule.named(subject) {
            explain(rule, on: system, in: context)
        } else if let service = system.service(named: subject) {
            try ServiceExplanation(system: system, service: service, environment: environment).show(
                in: context
            )
        } else {
            throw unknown(system)
        }
        return .done
    }

    private func explain(_ rule: Rule, on system: LoadedSystem, in context: CommandContext) {
        context.output(RuleText.explanation(of: rule, width: min(context.terminal.width, 100)))
        let hasOthers = !system.manifests.kubernetes.isEmpty || !system.dockerfiles.isEmpty
        guard !system.manifests.services.isEmpty || hasOthers else { return }
        var options = LintOptions(today: Today.date(in: context))
        options.only = [rule.id]
        options.environment = environment
        options.runtimes = DetectedRuntimes.of(system.manifests.services, in: context)
        options.files = RepositoryFiles.seen(in: context)
        guard !rule.needs.contains(.base) else {
            return context.output("To see what it finds here: `msctl lint --base main --only \(rule.id)`")
        }
        let findings = Linter.lint(system.manifests, dockerfiles: system.dockerfiles, options: options)
            .findings.filter { $0.id == rule.id }
        let services = system.manifests.services.count
        context.output(services > 0 ? "On this system (\(services) services):\n" : "On these files:\n")
        guard !findings.isEmpty else { return context.output("it finds nothing here") }
        let report = DiagnosticReport(findings, documents: 0)
        let style = presentation.style(.output, in: context)
        let text = report.render(.human, style: style, width: context.terminal.width)
        // The last line counts documents, which says nothing about one rule.
        context.output(
            text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2).joined(separator: "\n")
        )
    }

    private func unknown(_ system: LoadedSystem) -> CommandFailure {
        let names = Rule.all.map(\.id) + system.manifests.services.map(\.name)
        return CommandFailure(
            .usage,
            "there is no rule and no service `\(subject)`",
            hint: Spelling.suggestion(for: subject, among: names).map { "did you mean `\($0)`?" }
                ?? "see `msctl rules` for the rules"
        )
    }
}
