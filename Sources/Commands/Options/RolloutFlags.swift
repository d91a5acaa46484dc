// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Manifest
import Rollout

/// How a deploy or rollback goes about its work.
struct RolloutFlags: ParsableArguments {
    @Option(help: "How long a service must stay ready before its revision counts as proven.")
    var soak: TimeSpan?

    @Option(help: "How long trouble that may pass, such as an overloaded registry, is tolerated.")
    var patience: TimeSpan?

    @Option(help: "How long one service may take until it is ready.")
    var deadline: TimeSpan?

    @Flag(help: "Take over fields that a person or another tool owns, instead of refusing.")
    var takeOver = false

    @Flag(help: "Leave a failed service as it is, instead of going back to its last proven revision.")
    var noRollback = false

    @Flag(help: "Do not wait for readiness; nothing is proven then.")
    var noWait = false

    @Option(
        help: ArgumentHelp(
            "Allow so many deletions, even when that is more than a fifth of all objects.",
            valueName: "count"
        )
    )
    var allowDelete: Int?

    /// The engine's options; the initiator is known only from the environment of the run.
    func options(in context: CommandContext) -> DeployOptions {
        var options = DeployOptions()
        if let soak { options.soak = soak.duration }
        if let patience { options.patience = patience.duration }
        if let deadline { options.deadline = deadline.duration }
        options.takesOver = takeOver
        options.rollsBack = !noRollback
        options.waits = !noWait
        options.allowedDeletions = allowDelete
        options.initiator = Initiator.name(in: context)
        return options
    }
}

/// A duration as manifests write it: `250ms`, `2s`, `5m`, `7d`.
struct TimeSpan: ExpressibleByArgument, Sendable {
    var duration: Duration

    init?(argument: String) {
        guard let duration = Duration(manifestText: argument) else { return nil }
        self.duration = duration
    }

    static var allValueStrings: [String] { [] }
}

/// Who deploys, as history shows it.
enum Initiator {
    /// The CI job, or the user at the host.
    static func name(in context: CommandContext) -> String {
        let environment = context.environment
        if let server = environment["GITHUB_SERVER_URL"], let repository = environment["GITHUB_REPOSITORY"],
            let run = environment["GITHUB_RUN_ID"]
        {
            return "\(server)/\(repository)/actions/runs/\(run)"
        }
        if let job = environment["CI_JOB_URL"] { return job }
        let user = environment["USER"] ?? environment["LOGNAME"] ?? "unknown"
        return environment["HOSTNAME"].map { "\(user)@\($0)" } ?? user
    }
}
