// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import NIOConcurrencyHelpers

/// Stops all writing of a deploy that has lost its lock, or that somebody has cancelled.
///
/// The lock is lost when somebody else has it, and also when it could not be renewed for so long that others may soon
/// take it: a renewal that hangs says nothing, so the time itself closes the fence. A write takes time too, so the fence
/// closes some time before others may begin (decision 0030), and what is under way then is cut off at that moment.
final class DeployFence: Sendable {
    private struct State {
        var reason: String?
        /// Whether somebody else has the lock already.
        var isTaken = false
        var renewal: Renewal?
        /// How long the answer to the last renewal that worked took to come.
        var answered = Duration.zero
        /// Since when a renewal is under way.
        var askedAt: Duration?
        /// How the renewals since the last one that worked have failed.
        var trouble: String?
        var isInterrupted = false

        /// Why the lock was not renewed in time.
        func lateness(at now: Duration) -> String {
            let last = answered.components.seconds
            let before = answered > LeaseRecord.prompt ? ", after \(last) s for the one before" : ""
            let cause =
                if let trouble {
                    ": \(trouble)"
                } else if let askedAt {
                    ": the server has not written it within \((now - askedAt).components.seconds) s\(before)"
                } else {
                    ""
                }
            return "the lock could not be renewed in time\(cause)"
        }
    }

    /// The last renewal that worked.
    private struct Renewal {
        var begun: Duration
        /// When its holder begins no write any more.
        var closes: Duration
        /// When others may take the lock.
        var ends: Duration
    }

    private let state = NIOLockedValueBox(State())

    /// Why nothing may be written any more at a moment; `nil` while it may.
    func closure(at now: Duration) -> String? {
        state.withLockedValue { state in
            if let reason = state.reason { return reason }
            guard let renewal = state.renewal, now >= renewal.closes else { return nil }
            state.reason = state.lateness(at: now)
            return state.reason
        }
    }

    /// What lets the writes of a deploy through, by its own time.
    func admission(_ time: DeployTime) -> WriteAdmission {
        WriteAdmission(
            refusal: { self.refusal(at: time.elapsed()) },
            abortion: { self.abortion(at: time.elapsed()) }
        )
    }

    /// Why a write must not be sent at a moment; `nil` while it may.
    ///
    /// Writes go on when their task is cancelled, so that one under way comes to its end; those that only wait for their
    /// turn have to be held back here.
    func refusal(at now: Duration) -> WriteRefusal? {
        if let reason = closure(at: now) { return .closed(reason) }
        return state.withLockedValue { $0.isInterrupted } ? .cancelled : nil
    }

    /// Why a write that is under way must not go on at a moment; `nil` while it may.
    func abortion(at now: Duration) -> WriteRefusal? {
        guard let reason = closure(at: now) else { return nil }
        return state.withLockedValue { state in
            let isOthers = state.isTaken || state.renewal.map { now >= $0.ends } ?? false
            return isOthers ? .closed(reason) : nil
        }
    }

    /// Lets nothing more through because the deploy was cancelled.
    func interrupt() {
        state.withLockedValue { $0.isInterrupted = true }
    }

    /// When the last renewal that worked was begun; `nil` before the lock is ours.
    var renewedAt: Duration? { state.withLockedValue { $0.renewal?.begun } }

    /// Notes when a renewal that worked was begun, how long its lease lasts, and how long its answer took.
    ///
    /// Of two that were under way side by side the one that was begun later counts.
    func renewed(_ record: LeaseRecord, at begun: Duration, answeredIn time: Duration) {
        state.withLockedValue { state in
            state.answered = time
            state.askedAt = nil
            state.trouble = nil
            if let last = state.renewal, last.begun > begun { return }
            state.renewal = Renewal(
                begun: begun,
                closes: begun + record.closing,
                ends: begun + record.duration
            )
        }
    }

    /// Notes that a renewal is under way.
    func asked(at moment: Duration) {
        state.withLockedValue { $0.askedAt = $0.askedAt ?? moment }
    }

    /// Notes how a renewal has failed.
    func failed(_ trouble: String) {
        state.withLockedValue { $0.trouble = trouble }
    }

    /// Lets nothing more through, because somebody else has the lock; the first reason stays.
    func close(_ why: String) {
        state.withLockedValue { state in
            state.reason = state.reason ?? why
            state.isTaken = true
        }
    }
}
