// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Manifest

/// `msctl graph diff`: what a change does to the graph and to the figures that follow from it.
struct GraphDiffCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what has changed in the graph since a git revision.",
        discussion: """
            Lists services, calls, routes and events that are new, gone or different, and every service whose \
            availability, blast radius, time or load is another one because of that. The files on disk are compared with \
            those of the revision.

            Examples:
              msctl graph diff main
              msctl graph diff HEAD~1 manifests/shop
              msctl graph diff origin/main --format markdown > comment.md
            """
    )

    /// How the difference is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case markdown
    }

    @Argument(help: ArgumentHelp("A branch, a tag or a commit.", valueName: "revision"))
    var revision: String

    @OptionGroup var paths: PathOptions

    @Option(help: "How to show it.")
    var format: Format = .text

    @OptionGroup var options: GraphOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let now = try GraphSystem.load(paths.paths, options, in: context).system
        let before = try earlier(now, in: context)
        let comparison = SystemComparison(from: before, to: now)
        switch format {
        case .text:
            let text = ComparisonText(comparison)
            context.output(text.whole(title: "\(now.name): \(revision) → files", width: context.tableWidth))
        case .json: context.output(ComparisonJSON(comparison).text(revision: revision))
        case .markdown: context.output(ComparisonMarkdown(comparison).text(revision: revision))
        }
        return .done
    }

    private func earlier(_ now: ServiceSystem, in context: CommandContext) throws(CommandFailure)
        -> ServiceSystem
    {
        let repository = try GitRepository(
            around: paths.roots.first ?? ".",
            for: "`graph diff`",
            in: context
        )
        let tree = try GitTree(revision, of: repository)
        let manifests = ManifestReader.read(try tree.manifests(below: paths.roots))
        let errors = manifests.diagnostics.count { $0.severity == .error }
        if errors > 0 {
            context.error(
                "warning: \(errors) finding\(errors == 1 ? "" : "s") in the manifests of `\(revision)`; what could not be read there counts as absent"
            )
        }
        let name = now.environment?.name
        let environment = name.flatMap(manifests.environment(named:))
        if let name, environment == nil {
            context.error(
                "warning: there is no Environment `\(name)` at `\(revision)`; it is reckoned without one"
            )
        }
        return ServiceSystem.resolve(manifests, environment: environment).0
    }
}
