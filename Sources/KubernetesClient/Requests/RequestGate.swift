// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// Lets requests through in order, as many at once as the window allows.
///
/// A lock and not an actor, so that cancelling a waiting task takes it out of the queue at once.
final class RequestGate: Sendable {
    private struct Waiter {
        var ticket: Int
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var window = ConcurrencyWindow()
        var backoff: ServerBackoff
        var underWay = 0
        var nextTicket = 0
        var waiting: [Waiter] = []

        var hasRoom: Bool { underWay < window.limit && waiting.isEmpty }

        mutating func admitted() -> [Waiter] {
            let count = min(max(0, window.limit - underWay), waiting.count)
            underWay += count
            defer { waiting.removeFirst(count) }
            return Array(waiting.prefix(count))
        }
    }

    private let state: NIOLockedValueBox<State>
    /// A gate whose pauses hold here too, though its queue does not.
    private let other: RequestGate?

    /// Opens a gate; a server that asks for a wait is asked again after `longestWait` at the latest.
    init(minding other: RequestGate? = nil, longestWait: Duration = ServerBackoff.longest) {
        self.other = other
        state = NIOLockedValueBox(State(backoff: ServerBackoff(limit: longestWait)))
    }

    /// Waits for a place; returns false when the task was cancelled meanwhile, and then no place is held.
    func enter() async -> Bool {
        let ticket = state.withLockedValue { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if let answer = takeOrQueue(ticket, continuation) { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLockedValue { state -> Waiter? in
                state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
    }

    /// How many requests may be under way now.
    var limit: Int { state.withLockedValue { $0.window.limit } }

    /// For how long the server wants to be left alone, and why; `nil` when a request may go out.
    func pause(now: Duration) -> ServerPause? {
        let pauses = [state.withLockedValue { $0.backoff.pause(now: now) }, other?.pause(now: now)]
        return pauses.compactMap(\.self).max { $0.duration < $1.duration }
    }

    /// How the server has refused after `begin`, or goes on refusing.
    func overload(since begin: Duration, now: Duration) -> Overload? {
        state.withLockedValue { $0.backoff.overload(since: begin, now: now) }
            ?? other?.overload(since: begin, now: now)
    }

    /// Whether the server has refused everything since `begin`, for as long as one request would take that is made again so often.
    func lasting(since begin: Duration, retries: Int, now: Duration) -> LastingRefusal? {
        state.withLockedValue { $0.backoff.lasting(since: begin, retries: retries, now: now) }
            ?? other?.lasting(since: begin, retries: retries, now: now)
    }

    /// Learns from how a stream was opened, which takes no place: it would keep it for as long as it is read.
    func opened(_ overload: Overload?, retryAfter: Duration?, latency: Duration, now: Duration) {
        state.withLockedValue { state in
            state.backoff.receive(overload, retryAfter: retryAfter, latency: latency, now: now)
        }
    }

    /// Gives the place back and learns from how the request ended; from one that was not sent, which has no latency, nothing.
    func leave(_ overload: Overload? = nil, retryAfter: Duration? = nil, latency: Duration?, now: Duration) {
        let admitted = state.withLockedValue { state in
            state.underWay -= 1
            if let latency {
                state.backoff.receive(overload, retryAfter: retryAfter, latency: latency, now: now)
                state.window.receive(isOverloaded: overload != nil, latency: latency, now: now)
            }
            return state.admitted()
        }
        for waiter in admitted { waiter.continuation.resume(returning: true) }
    }

    private func takeOrQueue(_ ticket: Int, _ continuation: CheckedContinuation<Bool, Never>) -> Bool? {
        state.withLockedValue { state in
            // The flag is set before the cancellation handler runs, so one of the two always sees the other.
            if Task.isCancelled { return false }
            guard state.hasRoom else {
                state.waiting.append(Waiter(ticket: ticket, continuation: continuation))
                return nil
            }
            state.underWay += 1
            return true
        }
    }
}
