// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// How a client behaves; nothing in it is about one cluster.
package struct ClientOptions: Sendable {
    /// What the server sees of us, `msctl/1.2.3 (linux/amd64)` (C2.4).
    package var userAgent: String
    /// The name under which our fields are owned.
    package var fieldManager: String
    /// How long a request other than a stream may take, told to the server too (C1.5); `nil` for no limit.
    package var requestTimeout: Duration?
    /// How often a request may be repeated where no time bounds that (C1.1, C1.9); 0 for never at all.
    package var maximumRetries: Int
    /// Whether observing begins with a watch that sends everything there is, where the server can do that (C3.7).
    package var streamsLists: Bool
    /// Where what servers serve is kept between runs; `nil` for nowhere (C9).
    package var discoveryCache: DiscoveryCache?
    /// Time, for waits between attempts.
    package var clock: any Clock<Duration>
    /// A number in 0..<1, for jitter.
    package var random: @Sendable () -> Double
    /// Who hears of warnings, waits and requests.
    package var hooks: ClientHooks

    /// The options of a real run.
    package init(
        version: String = "dev",
        clock: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        hooks: ClientHooks = ClientHooks()
    ) {
        userAgent = "msctl/\(version) (linux/\(Self.architecture))"
        fieldManager = FieldManager.msctl
        requestTimeout = .seconds(60)
        maximumRetries = 10
        streamsLists = true
        discoveryCache = nil
        self.clock = clock
        self.random = random
        self.hooks = hooks
    }

    #if arch(arm64)
        private static let architecture = "arm64"
    #else
        private static let architecture = "amd64"
    #endif
}

/// Who hears of what a client does besides answering.
package struct ClientHooks: Sendable {
    /// Why requests wait after an answer 429, as long as it asks (C1.6).
    package static let throttling = "the server is throttling"
    /// Why they wait longer than that after several.
    package static let lastingThrottling = "the server is still throttling; msctl waits longer than it asks"
    /// Why requests wait after another refusal that asks for a wait, as long as it asks.
    package static let serverPause = "the server asks to wait"
    /// Why they wait longer than that after several.
    package static let lastingPause = "the server is still refusing; msctl waits longer than it asks"
    /// Why a request waits that the server wants to wait, by its own refusal or that of another.
    package static let serverWishes: Set = [throttling, lastingThrottling, serverPause, lastingPause]
    /// Why a request has waited for its turn while the server refused others; told when that is over.
    package static let throttledQueue = "the server is throttling, so that less is sent at once"
    /// Why a request has waited for its turn among our own; told when that is over.
    package static let ownQueue = "msctl itself spares the server"

    /// A `Warning:` header of the server, each text once per client (C2.4).
    package var warning: @Sendable (_ text: String) -> Void
    /// Every attempt after its end, without secrets.
    package var trace: @Sendable (RequestTrace) -> Void
    /// A wait of more than a second that the client itself makes, or of a second if the server wishes it (C2.1), in words.
    package var waiting: @Sendable (_ duration: Duration, _ reason: String) -> Void

    /// Hears nothing unless told otherwise.
    package init(
        warning: @escaping @Sendable (_ text: String) -> Void = { _ in },
        trace: @escaping @Sendable (RequestTrace) -> Void = { _ in },
        waiting: @escaping @Sendable (_ duration: Duration, _ reason: String) -> Void = { _, _ in }
    ) {
        self.warning = warning
        self.trace = trace
        self.waiting = waiting
    }
}

/// One attempt at one request, as `-v` shows it.
package struct RequestTrace: Sendable, Hashable, CustomStringConvertible {
    /// The method.
    package var method: String
    /// The path and query.
    package var target: String
    /// The header fields sent, with the values of secret ones replaced.
    package var headers: [String]
    /// The attempt, from 1.
    package var attempt: Int
    /// The HTTP status, or what broke.
    package var outcome: String
    /// The size of the reply's body in bytes; `nil` for a stream.
    package var replyBytes: Int?
    /// How long it took.
    package var duration: Duration

    /// `GET /version → 200, 262 bytes, 12 ms`.
    package var description: String {
        let milliseconds =
            duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        let size = replyBytes.map { ", \($0) bytes" } ?? ""
        let again = attempt > 1 ? " (attempt \(attempt))" : ""
        return "\(method) \(target) → \(outcome)\(size), \(milliseconds) ms\(again)"
    }
}
