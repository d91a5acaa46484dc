// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Leaves a server alone for as long as it asks, with all requests and not just the one that was refused (C1.1).
///
/// Own back-off doubles from 0.25 s to 15 s while the refusals go on; the longer of the two counts.
struct ServerBackoff: Sendable {
    /// A server that asks for more is asked again all the same.
    static let longest = Duration.seconds(60)

    private let limit: Duration
    private var until: Duration = .zero
    private var refusals = 0

    /// Waits no longer than `limit` at a time.
    init(limit: Duration = Self.longest) {
        self.limit = limit
    }

    /// How long no request should go out.
    func pause(now: Duration) -> Duration { max(.zero, until - now) }

    /// Takes the end of a request: refused for overload with the wait that was asked for, or anything else.
    mutating func receive(isOverloaded: Bool, retryAfter: Duration?, now: Duration) {
        guard isOverloaded, let retryAfter else {
            if !isOverloaded { refusals = 0 }
            return
        }
        // Refusals of requests that were under way together are one.
        guard now >= until else { return }
        let own = min(Duration.milliseconds(250 << min(refusals, 6)), .seconds(15))
        refusals += 1
        until = now + min(max(retryAfter, own), limit)
    }
}
