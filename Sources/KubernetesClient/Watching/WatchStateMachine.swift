// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Keeps a list and a watch going for as long as it can be helped: pure, told the time (C3).
struct WatchStateMachine: Sendable {
    /// What happened.
    enum Input: Sendable {
        case start
        case listed(ObjectList)
        case listFailed(ClusterError)
        case opened
        case openFailed(ClusterError)
        case received(WatchEvent)
        /// The stream is over; `nil` for a normal end.
        case ended(ClusterError?)
        case waited
    }

    /// What to do next, in order; every list of them ends with one that brings another input, or with `fail`.
    enum Action: Sendable {
        case list(ListFreshness)
        case open(resourceVersion: String, timeoutSeconds: Int)
        case read
        case wait(Duration)
        case deliver(Observation)
        case fail(ClusterError)
    }

    private enum Next: Sendable {
        case list
        case open
    }

    private let doing: String
    private let random: @Sendable () -> Double
    private var freshness: ListFreshness
    private var next = Next.list
    private var isSynced = false
    private var version = ""
    /// False while the events of an initial burst arrive, whose versions are in no order (C3.2).
    private var isOrdered = false
    private var backoff = WatchBackoff()
    private var openedAt: Duration?

    /// Starts with a list of the given freshness; `random` gives numbers in 0..<1.
    init(doing: String, freshness: ListFreshness = .latest, random: @escaping @Sendable () -> Double) {
        self.doing = doing
        self.freshness = freshness
        self.random = random
    }

    /// Takes what happened at `now`, on any clock that only moves forward.
    mutating func receive(_ input: Input, now: Duration) -> [Action] {
        switch input {
        case .start: [.list(freshness)]
        case .listed(let list): listed(list, now)
        case .listFailed(let error): listFailed(error, now)
        case .opened: opened(now)
        case .openFailed(let error): interrupted(by: error, now)
        case .received(let event): received(event, now)
        case .ended(nil): reopen(now)
        case .ended(let error?): interrupted(by: error, now)
        case .waited: proceed()
        }
    }

    private mutating func listed(_ list: ObjectList, _ now: Duration) -> [Action] {
        isSynced = true
        version = list.resourceVersion
        isOrdered = version != "" && version != "0"
        return [.deliver(.synced(list.items))] + reopen(now)
    }

    /// C3.5: from "not older than" to "whatever is latest"; before anything was seen, the user must know at once.
    private mutating func listFailed(_ error: ClusterError, _ now: Duration) -> [Action] {
        if error.code == .expired || error.isVersionTooLarge, freshness != .latest {
            freshness = .latest
            return [.list(.latest)]
        }
        guard isSynced, error.isWorthWaiting || error.code == .expired else { return [.fail(error)] }
        next = .list
        return [.deliver(.interrupted(reason: error.interruption)), .wait(delay(now, error))]
    }

    private mutating func opened(_ now: Duration) -> [Action] {
        openedAt = now
        return [.read]
    }

    private mutating func received(_ event: WatchEvent, _ now: Duration) -> [Action] {
        switch event {
        case .added(let object):
            if isOrdered { advance(to: object.resourceVersion) }
            return [.deliver(.changed(object)), .read]
        case .modified(let object):
            isOrdered = true
            advance(to: object.resourceVersion)
            return [.deliver(.changed(object)), .read]
        case .deleted(let object):
            isOrdered = true
            advance(to: object.resourceVersion)
            return [.deliver(.deleted(object)), .read]
        case .bookmark(let version, _):
            isOrdered = true
            advance(to: version)
            return [.read]
        case .error(let status):
            return interrupted(by: ClusterError(status: status, doing: doing, object: nil), now)
        }
    }

    private mutating func advance(to version: String?) {
        if let version, !version.isEmpty { self.version = version }
    }

    /// C3.3: what the end of a watch means.
    private mutating func interrupted(by error: ClusterError, _ now: Duration) -> [Action] {
        if error.code == .expired || error.isVersionTooLarge {
            let isVersionUseless = version.isEmpty || error.isVersionTooLarge
            freshness = isVersionUseless ? .latest : .notOlderThan(version)
            next = .list
            let reason = "the server has forgotten the changes since the last one seen; listing again"
            return [.deliver(.interrupted(reason: reason))] + proceed(afterAtLeast: spacing(now))
        }
        guard error.isWorthWaiting else { return [.fail(error)] }
        next = .open
        return [.deliver(.interrupted(reason: error.interruption)), .wait(delay(now, error))]
    }

    private mutating func reopen(_ now: Duration) -> [Action] {
        next = .open
        return proceed(afterAtLeast: spacing(now))
    }

    private func proceed(afterAtLeast wait: Duration = .zero) -> [Action] {
        guard wait <= .zero else { return [.wait(wait)] }
        switch next {
        case .list: return [.list(freshness)]
        case .open:
            // Spread over 5 to 10 minutes, so that many watches do not all come back at once (C3.1).
            return [.open(resourceVersion: version, timeoutSeconds: 300 + Int(random() * 301))]
        }
    }

    /// C3.3: at least a second from one opening to the next.
    private func spacing(_ now: Duration) -> Duration {
        openedAt.map { max(.zero, .seconds(1) - (now - $0)) } ?? .zero
    }

    private mutating func delay(_ now: Duration, _ error: ClusterError) -> Duration {
        let healthyFor = openedAt.map { now - $0 } ?? .zero
        let asked = error.status?.retryAfterSeconds.map { Duration.seconds($0) } ?? .zero
        let pause = max(asked, spacing(now), backoff.next(afterHealthy: healthyFor, random: random()))
        openedAt = nil
        return pause
    }
}

extension ClusterError {
    /// Whether a watch may hope that it goes on later.
    fileprivate var isWorthWaiting: Bool {
        [.unreachable, .connectionLost, .timedOut, .throttled, .serverFailure, .malformedReply].contains(code)
    }

    /// The server's cache has not come as far as the version that was asked for.
    fileprivate var isVersionTooLarge: Bool {
        guard let status else { return false }
        return status.causes.contains { $0.reason == "ResourceVersionTooLarge" }
            || status.message.contains("Too large resource version")
    }

    fileprivate var interruption: String {
        let words = (status?.message).flatMap { $0.isEmpty ? nil : $0 }
        return words.map { "\(headline): \($0)" } ?? headline
    }
}
