// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a run of msctl tells the shell: the table that scripts and pipelines rely on.
package struct ExitStatus: Sendable, Hashable {
    /// The number that the process ends with.
    package let code: Int32
    /// The number in a word, for programs.
    package let kind: String
    /// What the number means, for the reference page.
    package let meaning: String

    /// A server that was told to end has ended; for the shell the same as ``done``.
    package static let stopped = ExitStatus(0, "stopped", "stopped as asked")

    /// An editor went away without saying goodbye, as the Language Server Protocol tells it.
    package static let abandoned = ExitStatus(1, "abandoned", "the editor ended without `shutdown`")

    private init(_ code: Int32, _ kind: String, _ meaning: String) {
        self.code = code
        self.kind = kind
        self.meaning = meaning
    }

    /// Done; for `lint` nothing at or above `--fail-on`, for `plan` computed.
    package static let done = ExitStatus(
        0,
        "done",
        "done (`lint`: nothing at or above `--fail-on`; `plan`: computed; `status`: answered)"
    )
    /// Lint findings at or above `--fail-on`.
    package static let findings = ExitStatus(1, "findings", "lint findings at or above `--fail-on`")
    /// `plan --detailed-exitcode` found changes.
    package static let changes = ExitStatus(2, "changes", "`plan --detailed-exitcode`: there are changes")
    /// A manifest cannot be read or decoded, and nothing was attempted.
    package static let inputRefused = ExitStatus(
        3,
        "input-refused",
        "input refused: a manifest cannot be read or decoded; nothing was attempted"
    )
    /// `status --exit-status` found a service that does not work.
    package static let unhealthy = ExitStatus(
        4,
        "unhealthy",
        "`status --exit-status`: a service is not ready"
    )
    /// The cluster does not answer.
    package static let unreachable = ExitStatus(10, "unreachable", "cluster unreachable")
    /// The cluster does not know or does not allow the user.
    package static let notAllowed = ExitStatus(11, "not-allowed", "not authenticated or not allowed")
    /// A deploy did not work, and what did not work was rolled back.
    package static let rolledBack = ExitStatus(
        20,
        "rolled-back",
        "deploy failed, and what failed was rolled back"
    )
    /// A deploy did not work, and was left as it is.
    package static let notRolledBack = ExitStatus(
        21,
        "not-rolled-back",
        "deploy failed, and was not rolled back"
    )
    /// The deadline passed while the deploy was still progressing.
    package static let deadline = ExitStatus(22, "deadline", "deadline passed while still progressing")
    /// Another deploy holds the lock, or another command the state of a sandbox.
    package static let locked = ExitStatus(
        23,
        "locked",
        "another deploy holds the lock, or another command the `--state`"
    )
    /// Somebody else owns a field that would be written.
    package static let conflict = ExitStatus(24, "conflict", "field ownership conflict")
    /// The checks before the first write refused.
    package static let preflight = ExitStatus(25, "preflight-refused", "preflight refused")
    /// What was written stays, and not all of it is known to be done.
    package static let unconfirmed = ExitStatus(
        26,
        "unconfirmed",
        "what was written is left as it is: it could not be seen to work, or be recorded, or something is not deleted; run it again"
    )
    /// A rollback did not reach its target.
    package static let rollbackFailed = ExitStatus(27, "rollback-failed", "rollback failed")
    /// The command line is wrong.
    package static let usage = ExitStatus(
        64,
        "usage",
        "wrong usage, or something is named that is not there, such as a service or a revision"
    )
    /// A defect in msctl.
    package static let defect = ExitStatus(70, "defect", "a defect in msctl (please report)")
    /// Standard output could not take the result.
    package static let outputLost = ExitStatus(
        74,
        "output-lost",
        "the result could not be written to standard output"
    )
    /// Interrupted by SIGHUP: 128 and the number of the signal, as shells count.
    package static let hungUp = ExitStatus(
        129,
        "hung-up",
        "the terminal is gone, as with a lost connection; otherwise as 130"
    )
    /// Interrupted by another signal.
    package static let interrupted = ExitStatus(
        130,
        "interrupted",
        "interrupted; who writes says what was written and how to resume"
    )

    /// The whole table, in order.
    package static let all: [ExitStatus] = [
        done, findings, changes, inputRefused, unhealthy, unreachable, notAllowed, rolledBack, notRolledBack,
        deadline, locked, conflict, preflight, unconfirmed, rollbackFailed, usage, defect, outputLost, hungUp,
        interrupted,
    ]
}
