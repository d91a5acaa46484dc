// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Holds back all but the first request until a connection stands, so that the others share it.
///
/// libcurl can do so itself (`PIPEWAIT`), but then never-ending requests over HTTP/1.1 starve each other.
struct ConnectionWarmUp {
    private enum Stage {
        case cold
        case warming(CurlExchange, since: ContinuousClock.Instant)
        case warm
    }

    /// A server that takes longer for its first answer does not keep the rest waiting.
    private static let patience = Duration.seconds(2)

    private var stage = Stage.cold
    private var held: [CurlExchange] = []

    /// Whether requests are held back.
    var isWaiting: Bool { !held.isEmpty }

    /// Whether a request may start now; if not, it is kept.
    mutating func admits(
        _ exchange: CurlExchange,
        hasReliableHTTP2: Bool,
        now: ContinuousClock.Instant
    ) -> Bool {
        let version = exchange.request.settings.version
        guard exchange.request.url.hasPrefix("https:"),
            version == .http2 || version == .automatic && hasReliableHTTP2
        else { return true }
        switch stage {
        case .warm: return true
        case .cold:
            stage = .warming(exchange, since: now)
            return true
        case .warming:
            held.append(exchange)
            return false
        }
    }

    /// The requests that may start now; `isWarm` tells whether the first has its answer, or has ended.
    mutating func released(now: ContinuousClock.Instant, isWarm: (CurlExchange) -> Bool) -> [CurlExchange] {
        guard case .warming(let first, let since) = stage, isWarm(first) || now - since > Self.patience else {
            return []
        }
        stage = .warm
        return abandoned()
    }

    /// Everything held back, because there will be no connection.
    mutating func abandoned() -> [CurlExchange] {
        defer { held = [] }
        return held
    }
}
