// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Watches a namespace once for all services, and tells each what concerns it.
///
/// One watch per kind, by label (C3.9); events have no labels, so they are told apart by what they are about.
actor ClusterObserver {
    private let scope: SystemScope
    private var known: [GroupVersionKind: [String: KnownObject]] = [:]
    /// Events by the UID of what they are about.
    private var events: [String: [KubernetesObject]] = [:]
    /// The service that an object belongs to, by UID.
    private var owners: [String: String] = [:]
    /// The objects of a service that are followed, by UID.
    private var members: [String: Set<String>] = [:]
    /// Since which tick events are kept of objects that belong to no service so far.
    private var strangers: [String: Int] = [:]
    private var ticks = 0
    /// Services that have come to their end in this run.
    private var settled: Set<String> = []
    private var seesEvents = false
    /// Kinds of which nothing can be seen: not yet, or not at the moment.
    private var unseen: [GroupVersionKind: Blindness] = [:]
    /// When the last news of a kind came.
    private var heard: [GroupVersionKind: Duration] = [:]
    /// Who listens to a service, by the number of the subscription.
    private var listeners: [String: [Int: Sink]] = [:]
    private var nextListener = 0
    /// The kinds that are followed, but for those that only tell why something is so.
    private var followed: Set<GroupVersionKind> = []
    /// Of how many kinds it was told that nothing can be seen.
    private var silent = 0
    /// Why nothing can be seen any more.
    private(set) var failure: DeployError?

    /// Since when nothing of a kind can be seen, and why.
    private struct Blindness {
        var since: Duration
        var reason: String
    }

    private typealias Sink = AsyncStream<RolloutStateMachine.Input>.Continuation

    /// For how many ticks, which are seconds, an event may come before the object that it is about.
    private static let patience = 300

    init(scope: SystemScope) {
        self.scope = scope
    }

    /// What concerns one service.
    struct Subscription: Sendable {
        var inputs: AsyncStream<RolloutStateMachine.Input>
        fileprivate var service: String
        fileprivate var number: Int
    }

    /// Everything that concerns a service, beginning with what is known already.
    ///
    /// The inputs end when the watching itself has failed.
    func subscribe(to service: String) -> Subscription {
        let (stream, sink) = AsyncStream.makeStream(of: RolloutStateMachine.Input.self)
        let number = nextListener
        nextListener += 1
        if failure == nil {
            listeners[service, default: [:]][number] = sink
        } else {
            sink.finish()
        }
        if !unseen.isEmpty { sink.yield(.blinded) }
        let members = members[service] ?? []
        for type in known.keys.sorted() {
            let ours = members.compactMap { known[type]?[$0]?.object }
            for object in ours.sorted(by: { $0.name < $1.name }) {
                sink.yield(.observed(object))
                for event in object.uid.flatMap({ events[$0] }) ?? [] { sink.yield(.observed(event)) }
            }
        }
        return Subscription(inputs: stream, service: service, number: number)
    }

    /// Ends a subscription.
    func unsubscribe(_ subscription: Subscription) {
        listeners[subscription.service]?[subscription.number] = nil
        if listeners[subscription.service]?.isEmpty == true { listeners[subscription.service] = nil }
    }

    /// Whether a kind only tells why something is so: without the right to read it a deploy works, and its causes are poorer.
    static func tells(_ type: GroupVersionKind) -> Bool { [.event, .replicaSet, .pod].contains(type) }

    /// Forgets all about a service that nobody will ask for any more.
    func forget(_ service: String) {
        settled.insert(service)
        // Not the keys themselves: as long as they are gone through, each change would copy all that is known.
        let types = Array(known.keys)
        for uid in members.removeValue(forKey: service) ?? [] {
            events[uid] = nil
            for type in types { known[type]?[uid] = nil }
        }
    }

    /// Watches until the task is cancelled, or until nothing more can be seen of a kind.
    nonisolated func watch(_ types: [GroupVersionKind], client: ClusterClient, _ time: DeployTime) async {
        let selector = Label.selector(system: scope.system)
        let namespace = scope.namespace
        await begin(types, at: time.elapsed())
        do throws(DeployError) {
            _ = try await ConcurrentRequests.map(types + [.event]) { (type) async throws(DeployError) in
                let selection = ObjectSelection(
                    type,
                    namespace: namespace,
                    labelSelector: type == .event ? nil : selector
                )
                var view = ObservedKind(selection: selection, client: client, time: time)
                do throws(ClusterError) {
                    try await view.follow { await self.take($0, of: type, at: $1) }
                } catch {
                    // Without events, causes are poorer and verdicts are the same; some clusters store them apart.
                    guard error.code != .cancelled,
                        type == .event || Self.tells(type) && error.code == .forbidden
                    else { throw DeployError(error) }
                    await self.see(type)
                }
            }
        } catch {
            await end(error)
        }
    }

    /// Lets time pass for everybody; gives up when nothing of a kind was seen for too long.
    ///
    /// Whatever its requests do meanwhile (wait because the server asks for it, hang, come page by page), time tells.
    func tick(at now: Duration) {
        ticks += 1
        if failure == nil, let type = unseen.keys.sorted().first(where: { isGivenUp($0, at: now) }) {
            let reason = unseen[type]?.reason ?? ""
            end(DeployError(ObservedKind.silence(of: type, reason)))
        }
        for (uid, since) in strangers where ticks - since > Self.patience {
            strangers[uid] = nil
            events[uid] = nil
        }
        tellAll(.tick)
    }

    /// What is news of whether anything can be seen; kinds are named unless it is all of them.
    enum SightNews: Sendable, Hashable {
        /// Nothing since a moment, and why.
        case lost([GroupVersionKind], since: Duration, reason: String)
        /// What there is was asked for at a moment and has not come yet.
        case awaited([GroupVersionKind], since: Duration)
        /// Everything can be seen again.
        case regained
    }

    /// What is to be told at a moment, each time once; a short interruption is no news.
    func sightNews(at now: Duration) -> SightNews? {
        guard !unseen.isEmpty else {
            defer { silent = 0 }
            return silent > 0 ? .regained : nil
        }
        let overdue = unseen.filter { now - $0.value.since >= Self.news }
        let isWhole = overdue.count == followed.count
        // Where one kind is told of, that others follow is news only once it is all of them.
        guard failure == nil, silent == 0 || isWhole && silent < overdue.count,
            let longest = overdue.values.min(by: { $0.since < $1.since })
        else { return nil }
        silent = overdue.count
        let types = isWhole ? [] : overdue.keys.sorted()
        let isFirst = overdue.allSatisfy { heard[$0.key] == nil && $0.value.reason == Self.unlisted }
        return isFirst
            ? .awaited(types, since: longest.since)
            : .lost(types, since: longest.since, reason: longest.reason)
    }

    /// Why nothing is seen of what was asked for and neither came nor was refused.
    private static let unlisted = "it could not be listed"

    /// Of a silence that lasts so long people want to know: every figure is from before it.
    private static let news = Duration.seconds(15)

    private func isGivenUp(_ type: GroupVersionKind, at now: Duration) -> Bool {
        unseen[type].map { now - $0.since >= ObservedKind.patience } ?? false
    }

    private func end(_ error: DeployError) {
        failure = failure ?? error
        for sink in listeners.values.joined() { sink.value.finish() }
        listeners = [:]
    }

    /// Whether something came of every one of some kinds since a moment, so that no watch of them has fallen silent.
    func hasHeard(of types: Set<GroupVersionKind>, since moment: Duration) -> Bool {
        types.allSatisfy { type in heard[type].map { $0 >= moment } ?? false }
    }

    private func begin(_ types: [GroupVersionKind], at now: Duration) {
        guard unseen.isEmpty, !types.isEmpty else { return }
        followed = Set(types)
        for type in types { unseen[type] = Blindness(since: now, reason: Self.unlisted) }
        tellAll(.blinded)
    }

    private func lose(_ type: GroupVersionKind, since moment: Duration, _ reason: String) {
        guard type != .event else { return }
        if unseen.isEmpty { tellAll(.blinded) }
        unseen[type] = Blindness(since: unseen[type]?.since ?? moment, reason: reason)
    }

    private func see(_ type: GroupVersionKind) {
        guard unseen.removeValue(forKey: type) != nil, unseen.isEmpty else { return }
        tellAll(.sighted)
    }

    private func take(_ observation: Observation, of type: GroupVersionKind, at now: Duration) {
        switch observation {
        case .interrupted(let reason): return lose(type, since: now, reason)
        case .resumed: return see(type)
        case .changed(let object): changed(object, type)
        case .deleted(let object): deleted(object, type)
        case .synced(let objects):
            if type == .event { seesEvents = true }
            let present = Set(objects.compactMap(\.uid))
            for (uid, object) in known[type] ?? [:] where !present.contains(uid) {
                deleted(object.outline, type)
            }
            for object in objects { changed(object, type) }
        }
        heard[type] = now
        // Last, so that nobody takes what was seen before for what is seen now.
        see(type)
    }

    private func changed(_ object: KubernetesObject, _ type: GroupVersionKind) {
        if type == .event { return happened(object) }
        guard let uid = object.uid, let service = object.label(Label.service) else { return }
        strangers[uid] = nil
        guard !settled.contains(service) else {
            // Of pods that come later, as from a node that is drained, nothing is kept, their events neither.
            owners[uid] = service
            events[uid] = nil
            return
        }
        // Listed again, most of them are as they were.
        if let version = object.resourceVersion, known[type]?[uid]?.outline.resourceVersion == version {
            return
        }
        let former = owners.updateValue(service, forKey: uid)
        if let former, former != service { members[former]?.remove(uid) }
        members[service, default: []].insert(uid)
        known[type, default: [:]][uid] = KnownObject(object, after: known[type]?[uid])
        if type == .pod, object.isPodReady { events[uid]?.removeAll(where: \.isAboutStart) }
        tell(service, .observed(object))
        if former == nil { for event in events[uid] ?? [] { tell(service, .observed(event)) } }
    }

    private func deleted(_ object: KubernetesObject, _ type: GroupVersionKind) {
        guard type != .event, let uid = object.uid else { return }
        known[type]?[uid] = nil
        events[uid] = nil
        strangers[uid] = nil
        guard let service = owners.removeValue(forKey: uid) else { return }
        members[service]?.remove(uid)
        tell(service, .gone(object))
    }

    /// The events about some objects, if events are being watched; `nil` if they are not.
    func events(about uids: Set<String>) -> [KubernetesObject]? {
        guard seesEvents else { return nil }
        return uids.sorted().flatMap { events[$0] ?? [] }
    }

    private func happened(_ event: KubernetesObject) {
        guard !event.isRoutine, let uid = (event["involvedObject"] ?? event["regarding"])?["uid"]?.string
        else { return }
        let owner = owners[uid]
        if let owner, settled.contains(owner) { return }
        if event.isAboutStart, known[.pod]?[uid]?.outline.isPodReady == true { return }
        if owner == nil, strangers[uid] == nil { strangers[uid] = ticks }
        events[uid, default: []].removeAll { $0.name == event.name }
        events[uid, default: []].append(event)
        if let owner { tell(owner, .observed(event)) }
    }

    private func tell(_ service: String, _ input: RolloutStateMachine.Input) {
        for sink in (listeners[service] ?? [:]).values { sink.yield(input) }
    }

    private func tellAll(_ input: RolloutStateMachine.Input) {
        for sink in listeners.values.joined() { sink.value.yield(input) }
    }
}
