// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// Stops all writing of a deploy that has lost its lock.
///
/// The lock is lost when somebody else has it, and also when it could not be renewed for as long as others wait before
/// they take it: a renewal that hangs says nothing, so the time itself closes the fence.
final class DeployFence: Sendable {
    private struct State {
        var reason: String?
        var renewedAt: Duration?
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

    /// Notes when a renewal that worked was begun.
    func renewed(at moment: Duration) {
        state.withLockedValue { $0.renewedAt = max($0.renewedAt ?? moment, moment) }
    }

    /// Lets nothing more through; the first reason stays.
    func close(_ why: String) {
        state.withLockedValue { $0.reason = $0.reason ?? why }
    }
}
