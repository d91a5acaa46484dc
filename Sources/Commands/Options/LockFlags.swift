// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Rollout

/// What to do while another run holds the lock of the system and Environment.
struct LockFlags: ParsableArguments {
    @Option(help: "While another deploy holds the lock: wait for it, or fail with 23.")
    var lock: LockChoice = .wait

    @Option(
        help: ArgumentHelp("How long to wait for the lock (default: 5m).", valueName: "duration"),
        transform: TimeSpan.init(parsing:)
    )
    var lockTimeout: TimeSpan?

    var policy: DeployOptions.LockPolicy {
        switch lock {
        case .fail: .fail
        case .wait: .wait(lockTimeout?.duration ?? .seconds(300))
        }
    }

    mutating func validate() throws {
        if lock == .fail, lockTimeout != nil {
            throw ValidationError("`--lock-timeout` is for waiting; with `--lock fail` there is none")
        }
    }
}

/// Whether to wait for a lock.
enum LockChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case wait
    case fail
}
