// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Rollout

/// `msctl logs`: what all pods of a service write.
struct LogsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show the logs of all pods of a service, each line with its pod.",
        discussion: """
            Shows what the containers wrote, unchanged: secrets that they print are in it, as with kubectl.

            Examples:
              msctl logs orders --env prod --tail 100
              msctl logs orders --env prod --follow
              msctl logs orders --env prod --previous
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

    @Flag(name: [.short, .long], help: "Go on with what is written from now on, by later pods too.")
    var follow = false

    @Flag(help: "The runs before the current ones, of containers that have restarted.")
    var previous = false

    @Flag(help: "Start each line with its time.")
    var timestamps = false

    @Option(help: ArgumentHelp("Only this container.", valueName: "name"))
    var container: String?

    @Option(help: ArgumentHelp("At most so many lines from the end of each log.", valueName: "lines"))
    var tail: Int?

    @Option(
        help: ArgumentHelp("Only what was written since so long, such as `10m`.", valueName: "duration"),
        transform: TimeSpan.init(parsing:)
    )
    var since: TimeSpan?

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(
            paths.roots,
            environment,
            presentation,
            toleratesUnsound: true,
            in: context
        )
        var options = ServiceLogOptions()
        options.container = container
        options.isPrevious = previous
        options.hasTimestamps = timestamps
        options.tailLines = tail
        options.sinceSeconds = since.map { Int($0.duration.components.seconds) }
        let wanted = options
        return try await ClusterRun.on(goal, cluster, presentation, in: context) { run in
            if follow {
                try await run.deployer.followLogs(
                    of: service,
                    in: run.scope,
                    options: wanted,
                    onNote: { context.error("note: \($0)") },
                    onLine: { context.output(Self.text($0)) }
                )
            } else {
                for line in try await run.deployer.logs(of: service, in: run.scope, options: wanted) {
                    context.output(Self.text(line))
                }
            }
            return .done
        }
    }

    private static func text(_ line: ServiceLogLine) -> String {
        "\(line.pod)/\(line.container) | \(line.text)"
    }
}
