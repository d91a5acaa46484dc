// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// Lets so many in at a time, in the order in which they came.
///
/// Whoever is cancelled waits on like the others: those before it are too, and leave soon.
final class Turnstile: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// How many at the front of the line were let in already.
        var served = 0
    }

    private let state: NIOLockedValueBox<State>

    init(places: Int) {
        state = NIOLockedValueBox(State(free: places))
    }

    /// Waits for a place; ``leave()`` gives it back.
    func enter() async {
        await withCheckedContinuation { continuation in
            let enters = state.withLockedValue { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if enters { continuation.resume() }
        }
    }

    /// Gives a place to whoever has waited longest.
    func leave() {
        let next = state.withLockedValue { state -> CheckedContinuation<Void, Never>? in
            guard state.served < state.waiting.count else {
                state.free += 1
                return nil
            }
            state.served += 1
            defer { if state.served == state.waiting.count { (state.waiting, state.served) = ([], 0) } }
            return state.waiting[state.served - 1]
        }
        next?.resume()
    }
}
