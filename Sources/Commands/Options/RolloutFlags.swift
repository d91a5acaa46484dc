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
            """
            Allow so many deletions, even when that is more than a fifth of all objects, a Service that others still \
            call, or a service that no manifest declares any more; or, as `kind/name`, the deletion of a \
            PersistentVolumeClaim, Namespace or CustomResourceDefinition; repeatable.
            """,
            valueName: "count|kind/name"
        )
    )
    var allowDelete: [AllowedDeletion] = []

    @OptionGroup var lock: LockFlags

    /// The engine's options; the initiator is known only from the environment of the run.
    func options(in context: CommandContext) -> DeployOptions {
        var options = DeployOptions()
        if let soak { options.soak = soak.duration }
        if let patience { options.patience = patience.duration }
        if let deadline { options.deadline = deadline.duration }
        options.takesOver = takeOver
        options.rollsBack = !noRollback
        options.waits = !noWait
        options.allowedDeletions = allowDelete.compactMap(\.count).max()
        options.deletable = Set(allowDelete.compactMap(\.object))
        options.lock = lock.policy
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
