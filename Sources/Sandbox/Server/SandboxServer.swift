// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
package import Kubernetes

/// A Kubernetes-compatible API server and the controllers behind it, in memory.
///
/// It is one place in the world: everything else in this room is values. Nothing happens between requests unless
/// somebody advances the time: ``run()`` with the machine's clock, or a test with ``advance(to:)``.
package actor SandboxServer {
    private var cluster: Cluster
    private var watches: [Int: LiveWatch] = [:]
    private var byResource: [GroupResource: Set<Int>] = [:]
    private var nextWatch = 0
    private var followers = LogFollowers()
    private var faults: FaultScript
    private var faultRandom: SeededRandom
    private var caches = LaggingCaches()
    private let clock: SandboxClock
    private var waker: AsyncStream<Void>.Continuation?
    private var keeper: StateKeeper?
    /// Until when controllers rest, because what they last did could not be kept.
    private var rest: Timestamp?
    /// Whether the cluster holds what was not kept, and what was kept cannot be read either.
    private var isAhead = false

    /// Starts an empty cluster: the usual namespaces, some nodes, nothing else.
    package init(options: SandboxOptions = SandboxOptions(), clock: SandboxClock = .system) {
        let start = if case .manual(let moment) = clock { moment } else { SandboxClock.systemTime }
        cluster = Cluster(options: options, now: start)
        cluster.bootstrap()
        // What starting up left to do is done before the first request.
        cluster.advance(to: start + .seconds(1))
        if case .system = clock { cluster.setClock(to: start) }
        _ = cluster.takeChanges()
        faults = options.faults
        faultRandom = SeededRandom(seed: options.faultSeed ?? options.seed ^ 0xFA17)
        self.clock = clock
    }

    /// A server in the state of another, without its watches and its faults.
    private init(_ cluster: Cluster, clock: SandboxClock) {
        self.cluster = cluster
        self.clock = clock
        faults = FaultScript()
        faultRandom = SeededRandom(seed: 1)
    }

    /// A second server in the state of this one, that goes its own way from here; nobody watches it yet.
    package func fork() -> SandboxServer { SandboxServer(cluster, clock: clock) }

    /// The time in the cluster.
    package var now: Timestamp { cluster.now }

    /// When something will happen by itself; `nil` when nothing will.
    package var nextDeadline: Timestamp? {
        let watchDeadline = watches.values.compactMap(\.nextDeadline).min()
        let work = cluster.nextDeadline.map { due in rest.map { max($0, due) } ?? due }
        return [work, watchDeadline].compactMap { $0 }.min()
    }

    /// How long until something will happen by itself; `nil` when nothing will.
    package var timeToNextDeadline: Duration? { nextDeadline.map { max(.zero, $0 - cluster.now) } }

    /// How many watches are open.
    package var openWatches: Int { watches.count }

    /// Lets time pass up to a moment, with everything that falls due on the way.
    package func advance(to moment: Timestamp) {
        while !work(to: moment) {}
    }

    /// So many pieces of work are done before requests have their turn.
    private static let mostWorkAtOnce = 2000

    /// Lets time pass up to a moment, or until much has been done on the way; answers whether the moment has come.
    private func work(to moment: Timestamp) -> Bool {
        var left = Self.mostWorkAtOnce
        while let due = nextDeadline, due <= moment {
            guard left > 0 else { return false }
            left -= max(1, pass(to: max(due, cluster.now), atMost: left))
            serveWatches()
        }
        _ = pass(to: moment)
        return true
    }

    /// Answers how many pieces of work were done.
    private func pass(to moment: Timestamp, atMost limit: Int = .max) -> Int {
        if let rest, moment < rest {
            cluster.setClock(to: max(cluster.now, moment))
            return 0
        }
        rest = nil
        if isAhead, takeBack() != nil {
            // Controllers must not build on what was refused.
            cluster.setClock(to: max(cluster.now, moment))
            rest = cluster.now + Self.restAfterFailure
            return 0
        }
        let done = cluster.advance(to: moment, atMost: limit)
        _ = deliver()
        return done
    }

    /// Lets so much time pass.
    package func advance(by duration: Duration) {
        advance(to: cluster.now + duration)
    }

    /// Lets time pass until nothing is left to do, at most up to a limit from now.
    package func settle(within limit: Duration = .seconds(60)) {
        let end = cluster.now + limit
        while let due = nextDeadline, due <= end { advance(to: max(due, cluster.now)) }
    }

    /// Adds trouble between the clients and this server.
    package func inject(_ rules: [FaultScript.Rule]) {
        faults.rules += rules
    }

    /// Takes away all trouble between the clients and this server.
    package func heal() {
        faults = FaultScript()
    }

    /// Forgets the history of changes, so that older watches and pages are told 410.
    package func compact() {
        cluster.compact()
    }

    /// Drives the cluster with the machine's clock until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            if case .system = clock, !work(to: SandboxClock.systemTime) {
                await Task.yield()
            } else {
                await takePause()
            }
            if keeper?.wantsFlush ?? false { flushState() }
        }
        flushState()
    }

    /// Waits until there is something to do, somebody wakes it, or the task is cancelled.
    private func takePause() async {
        let wait = pause
        let (signals, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.waker = waker
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await Task.sleep(for: wait)
                } catch {
                    return
                }
            }
            group.addTask { for await _ in signals { return } }
            await group.next()
            group.cancelAll()
        }
    }

    /// How long ``run()`` may rest unless somebody wakes it.
    private var pause: Duration {
        let untilWork: Duration =
            nextDeadline.map { max(.milliseconds(1), $0 - SandboxClock.systemTime) } ?? .seconds(3600)
        return keeper?.isDirty ?? false ? min(untilWork, StateFile.syncInterval) : untilWork
    }

    /// Answers a request; the fault script may answer instead.
    func handle(_ request: HTTPRequest, body: [UInt8]) -> Handled {
        if case .system = clock { cluster.setClock(to: max(cluster.now, SandboxClock.systemTime)) }
        if isAhead, let failure = takeBack() { return Handled(answer: .whole(Self.refusal(failure))) }
        var read = APIRequest(request, body: body)
        let fault = faults.strike(read, path: request.path ?? "/", random: &faultRandom)
        switch fault {
        case .resetBefore: return Handled(answer: .reset)
        case .status(let code, let retryAfter): return Handled(answer: .whole(Self.refusal(code, retryAfter)))
        case .staleList(let changes):
            read.staleness = caches.staleness(of: read, most: changes, at: revision) {
                byResource[$0]?.isEmpty == false
            }
        case .leaseTheft(let thief): cluster.steal(request.path ?? "", by: thief)
        default: break
        }
        let response = cluster.respond(to: read)
        let failure = deliver()
        waker?.yield()
        if let failure { return Handled(answer: .whole(Self.refusal(failure))) }
        var result: Handled
        switch response {
        case .reply(let reply): result = Handled(answer: .whole(Self.httpReply(reply)))
        case .watch(let plan):
            let id = takeNumber()
            result = Handled(answer: .stream(open(plan, fault, as: id), watch: id))
        case .log(let plan):
            let id = takeNumber()
            result = Handled(answer: .stream(followers.open(plan, as: id), watch: id))
        }
        if fault == .resetAfter { result.answer = .reset }
        if case .latency(let duration) = fault { delay(&result, by: duration, read) }
        return result
    }

    /// An answer that comes later; where the client's own limit ends before, it is told so then.
    private func delay(_ result: inout Handled, by duration: Duration, _ request: APIRequest) {
        result.latency = duration
        guard let limit = RequestTimeout(tolerant: request).limit, limit < duration,
            case .reply(let late) = RequestTimeout.late
        else { return }
        result.latency = limit
        result.answer = .whole(Self.httpReply(late))
    }

    /// What came of a request.
    struct Handled: Sendable {
        enum Answer: Sendable {
            case whole(HTTPReply)
            /// The number is what ``SandboxServer/endWatch(_:)`` wants.
            case stream(HTTPStreamReply, watch: Int)
            case reset
        }

        var answer: Answer
        var latency: Duration?
    }

    /// Forgets a watch, or one who follows a log, whose reader has left.
    func endWatch(_ id: Int) {
        close(id)
        followers.close(id)
    }

    /// Ends every watch and whatever else is being followed, as a server does that shuts down.
    package func closeWatches() {
        followers.closeAll()
        for watch in watches.values { watch.continuation.finish() }
        watches = [:]
        byResource = [:]
    }

    /// Takes up the state saved in a file, if there is one, and keeps it there from now on.
    ///
    /// A change that cannot be kept is refused and taken back; `news` hears when that begins and when it ends. Throws when
    /// the file cannot be read, written or understood, and when another sandbox keeps its state there.
    package func keepState(
        in path: String,
        news: @escaping @Sendable (SandboxStateNews) -> Void = { _ in }
    ) throws(SandboxStateError) {
        var file = try StateFile(path: path)
        let bytes = try file.load()
        if !bytes.isEmpty { try cluster.restore(bytes) }
        try file.begin(with: cluster.snapshot)
        keeper = StateKeeper(file, tell: news)
        _ = deliver()
    }

    /// Forces the saved state to the disk, as before the end of the process.
    package func flushState() { keeper?.flush(cluster) }

    /// Lets go of the file, so that another sandbox may keep its state there; nothing is kept from now on.
    package func releaseState() {
        flushState()
        keeper = nil
        rest = nil
    }

    /// Why the state cannot be kept; `nil` while all is well.
    package var stateFailure: SandboxStateError? { keeper?.failure }

    /// The revision of the last change, to see whether there is something to save.
    package var revision: Int64 { cluster.store.revision }
}

extension SandboxServer {
    /// A number that no stream has had; also one that ends at once takes it, because its reader gives it back later.
    private func takeNumber() -> Int {
        defer { nextWatch += 1 }
        return nextWatch
    }

    private func open(_ plan: WatchPlan, _ fault: FaultScript.Fault?, as id: Int) -> HTTPStreamReply {
        let (body, continuation) = AsyncThrowingStream.makeStream(
            of: [UInt8].self,
            throwing: (any Error).self,
            bufferingPolicy: .bufferingOldest(max(plan.backlog.count, cluster.options.watchBuffer))
        )
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentType] = "application/json"
        var watch = LiveWatch(
            plan: plan,
            continuation: continuation,
            opened: cluster.now,
            fault: fault,
            options: cluster.options
        )
        for event in plan.backlog { continuation.yield(watch.line(event)) }
        if plan.endsAtOnce {
            continuation.finish()
            return HTTPStreamReply(head: head, body: body)
        }
        watches[id] = watch
        byResource[plan.resource, default: []].insert(id)
        return HTTPStreamReply(head: head, body: body)
    }

    /// Tells the watchers what has changed, once it is kept; what cannot be kept is taken back, and nobody hears of it.
    ///
    /// Answers why it cannot be kept.
    private func deliver() -> SandboxStateError? {
        let changes = cluster.takeChanges()
        if changes.isEmpty { return nil }
        do throws(SandboxStateError) {
            try keeper?.keep(changes, of: cluster)
        } catch {
            isAhead = true
            _ = takeBack()
            rest = cluster.now + Self.restAfterFailure
            return error
        }
        rest = nil
        followers.serve(changes, cluster)
        for change in changes {
            for id in (byResource[change.key.resource] ?? []).sorted() {
                guard let watch = watches[id], let event = cluster.event(change, for: watch.plan) else {
                    continue
                }
                send(event, to: id)
            }
        }
        return nil
    }

    /// How long controllers rest when what they do cannot be kept.
    private static let restAfterFailure = Duration.seconds(1)

    /// Goes back to what was kept; answers why it cannot be read.
    private func takeBack() -> SandboxStateError? {
        guard let keeper else { return nil }
        let addresses = cluster.addresses
        do throws(SandboxStateError) {
            try cluster.restore(try keeper.kept())
        } catch {
            return error
        }
        cluster.addresses = addresses
        isAhead = false
        return nil
    }

    private func send(_ event: WatchEvent, to id: Int) {
        guard var watch = watches[id] else { return }
        switch watch.admit() {
        case .deliver:
            let line = watch.line(event)
            watches[id] = watch
            switch watch.continuation.yield(line) {
            case .enqueued: break
            // A reader that left, or that lags too far behind: it has to start again, as at a real server.
            default: close(id)
            }
        case .swallow: watches[id] = watch
        case .end: close(id)
        case .expire:
            watch.continuation.yield(Cluster.expired(0, cluster.store.revision).line)
            close(id)
        }
    }

    private func close(_ id: Int) {
        guard let watch = watches.removeValue(forKey: id) else { return }
        caches.catchUp(watch.plan.resource, with: revision)
        byResource[watch.plan.resource]?.remove(id)
        watch.continuation.finish()
    }

    /// Bookmarks and time limits.
    private func serveWatches() {
        for (id, watch) in watches.sorted(by: { $0.key < $1.key }) {
            if let due = watch.nextBookmark, due <= cluster.now {
                watches[id]?.nextBookmark = watch.bookmark(after: cluster.now)
                send(cluster.bookmark(watch.plan), to: id)
            }
            if let end = watch.ends, end <= cluster.now { close(id) }
        }
    }
}
