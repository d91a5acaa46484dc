// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Notices that a server has fallen silent while streams are open: pure, told the time (C2.2).
///
/// Official clients ping the HTTP/2 connection; libcurl cannot. So the server is asked something small instead, on
/// whatever connection; that the path of the very connection has died, without a word, is the kernel's to notice.
struct SilenceWatch: Sendable {
    /// What to do now.
    enum Action: Sendable, Hashable {
        case nothing
        /// Ask the server something.
        case ask
        /// End all streams: nobody is there.
        case giveUp
    }

    private let patience: TransportSettings.Patience
    private var askedAt: ContinuousClock.Instant?

    init(_ patience: TransportSettings.Patience) {
        self.patience = patience
    }

    /// Looks at the clock; `lastHeard` is when the last byte came of any transfer, or else when the oldest stream was
    /// begun; `nil` while none is open.
    mutating func look(lastHeard: ContinuousClock.Instant?, now: ContinuousClock.Instant) -> Action {
        guard let lastHeard else {
            askedAt = nil
            return .nothing
        }
        guard let asked = askedAt else {
            guard now - lastHeard >= patience.silence else { return .nothing }
            askedAt = now
            return .ask
        }
        guard lastHeard < asked else {
            askedAt = nil
            return .nothing
        }
        guard now - asked >= patience.answer else { return .nothing }
        askedAt = nil
        return .giveUp
    }
}
