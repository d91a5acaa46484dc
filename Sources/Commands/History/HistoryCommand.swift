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
            The revision in place is marked with `*`. Only a proven one is gone back to without asking. A service that is \
            deployed and has no manifest any more can be named. As JSON, `rolledBackTo` of a revision is the one that took its \
            place on a way back, where that is known, and `rollbackBegun` says in words that a rollback to it has begun and not come to its end.

            Examples:
              msctl history orders --env prod
              msctl history --env prod --format json
            """
    )

    @OptionGroup var target: TargetOptions
    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions

    @Option(help: .resultFormat)
    var format: ResultFormat = .human

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let asked = try AskedServices.load(target, environment, presentation, in: context)
        return try await ClusterRun.on(asked.goal, cluster, presentation, in: context) { run in
            let all = try await run.deployer.histories(in: run.scope)
            let asked = asked.heeding(deployed: all.map(\.service))
            // Without a namespace of the command line, that nothing is recorded is the answer.
            _ = try await run.namespaceState(isEmpty: all.isEmpty && run.namesNamespace)
            // Where a manifest cannot be read, nobody knows which names it declares.
            let showsAll = target.targets.isEmpty && !asked.isSound
            let histories = showsAll ? all : all.filter { asked.names.contains($0.service) }
            let missing = try asked.missing(among: histories.map(\.service))
            let begun = try await run.deployer.begunRollbacks(in: run.scope)
            switch format {
            case .human:
                context.output(Self.table(histories, in: context))
                for service in histories.map(\.service) {
                    if let rollback = begun[service] { context.output("note: \(rollback)") }
                }
                // Of all services, those that were never deployed go without saying.
                if !asked.goal.system.isWhole, !histories.isEmpty, !missing.isEmpty {
                    context.output("no revision is recorded of \(LoadedSystem.few(missing))")
                }
            case .json:
                let revisions = histories.flatMap { history in
                    history.revisions.map { Self.json($0, in: history, begun: begun[history.service]) }
                }
                context.output(JSONValue.array(revisions).text(.pretty))
            }
            return .done
        }
    }

    private static func proven(_ revision: Revision, in history: RevisionHistory) -> String {
        let older = history.leftFor(revision).map { " to \($0.label)" } ?? ""
        let left = history.isLeft(revision) ? ", rolled back\(older)" : ""
        return (revision.isProven ? "yes" : "no") + left
    }

    private static func json(
        _ revision: Revision,
        in history: RevisionHistory,
        begun: BegunRollback?
    ) -> JSONValue {
        var members = revision.json
        if let begun, begun.revision == revision.number {
            members["rollbackBegun"] = .string(begun.description)
        }
        if let older = history.leftFor(revision) { members["rolledBackTo"] = .integer(Int64(older.number)) }
        return .object(members)
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
                    proven(revision, in: history),
                    revision.initiator,
                    revision.failure ?? revision.images.joined(separator: ", "),
                ])
            }
        }
        return table.render(width: context.tableWidth)
    }
}
