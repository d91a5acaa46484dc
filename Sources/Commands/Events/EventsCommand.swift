// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Rollout

/// `msctl events`: what has happened to the objects of a service.
struct EventsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Show what has happened to the objects of a service, oldest first.",
        discussion: """
            Examples:
              msctl events orders --env prod
              msctl events orders --env prod --follow
            """
    )

    @Argument(
        help: ArgumentHelp("The name of a service or workload.", valueName: "service"),
        completion: .candidates(.services)
    )
    var service: String

    @OptionGroup var paths: PathOptions
    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions

    @Flag(name: [.short, .long], help: "Go on with what happens from now on.")
    var follow = false

    @Option(help: "How to write the result; with `--follow`, json is one event per line.")
    var format: ResultFormat = .human

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(
            paths.roots,
            environment,
            presentation,
            toleratesUnsound: true,
            in: context
        )
        return try await ClusterRun.on(goal, cluster, presentation, in: context) { run in
            if follow {
                try await run.deployer.followEvents(of: service, in: run.scope) { entry in
                    switch format {
                    case .human: context.output(entry.description)
                    case .json: context.output(JSONValue.object(entry.json).text())
                    }
                }
                return .done
            }
            let entries = try await run.deployer.events(of: service, in: run.scope)
            switch format {
            case .human: for entry in entries { context.output(entry.description) }
            case .json: context.output(JSONValue.array(entries.map { .object($0.json) }).text(.pretty))
            }
            return .done
        }
    }
}
