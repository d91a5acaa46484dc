// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Kubernetes
import Manifest
import Rollout

/// `msctl history`: the recorded revisions.
struct HistoryCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the recorded revisions of services.",
        discussion: """
            The revision in place is marked with `*`. Only a proven one is gone back to without asking.

            Examples:
              msctl history orders --env prod
              msctl history --env prod --format json
            """
    )

    @OptionGroup var target: TargetOptions
    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions

    @Option(help: "How to write the result.")
    var format: ResultFormat = .human

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(target.targets, environment, presentation, in: context)
        let names = Set(goal.system.selected.map(\.name))
        return try await ClusterRun.on(goal, cluster, presentation, in: context) { run in
            let histories = try await run.deployer.histories(in: run.scope).filter {
                names.contains($0.service)
            }
            switch format {
            case .human: context.output(Self.table(histories, in: context))
            case .json:
                let revisions = histories.flatMap { $0.revisions.map { JSONValue.object($0.json) } }
                context.output(JSONValue.array(revisions).text(.pretty))
            }
            return .done
        }
    }

    private static func table(_ histories: [RevisionHistory], in context: CommandContext) -> String {
        guard !histories.isEmpty else { return "no revision is recorded" }
        var table = TableRenderer([
            .init(title: "service"), .init(title: "revision"), .init(title: "recorded"),
            .init(title: "proven"),
            .init(title: "by"), .init(title: "images, or why it did not work"),
        ])
        for history in histories {
            for revision in history.revisions.reversed() {
                let age = revision.recordedAt.map { DurationText.age(seconds: context.now() - $0.seconds) }
                table.add([
                    history.service,
                    revision.label + (revision == history.current ? " *" : ""),
                    age ?? "",
                    revision.isProven ? "yes" : "no",
                    revision.initiator,
                    revision.failure ?? revision.images.joined(separator: ", "),
                ])
            }
        }
        return table.render(width: context.tableWidth)
    }
}
