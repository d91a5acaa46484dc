// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A clock that stands still while nothing can be seen.
struct SightTime: Sendable, Hashable {
    private var past = Duration.zero
    private var lostSince: Duration?

    /// For how long nothing could be seen, by a moment of the caller's clock.
    func lost(by now: Duration) -> Duration { past + (lostSince.map { now - $0 } ?? .zero) }

    /// Stops at a moment of the caller's clock; stopped, it stays so.
    mutating func lose(at now: Duration) {
        lostSince = lostSince ?? now
    }

    /// Goes on at a moment of the caller's clock.
    mutating func regain(at now: Duration) {
        guard let since = lostSince else { return }
        past += now - since
        lostSince = nil
    }

    /// How far it has come by a moment of the caller's clock.
    func seen(by now: Duration) -> Duration { (lostSince ?? now) - past }
}
