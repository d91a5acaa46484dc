// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import NIOConcurrencyHelpers

/// What a signal does to a command: what is said of it, at once and whatever the command waits for, and the status it ends with.
final class InterruptionWords: Sendable {
    /// What is said at the first signal, and at one that ends the process with the command still at work.
    struct Words: Sendable {
        var first: @Sendable () -> Void
        var last: @Sendable () -> Void
    }

    private struct State {
        var words: Words?
        var status: ExitStatus?
        var isConcluded = false
    }

    private let state = NIOLockedValueBox(State())

    /// Has words ready from now on; `nil` for nothing to say.
    func prepare(_ words: Words?) { state.withLockedValue { $0.words = words } }

    /// Says that the wish to end has been heard, and what it still takes.
    func sayFirst() { state.withLockedValue { $0.words }?.first() }

    /// Says what there is to know of work that will not be finished.
    func sayLast() { state.withLockedValue { $0.words }?.last() }

    /// Takes in the signal that cancels the work, and with it the status that the process ends with.
    func receive(_ signal: Int32) {
        state.withLockedValue { state in
            guard !state.isConcluded else { return }
            state.status = signal == SIGHUP ? .hungUp : .interrupted
        }
    }

    /// What the process ends with where its work ended with `status`.
    ///
    /// No signal changes it from the first call on: a document for programs may have said it already.
    func conclude(_ status: ExitStatus) -> ExitStatus {
        state.withLockedValue { state in
            state.isConcluded = true
            return state.status ?? status
        }
    }
}
