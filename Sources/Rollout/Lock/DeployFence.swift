// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import NIOConcurrencyHelpers

/// Stops all writing of a deploy that has lost its lock, or that somebody has cancelled.
///
/// The lock is lost when somebody else has it, and also when it could not be renewed for as long as others wait before
/// they take it: a renewal that hangs says nothing, so the time itself closes the fence.
final class DeployFence: Sendable {
    private struct State {
        var reason: String?
        var renewedAt: Duration?
        var isInterrupted = false
    }

    private let state = NIOLockedValueBox(State())

    /// Why nothing may be written any more at a moment; `nil` while it may.
    func closure(at now: Duration) -> String? {
        state.withLockedValue { state in
            if let reason = state.reason { return reason }
            guard let renewed = state.renewedAt, now - renewed >= LeaseRecord.expiry else { return nil }
            state.reason = "the lock could not be renewed in time"
            return state.reason
        }
    }

    /// Why a write must not be sent at a moment; `nil` while it may.
    ///
    /// Writes go on when their task is cancelled, so that one under way comes to its end; those that only wait for their
    /// turn have to be held back here.
    func refusal(at now: Duration) -> WriteRefusal? {
        if let reason = closure(at: now) { return .closed(reason) }
        return state.withLockedValue { $0.isInterrupted } ? .cancelled : nil
    }

    /// Lets nothing more through because the deploy was cancelled.
    func interrupt() {
        state.withLockedValue { $0.isInterrupted = true }
    }

    /// Notes when a renewal that worked was begun.
    func renewed(at moment: Duration) {
        state.withLockedValue { $0.renewedAt = max($0.renewedAt ?? moment, moment) }
    }

    /// Lets nothing more through; the first reason stays.
    func close(_ why: String) {
        state.withLockedValue { $0.reason = $0.reason ?? why }
    }
}
