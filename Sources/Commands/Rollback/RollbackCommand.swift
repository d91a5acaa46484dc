// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Rollout

/// `msctl rollback`: back to a revision that is known to work.
struct RollbackCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Put a recorded revision of a service back in place.",
        discussion: """
            Without `--to`, the last proven revision other than the present one and those that were rolled back from, so that \
            a second rollback goes further back. All objects of the service are restored, and what the present revision \
            added is removed.

            Examples:
              msctl rollback orders --env prod
              msctl rollback orders --env prod --to 12
            """
    )

    @Argument(help: "The service.", completion: .candidates(.services))
    var service: String

    @OptionGroup var paths: PathOptions

    @Option(
        help: ArgumentHelp("The revision, such as 12 or r12.", valueName: "revision"),
        transform: Self.number
    )
    var to: Int?

    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var flags: RolloutFlags

    @Option(help: .reportFormat)
    var format: DeployFormat = .human

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
            try await run.requireLastingNamespace()
            let options = flags.options(in: context)
            return try await DeployRunner(run: run, format: format, verb: "rollback").show([service]) {
                (sink) async throws(DeployError) in
                try await run.deployer.rollback(
                    service,
                    in: run.scope,
                    to: to,
                    options: options,
                    onEvent: sink
                )
            }
        }
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text.hasPrefix("r") ? text.dropFirst() : text[...]), number > 0 else {
            throw ValidationError("`\(text)` is not a revision; write a number such as 12 or r12")
        }
        return number
    }
}
