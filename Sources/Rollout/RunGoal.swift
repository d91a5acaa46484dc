// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What one run under the lock is to bring about.
struct RunGoal: Sendable {
    var request: DeployRequest
    /// Services that go to a recorded revision, and to which.
    var recorded: [String: Int] = [:]
    /// The plan that must still hold.
    var saved: DeployPlan?
    /// What the lock says about it.
    var operation: LockedOperation?
    /// Whether it does again what a run that was killed has begun: then the lock is taken to put it in order, even when
    /// nothing is left to write.
    var isGoingOn = false
}
