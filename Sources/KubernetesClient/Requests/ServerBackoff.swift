// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Leaves a server alone for as long as it asks, with all requests and not just the one that was refused (C1.1).
///
/// What was sent between two pauses is one round, however much of it is refused. Own back-off doubles from 0.25 s to 15 s with each
/// round in which nothing came through; the longer of the two counts.
struct ServerBackoff: Sendable {
    /// A server that asks for more is asked again all the same.
    static let longest = Duration.seconds(60)

    private let limit: Duration
    private var until: Duration = .zero
    /// How many rounds were refused since something came through.
    private var rounds = 0
    /// When the first of them was.
    private var since: Duration?
    /// What was refused last, and when.
    private var last: (overload: Overload, time: Duration)?
    /// How long the server asked to wait in the last round.
    private var asked: Duration = .zero
    private var isLongerThanAsked = false

    /// Waits no longer than `limit` at a time.
    init(limit: Duration = Self.longest) {
        self.limit = limit
    }

    /// For how long no request should go out, and why; `nil` when one may.
    func pause(now: Duration) -> ServerPause? {
        guard now < until, let last else { return nil }
        let reason = last.overload.reason(isLongerThanAsked: isLongerThanAsked)
        return ServerPause(duration: until - now, reason: reason)
    }

    /// How the server has refused after `begin`, or goes on refusing; `nil` where it has not.
    func overload(since begin: Duration, now: Duration) -> Overload? {
        guard let last, last.time >= begin || now < until else { return nil }
        return last.overload
    }

    /// For how long the server has refused everything since `begin`, if it wants to be left alone and that is as long as one request
    /// would take that is made again so often.
    func lasting(since begin: Duration, retries: Int, now: Duration) -> LastingRefusal? {
        guard let since, now < until else { return nil }
        let waited = now - max(begin, since)
        let patience = (0..<retries).reduce(Duration.zero) { $0 + wait(afterRounds: $1) }
        return waited > .zero && waited >= patience ? LastingRefusal(duration: now - since) : nil
    }

    /// Takes the end of a request that took `latency`: refused, with the wait that was asked for, or anything else.
    mutating func receive(
        _ overload: Overload?,
        retryAfter: Duration?,
        latency: Duration = .zero,
        now: Duration
    ) {
        guard let overload else {
            rounds = 0
            since = nil
            return
        }
        guard let retryAfter else { return }
        last = (overload, now)
        since = since ?? now
        let asked = min(retryAfter, limit)
        // What was sent before the last pause was over is of that round, and tells nothing new but how long to wait.
        guard now - latency >= until else {
            guard now + asked > until else { return }
            until = now + asked
            isLongerThanAsked = false
            return
        }
        self.asked = asked
        let wait = wait(afterRounds: rounds)
        isLongerThanAsked = wait > asked
        rounds += 1
        until = now + wait
    }

    private func wait(afterRounds rounds: Int) -> Duration {
        min(max(asked, min(.milliseconds(250 << min(rounds, 6)), .seconds(15))), limit)
    }
}
