// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import NIOConcurrencyHelpers

/// Of waits for one reason at the same time only the first is news: where the server asks to be left alone, every request
/// that is under way waits.
final class WaitNews: Sendable {
    /// What is said when it is over: the rest waits for its turn where many wait.
    private static let queues: Set = [ClientHooks.throttledQueue, ClientHooks.ownQueue]

    private let ends = NIOLockedValueBox<[String: Duration]>([:])

    /// Whether to say that somebody waits for so long, by a clock that only goes forward.
    func isNews(_ reason: String, for duration: Duration, at now: Duration) -> Bool {
        ends.withLockedValue { ends in
            // Who has waited behind requests that the server asked to wait has waited for the same thing.
            let isOver = Self.queues.contains(reason)
            let begin = isOver ? now - duration : now
            // The server wishes the same in the words of one request or another.
            let isServers = isOver || ClientHooks.serverWishes.contains(reason)
            let cause = isServers ? ClientHooks.ownQueue : reason
            if let end = ends[cause], begin < end { return false }
            ends[cause] = begin + duration
            return true
        }
    }
}
