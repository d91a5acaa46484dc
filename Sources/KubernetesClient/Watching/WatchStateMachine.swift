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
        /// A watch that begins with everything there is (C3.7).
        case stream(ListFreshness, timeoutSeconds: Int)
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
    private var streamsLists: Bool
    private let lifetime: ClosedRange<Int>
    /// What has come of an initial stream of all objects, until its end is marked; `nil` at any other time.
    private var burst: InitialBurst?
    private var next = Next.list
    private var isSynced = false
    private var version = ""
    /// False while the events of an initial burst arrive, whose versions are in no order (C3.2).
    private var isOrdered = false
    private var backoff = WatchBackoff()
    private var openedAt: Duration?
    /// Whether nothing has come yet of a watch from the last list: to be opened, with a head of 200, is not enough (C3.3).
    private var isListUnused = false
    /// Whether anything has come of the watch that is open, bookmarks included.
    private var hasHeard = false
    /// How many watches have ended within their first second without a word, one after the other.
    private var emptyEnds = 0
    /// Whether the last thing that was said is that nothing can be seen.
    private var isInterrupted = false

    /// Starts with a list of the given freshness, as a stream if so asked; each watch lasts so many seconds, and `random` gives
    /// numbers in 0..<1.
    init(
        doing: String,
        freshness: ListFreshness = .latest,
        streamsLists: Bool = false,
        lifetime: ClosedRange<Int> = 300...600,
        random: @escaping @Sendable () -> Double
    ) {
        self.doing = doing
        self.freshness = freshness
        self.streamsLists = streamsLists
        self.lifetime = lifetime
        self.random = random
    }

    /// Takes what happened at `now`, on any clock that only moves forward.
    mutating func receive(_ input: Input, now: Duration) -> [Action] {
        if burst != nil { return receiveInBurst(input, now) }
        return switch input {
        case .start: listAll()
        case .listed(let list): listed(list, now)
        case .listFailed(let error): listFailed(error, now)
        case .opened: opened(now)
        case .openFailed(let error): interrupted(by: error, now)
        case .received(let event): received(event, now)
        case .ended(nil): ended(now)
        case .ended(let error?): interrupted(by: error, now)
        case .waited: proceed()
        }
    }

    private mutating func listed(_ list: ObjectList, _ now: Duration) -> [Action] {
        isSynced = true
        isInterrupted = false
        isListUnused = true
        version = list.resourceVersion
        isOrdered = version != "" && version != "0"
        return [.deliver(.synced(list.items))] + reopen(now)
    }

    /// C3.5: from "not older than" to "whatever is latest"; before anything was seen, the user must know at once.
    private mutating func listFailed(_ error: ClusterError, _ now: Duration) -> [Action] {
        if error.code == .expired || error.isVersionTooLarge, freshness != .latest {
            freshness = .latest
            return listAll()
        }
        guard isSynced, error.isWorthWaiting || error.code == .expired else { return [.fail(error)] }
        next = .list
        return [interruption(error.interruption), .wait(delay(now, error))]
    }

    private mutating func opened(_ now: Duration) -> [Action] {
        openedAt = now
        hasHeard = false
        // A stream of everything there is says more at its end than that it has begun.
        guard isInterrupted, burst == nil else { return [.read] }
        // Where watches end as soon as they are opened, only what one brings shows that it works.
        guard emptyEnds < Self.mostEmptyEnds else { return [.read] }
        isInterrupted = false
        return [.deliver(.resumed), .read]
    }

    private mutating func received(_ event: WatchEvent, _ now: Duration) -> [Action] {
        hasHeard = true
        emptyEnds = 0
        if case .error(let status) = event {
            return interrupted(by: ClusterError(status: status, doing: doing, object: nil), now)
        }
        let resumed: [Action] = isInterrupted ? [.deliver(.resumed)] : []
        isInterrupted = false
        return resumed + take(event)
    }

    private mutating func take(_ event: WatchEvent) -> [Action] {
        switch event {
        case .added(let object):
            // What was there when the watch began says nothing about how it goes on.
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
        case .error: return [.read]
        }
    }

    /// The watch has brought something that the list did not have.
    private mutating func advance(to version: String?) {
        isListUnused = false
        if let version, !version.isEmpty { self.version = version }
    }

    /// C3.3: what the end of a watch means.
    private mutating func interrupted(by error: ClusterError, _ now: Duration) -> [Action] {
        if error.code == .expired || error.isVersionTooLarge {
            let isVersionUseless = version.isEmpty || error.isVersionTooLarge
            freshness = isVersionUseless ? .latest : .notOlderThan(version)
            next = .list
            let reason = "the server has forgotten the changes since the last one seen; listing again"
            // A list whose watch brought nothing would most likely be out of date again at once.
            if isListUnused { return [interruption(reason), .wait(delay(now, error))] }
            return [interruption(reason)] + proceed(afterAtLeast: spacing(now))
        }
        guard error.isWorthWaiting else { return [.fail(error)] }
        next = .open
        return [interruption(error.interruption), .wait(delay(now, error))]
    }

    private mutating func interruption(_ reason: String) -> Action {
        isInterrupted = true
        return .deliver(.interrupted(reason: reason))
    }

    /// A watch that ends within the second in which it was opened is no better than one that was refused (C3.3).
    private mutating func ended(_ now: Duration) -> [Action] {
        guard openedAt != nil, spacing(now) > .zero else {
            if openedAt != nil { (isListUnused, emptyEnds) = (false, 0) }
            return reopen(now)
        }
        guard !hasHeard else { return reopen(now) }
        emptyEnds += 1
        guard emptyEnds >= Self.mostEmptyEnds else { return reopen(now) }
        // Nothing would ever be seen that way: whoever waits is told, and hears by lists how it goes.
        freshness = version.isEmpty ? .latest : .notOlderThan(version)
        next = .list
        return [interruption("its watches end as soon as they are opened; listing again"), .wait(delay(now))]
    }

    /// So many watches in a row may end at once and without a word before they count as useless; the official library takes the
    /// first for an error, and a server that restarts ends one or two.
    private static let mostEmptyEnds = 3

    private mutating func reopen(_ now: Duration) -> [Action] {
        next = .open
        return proceed(afterAtLeast: spacing(now))
    }

    private mutating func proceed(afterAtLeast wait: Duration = .zero) -> [Action] {
        guard wait <= .zero else { return [.wait(wait)] }
        switch next {
        case .list: return listAll()
        case .open: return [.open(resourceVersion: version, timeoutSeconds: openSeconds)]
        }
    }

    /// Spread over its range (5 to 10 minutes, unless asked otherwise: C3.1), so that many watches do not all come back at once.
    private var openSeconds: Int { lifetime.lowerBound + Int(random() * Double(lifetime.count)) }

    private mutating func listAll() -> [Action] {
        guard streamsLists else { return [.list(freshness)] }
        burst = InitialBurst()
        return [.stream(freshness, timeoutSeconds: openSeconds)]
    }

    /// C3.7: the objects come as events; a bookmark with the mark says that these were all.
    private mutating func receiveInBurst(_ input: Input, _ now: Duration) -> [Action] {
        switch input {
        case .opened: return opened(now)
        case .openFailed(let error) where error.code == .cancelled,
            .ended(let error?) where error.code == .cancelled:
            return [.fail(error)]
        case .openFailed(let error):
            // A server that does not know the parameter will not learn it while we run.
            if error.code == .invalid { streamsLists = false }
            return listInstead()
        case .received(.added(let object)), .received(.modified(let object)):
            burst?.keep(object)
            return [.read]
        case .received(.deleted(let object)):
            burst?.drop(object)
            return [.read]
        case .received(.bookmark(let version, isEndOfInitialEvents: true)):
            let objects = burst?.objects ?? []
            burst = nil
            hasHeard = true
            isSynced = true
            isInterrupted = false
            // What has come is the list; the watch begins now.
            isListUnused = true
            isOrdered = true
            self.version = version
            return [.deliver(.synced(objects)), .read]
        case .received(.bookmark):
            // An old server passes the parameter over: its bookmarks come without the mark, and for ever so.
            streamsLists = false
            return listInstead()
        default: return listInstead()
        }
    }

    /// Nothing that came of the burst can be relied on; the list will say what the trouble is, if there is any.
    private mutating func listInstead() -> [Action] {
        burst = nil
        openedAt = nil
        return [.list(freshness)]
    }

    /// C3.3: at least a second from one opening to the next.
    private func spacing(_ now: Duration) -> Duration {
        openedAt.map { max(.zero, .seconds(1) - (now - $0)) } ?? .zero
    }

    private mutating func delay(_ now: Duration, _ error: ClusterError? = nil) -> Duration {
        let healthyFor = openedAt.map { now - $0 } ?? .zero
        let pause = max(
            min(error?.retryAfter ?? .zero, ServerBackoff.longest),
            spacing(now),
            backoff.next(afterHealthy: healthyFor, random: random())
        )
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
