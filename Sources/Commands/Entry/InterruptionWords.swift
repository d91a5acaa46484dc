// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// What a command has to say when a signal asks it to end: said at once, whatever the command waits for.
final class InterruptionWords: Sendable {
    /// What is said at the first signal, and at one that ends the process with the command still at work.
    struct Words: Sendable {
        var first: @Sendable () -> Void
        var last: @Sendable () -> Void
    }

    private let words = NIOLockedValueBox<Words?>(nil)

    /// Has words ready from now on; `nil` for nothing to say.
    func prepare(_ words: Words?) { self.words.withLockedValue { $0 = words } }

    /// Says that the wish to end has been heard, and what it still takes.
    func sayFirst() { words.withLockedValue { $0 }?.first() }

    /// Says what there is to know of work that will not be finished.
    func sayLast() { words.withLockedValue { $0 }?.last() }
}
