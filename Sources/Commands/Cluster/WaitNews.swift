// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import NIOConcurrencyHelpers

/// Of waits for one reason at the same time only the first is news: where the server asks to be left alone, every request
/// that is under way waits.
final class WaitNews: Sendable {
    /// What the server wishes, in the words of one request or another; where many wait for it, the rest wait for their turn.
    private static let serverWishes: Set = [ClientHooks.throttling, ClientHooks.serverPause]

    private let ends = NIOLockedValueBox<[String: Duration]>([:])

    /// Whether to say that somebody waits for so long, by a clock that only goes forward.
    func isNews(_ reason: String, for duration: Duration, at now: Duration) -> Bool {
        ends.withLockedValue { ends in
            // Who has waited behind requests that the server asked to wait has waited for the same thing.
            let isOver = reason == ClientHooks.ownQueue
            let begin = isOver ? now - duration : now
            let cause = Self.serverWishes.contains(reason) ? ClientHooks.ownQueue : reason
            if let end = ends[cause], begin < end { return false }
            ends[cause] = begin + duration
            return true
        }
    }
}
