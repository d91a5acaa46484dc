// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Manifest
import Rollout

/// How a deploy or rollback goes about its work.
struct RolloutFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long a service must stay ready before its revision counts as proven (default: 10s).",
            valueName: "duration"
        ),
        transform: TimeSpan.init(parsing:)
    )
    var soak: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "How long trouble that may pass, such as an overloaded registry, is tolerated (default: 1m).",
            valueName: "duration"
        ),
        transform: TimeSpan.init(parsing:)
    )
    var patience: TimeSpan?

    @Flag(help: "Leave a failed service as it is, instead of going back to its last proven revision.")
    var noRollback = false

    @Flag(help: "Do not wait for readiness; nothing is proven then.")
    var noWait = false

    @OptionGroup var limits: PlanFlags
    @OptionGroup var lock: LockFlags

    /// The engine's options; the initiator is known only from the environment of the run.
    func options(in context: CommandContext) -> DeployOptions {
        var options = limits.options
        if let soak { options.soak = soak.duration }
        if let patience { options.patience = patience.duration }
        options.rollsBack = !noRollback
        options.waits = !noWait
        options.lock = lock.policy
        options.initiator = Initiator.name(in: context)
        return options
    }
}

/// What decides whether a deploy is begun or refused: the same for a plan.
struct PlanFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long one service may take until it is ready (default: 10m).",
            valueName: "duration"
        ),
        transform: TimeSpan.init(parsing:)
    )
    var deadline: TimeSpan?

    @Flag(help: "Take over fields that a person or another tool owns, instead of refusing.")
    var takeOver = false

    @Option(
        help: ArgumentHelp(
            """
            Allow deletions of what nothing wants any more, repeatable: so many (`3`), even when that is more than a \
            fifth of all objects, a Service that others still call, or a service that no manifest declares; one object \
            (`service/cart`), also a PersistentVolumeClaim, Namespace or CustomResourceDefinition, which are never \
            deleted otherwise; a service that no manifest declares, with all it has (`cart`). With names and no \
            number, whatever is not named stays.
            """,
            valueName: "count|kind/name|service"
        ),
        transform: AllowedDeletion.init(parsing:)
    )
    var allowDelete: [AllowedDeletion] = []

    /// The engine's options.
    var options: DeployOptions {
        var options = DeployOptions()
        if let deadline { options.deadline = deadline.duration }
        options.takesOver = takeOver
        options.allowedDeletions = allowDelete.compactMap(\.count).max()
        options.deletable = Set(allowDelete.compactMap(\.object))
        options.departing = Set(allowDelete.compactMap(\.service))
        return options
    }
}

/// A duration as manifests write it: `250ms`, `2s`, `5m`, `7d`.
struct TimeSpan: Sendable {
    var duration: Duration

    /// Reads an argument; throws an error that says how durations are written.
    init(parsing argument: String) throws {
        guard let duration = Duration(manifestText: argument) else {
            throw ValidationError(
                "a duration is a number and a unit without a space, such as `500ms`, `10s` or `5m`"
            )
        }
        self.duration = duration
    }
}
