// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// Of waits for one reason at the same time only the first is news: where the server asks to be left alone, every request
/// that is under way waits.
final class WaitNews: Sendable {
    private let ends = NIOLockedValueBox<[String: Duration]>([:])

    /// Whether to say that somebody waits for so long, by a clock that only goes forward.
    func isNews(_ reason: String, for duration: Duration, at now: Duration) -> Bool {
        ends.withLockedValue { ends in
            if let end = ends[reason], now < end { return false }
            ends[reason] = now + duration
            return true
        }
    }
}
