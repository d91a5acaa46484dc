// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How a server refuses that has too much to do, and what is said to those who wait for it (C1.6).
enum Overload: Sendable, Hashable {
    /// 429: it lets so many requests through, and this one is too many.
    case throttling
    /// 503: it cannot serve at the moment.
    case unavailable

    /// Tells it by the status of a reply; `nil` for any other.
    init?(status code: Int) {
        switch code {
        case 429: self = .throttling
        case 503: self = .unavailable
        default: return nil
        }
    }

    /// Why somebody waits: as long as was asked for, or longer because it has been refused again and again.
    func reason(isLongerThanAsked: Bool) -> String {
        switch (self, isLongerThanAsked) {
        case (.throttling, false): ClientHooks.throttling
        case (.throttling, true): ClientHooks.lastingThrottling
        case (.unavailable, false): ClientHooks.serverPause
        case (.unavailable, true): ClientHooks.lastingPause
        }
    }
}

/// A time for which a server is left alone.
struct ServerPause: Sendable, Hashable {
    /// What is left of it.
    var duration: Duration
    /// In words.
    var reason: String
}

/// The server has refused everything for as long as a request is made again, so that none of the rest is made.
struct LastingRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// For how long.
    var duration: Duration

    /// The reason in words.
    var description: String { "it has refused every request for \(duration.components.seconds) s" }
}
