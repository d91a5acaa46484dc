// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// Remembers whether the server of a client has ever answered: only then is it worth waiting for.
final class ServerContact: Sendable {
    private let state = NIOLockedValueBox(false)

    /// Whether it has answered anything, a refusal too.
    var wasMade: Bool { state.withLockedValue { $0 } }

    /// Notes that it has answered.
    func note() { state.withLockedValue { $0 = true } }
}
