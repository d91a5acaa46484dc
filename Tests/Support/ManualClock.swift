// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// A clock that moves only when a test says so.
///
/// A test that drives sleeping code waits with ``waitForSleepers(_:)`` until it sleeps, then calls ``advance(by:)``.
package final class ManualClock: Clock, Sendable {
    /// A time since the clock was made.
    package struct Instant: InstantProtocol {
        /// The time since the clock was made.
        package var offset: Duration

        /// Marks a time since the clock was made.
        package init(offset: Duration) {
            self.offset = offset
        }

        /// A later instant.
        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// The time from this instant to another.
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        /// Orders by time.
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let id: Int
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var watchers: [Watcher] = []

        mutating func takeSatisfiedWatchers() -> [Watcher] {
            let satisfied = watchers.filter { $0.count <= sleepers.count }
            watchers.removeAll { $0.count <= sleepers.count }
            return satisfied
        }
    }

    private let state = NIOLockedValueBox(State())

    /// Makes a clock that stands at zero.
    package init() {}

    /// The time as last set.
    package var now: Instant { state.withLockedValue { $0.now } }
    /// When the next task wakes; `nil` while none sleeps.
    package var nextDeadline: Instant? { state.withLockedValue { $0.sleepers.map(\.deadline).min() } }
    /// Any step is possible.
    package var minimumResolution: Duration { .zero }
    /// How many tasks sleep now.
    package var sleeperCount: Int { state.withLockedValue { $0.sleepers.count } }

    /// Sleeps until the clock has been moved to the deadline; throws `CancellationError` when cancelled.
    package func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try Task.checkCancellation()
        let id = state.withLockedValue { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(Sleeper(id: id, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Moves the clock and wakes every sleeper whose deadline has come, earliest deadline first.
    package func advance(by duration: Duration) {
        let due = state.withLockedValue { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.deadline <= state.now }
            state.sleepers.removeAll { $0.deadline <= state.now }
            return due.sorted { ($0.deadline, $0.id) < ($1.deadline, $1.id) }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Moves the clock to the earliest deadline that someone sleeps for; does nothing when nobody sleeps.
    package func advanceToNextDeadline() {
        let step = state.withLockedValue { state in
            state.sleepers.map(\.deadline).min().map { state.now.duration(to: $0) }
        }
        if let step { advance(by: step) }
    }

    /// Waits until at least `count` tasks sleep.
    package func waitForSleepers(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let satisfied = state.withLockedValue { state in
                state.watchers.append(Watcher(count: count, continuation: continuation))
                return state.takeSatisfiedWatchers()
            }
            for watcher in satisfied { watcher.continuation.resume() }
        }
    }

    private func add(_ sleeper: Sleeper) {
        enum Outcome {
            case sleeps([Watcher])
            case isDue
            case isCancelled
        }
        let outcome = state.withLockedValue { state -> Outcome in
            if state.cancelled.remove(sleeper.id) != nil { return .isCancelled }
            if sleeper.deadline <= state.now { return .isDue }
            state.sleepers.append(sleeper)
            return .sleeps(state.takeSatisfiedWatchers())
        }
        switch outcome {
        case .sleeps(let watchers): for watcher in watchers { watcher.continuation.resume() }
        case .isDue: sleeper.continuation.resume()
        case .isCancelled: sleeper.continuation.resume(throwing: CancellationError())
        }
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLockedValue { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
