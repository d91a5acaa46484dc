// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The latest state of everything that belongs to one service, and what it says.
struct ObservedService: Sendable {
    let target: RolloutTarget
    /// What of the configuration is known to be in place.
    private(set) var configuration: ProvidedConfiguration
    private var workloads: [ObservedWorkload]
    private var companions: [ObservedCompanion]
    private var replicaSets: [String: KubernetesObject] = [:]
    private var pods: [String: KubernetesObject] = [:]
    private var histories: [String: PodHistory] = [:]
    /// Events by the UID of what they are about, then by their own name.
    private var events: [String: [String: KubernetesObject]] = [:]
    /// Since when each workload is held up.
    private var held: [Held]
    /// Until when whatever is seen was there before the deploy: the first lists take a moment.
    private let beginning: Duration

    /// By what a workload may be held up.
    private struct Held: Sendable {
        /// Its pods are refused.
        var byRefusal = HeldTime()
        /// Somebody has stopped it.
        var byStop = HeldTime()
        /// Nothing of it moves, for whatever reason.
        var byStandstill = HeldTime()
    }

    init(target: RolloutTarget, start: Duration = .zero) {
        beginning = start + .seconds(1)
        self.target = target
        configuration = target.configuration
        workloads = target.workloads.map(ObservedWorkload.init)
        companions = target.companions.map(ObservedCompanion.init)
        held = workloads.map { _ in Held() }
    }

    mutating func take(_ object: KubernetesObject, at now: Duration) {
        guard let uid = object.uid else { return }
        switch object.kind {
        case "ReplicaSet": replicaSets[uid] = object
        case "Pod":
            pods[uid] = object
            histories[uid, default: PodHistory()].take(object, at: now)
            if object.isPodReady { events[uid] = events[uid]?.filter { !$0.value.isAboutStart } }
        case "Event":
            let about = object["involvedObject"] ?? object["regarding"]
            if let about = about?["uid"]?.string {
                if object.isAboutStart, pods[about]?.isPodReady == true { return }
                events[about, default: [:]][object.name] = object
                for index in companions.indices where companions[index].uid == about {
                    companions[index].take(nil, events: events(about: about), at: now)
                }
            }
        default:
            for index in workloads.indices { workloads[index].take(object) }
            for index in companions.indices where companions[index].uid == uid {
                companions[index].take(object, events: events(about: uid), at: now)
            }
        }
    }

    /// Notes a ConfigMap or Secret that was found in place; returns whether that was not known.
    mutating func provide(_ object: KubernetesObject) -> Bool { configuration.add(object) }

    /// Takes what there is of some kinds: pods that are not among them are gone.
    mutating func replace(_ objects: [KubernetesObject], of types: Set<GroupVersionKind>, at now: Duration) {
        if types.contains(GroupVersionKind.pod) {
            let present = Set(objects.compactMap(\.uid))
            for pod in pods.values where !present.contains(pod.uid ?? "") { remove(pod) }
        }
        for object in objects { take(object, at: now) }
    }

    mutating func remove(_ object: KubernetesObject) {
        guard let uid = object.uid else { return }
        switch object.kind {
        case "ReplicaSet": replicaSets[uid] = nil
        case "Pod":
            pods[uid] = nil
            histories[uid] = nil
            events[uid] = nil
        case "Event": break
        default:
            for index in workloads.indices { workloads[index].remove(object) }
            for index in companions.indices { companions[index].remove(object) }
        }
    }

    /// Notes what lasts, after each input and as time passes.
    mutating func settle(at now: Duration) {
        for (index, workload) in workloads.enumerated() {
            let replicaSet = workload.newReplicaSet(among: replicaSets.values)
            held[index].byRefusal.take(
                isHeld: refusal(of: workload, replicaSet) != nil,
                progress: workload.progress(replicaSet),
                isFreeing: hasStoppingPods(workload),
                at: now
            )
            held[index].byStandstill.take(
                isHeld: !workload.isReady,
                progress: workload.progress(replicaSet),
                isFreeing: false,
                at: now
            )
            let isStopped = workload.stop != nil
            held[index].byStop.take(isHeld: isStopped, progress: [], isFreeing: false, at: now)
        }
    }

    private func refusal(
        of workload: ObservedWorkload,
        _ replicaSet: KubernetesObject?
    ) -> ObservedWorkload.Refusal? {
        let creator = workload.named.object.kind == "Deployment" ? replicaSet?.uid : workload.uid
        guard let creator else { return nil }
        return workload.refusal(events: events(about: creator), replicaSet: replicaSet)
    }

    /// Whether pods of a workload, of whatever version, are on their way out.
    private func hasStoppingPods(_ workload: ObservedWorkload) -> Bool {
        var owners = Set([workload.uid].compactMap { $0 })
        owners.formUnion(
            replicaSets.values.filter { $0.isControlled(by: workload.uid) }.compactMap(\.uid)
        )
        return pods.values.contains {
            $0[metadata: "deletionTimestamp"] != nil && $0.isControlled(byAny: owners)
        }
    }

    /// Whether all workloads are ready.
    var isReady: Bool {
        workloads.allSatisfy(\.isReady)
    }

    /// The workloads that ask for no pods, so that none says anything of them.
    var idle: [KubernetesObject] { workloads.map(\.latest).filter(\.asksForNoPods) }

    /// Whether that is true of all that would run.
    var runsNothing: Bool { workloads.map(\.latest).runNothing }

    /// Whether a controller should be heard first, some time after the last write.
    func awaitsController(after elapsed: Duration) -> Bool {
        companions.contains { $0.isAwaited(after: elapsed, silence: target.silence) }
    }

    /// What there is to say about objects beside the workloads, some time after the last write.
    func remarks(after elapsed: Duration) -> [String] {
        companions.compactMap { $0.remark(after: elapsed, patience: target.patience) }
    }

    var count: ReadyCount {
        workloads.reduce(into: ReadyCount(ready: 0, desired: 0)) { total, workload in
            let count = workload.count(newReplicaSet: workload.newReplicaSet(among: replicaSets.values))
            total.ready += count.ready
            total.desired += count.desired
        }
    }

    /// What speaks against the service, the most telling first.
    func evidence(at now: Duration) -> [Evidence] {
        var found: [Evidence] = []
        for (workload, held) in zip(workloads, held) where !workload.isReady {
            found += evidence(of: workload, held, at: now).map(blamingClaim)
        }
        // What is behind a route may be on its way with what else is not ready.
        let isAlone = isReady
        found += companions.compactMap { $0.evidence(at: now, patience: target.patience) }.map { evidence in
            Evidence(evidence.cause, isDefinite: evidence.isDefinite && isAlone)
        }
        return found.enumerated()
            .sorted { left, right in
                let ranks = (Self.rank(left.element), Self.rank(right.element))
                if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
                // Of several pods the one that is furthest speaks for all.
                let counts = (left.element.count, right.element.count)
                return counts.0 != counts.1 ? counts.0 > counts.1 : left.offset < right.offset
            }
            .map(\.element)
    }

    private func evidence(
        of workload: ObservedWorkload,
        _ held: Held,
        at now: Duration
    ) -> [Evidence] {
        if let loss = workload.loss { return [Evidence(loss, isDefinite: true)] }
        let stop = workload.stop.map { cause in
            Evidence(cause, isDefinite: held.byStop.lasting(at: now) >= target.patience)
        }
        if let stop, workload.hasNoNewPods { return [stop] }
        let replicaSet = workload.newReplicaSet(among: replicaSets.values)
        let judgement = PodJudgement(
            workload: workload,
            configuration: configuration,
            patience: target.patience,
            now: now,
            staying: Set(pods.values.filter { !$0.isBeingDeleted }.map(\.name))
        )
        var found = [stop].compactMap { $0 }
        let ours = pods.values.filter { workload.owns($0, through: replicaSet) }.sorted { $0.name < $1.name }
        for pod in ours where pod[metadata: "deletionTimestamp"] == nil {
            let uid = pod.uid ?? ""
            let history = histories[uid] ?? PodHistory()
            let isOlder = history.firstSeen.map { $0 <= beginning } ?? false && !history.hasBeenReady
            found += judgement.evidence(pod, history: history, events: events(about: uid))
                .map { $0.marked(isOlder: isOlder && workload.past == .sinceSight) }
        }
        if let refusal = refusal(of: workload, replicaSet) {
            let lasting = held.byRefusal.lasting(at: now)
            let isOlder = workload.past == .sinceSight && held.byRefusal.began(by: beginning)
            found.append(
                workload.evidence(of: refusal, lasting: lasting, patience: target.patience)
                    .marked(isOlder: isOlder)
            )
        }
        let stoodStillBefore = workload.past == .sinceSight && held.byStandstill.began(by: beginning)
        return workload.judgingDeadline(found, pods: ours, isOlder: stoodStillBefore)
    }

    /// The pods that are not ready, and what their containers say, as a sentence; `nil` where there are none.
    var pending: String? {
        var words: [String] = []
        for workload in workloads where !workload.isReady {
            let replicaSet = workload.newReplicaSet(among: replicaSets.values)
            let ours = pods.values.filter { workload.owns($0, through: replicaSet) && !$0.isPodReady }
            for pod in ours.sorted(by: { $0.name < $1.name }) where !pod.isBeingDeleted {
                words.append("pod `\(pod.name)`\(pod.pendingContainer.map { " (\($0))" } ?? "")")
            }
        }
        guard !words.isEmpty else { return nil }
        let more = words.count > 3 ? " and \(words.count - 3) more" : ""
        return "not ready yet: \(words.prefix(3).joined(separator: ", "))\(more)"
    }

    /// That a pod was ended as a whole and no other has taken its place, or that it goes so again and again; `nil` where nothing
    /// of the kind is to be seen.
    ///
    /// No reason against a deploy before its deadline: the controller makes another, and what is left of the one before tells
    /// nothing of that.
    var endedPod: RootCause? {
        for workload in workloads where !workload.isReady && workload.loss == nil {
            let replicaSet = workload.newReplicaSet(among: replicaSets.values)
            let ours = pods.values.filter { workload.owns($0, through: replicaSet) }
            let ended = ours.filter { $0.endReason != nil }
            let lasting = ours.count { $0.endReason == nil && !$0.isBeingDeleted }
            let isReplaced = lasting >= workload.count(newReplicaSet: replicaSet).desired
            guard let first = ended.min(by: { $0.name < $1.name }), !isReplaced || ended.count > 1 else {
                continue
            }
            return workload.end(of: first, among: ended.count)
        }
        return nil
    }

    /// That a workload stands still, where nothing else speaks against the service; `nil` if all of them get on.
    func standstill(at now: Duration) -> RootCause? {
        zip(workloads, held).lazy.filter { !$0.0.isReady }
            .compactMap { workload, held -> RootCause? in
                var cause = workload.standstill(lasting: held.byStandstill.lasting(at: now))
                cause?.isOlder = workload.past == .sinceSight && held.byStandstill.began(by: beginning)
                return cause
            }
            .first
    }

    /// A pod that no node takes because of its volumes waits for a claim, if one of ours is not bound.
    private func blamingClaim(_ evidence: Evidence) -> Evidence {
        guard evidence.cause.code == .unschedulable, evidence.cause.pointer.hasSuffix("/volumes") else {
            return evidence
        }
        return companions.lazy.compactMap { $0.unboundClaim(evidence) }.first ?? evidence
    }

    private func events(about uid: String) -> [KubernetesObject] {
        (events[uid] ?? [:]).values.sorted { $0.name < $1.name }
    }

    /// Definite before suspected; then what explains the others before what may only be their consequence.
    private static func rank(_ evidence: Evidence) -> Int {
        let order: [RootCause.Code] = [
            .replaced, .overtaken, .paused, .quotaExceeded, .limitRange, .podSecurity, .webhookRefused,
            .podsRefused, .imageNotFound,
            .missingSecret, .missingConfig, .containerRefused, .outOfMemory, .crashLoop, .jobFailed,
            .imageUnavailable, .claimPending, .unschedulable, .volumeFailed, .sandboxFailed,
            .neverReady, .routeRefused, .noAddress,
            .deadlineExceeded,
        ]
        let position = order.firstIndex(of: evidence.cause.code) ?? order.count
        return evidence.isDefinite ? position : position + 100
    }
}

extension KubernetesObject {
    /// The first container of a pod that is not ready, with its state.
    fileprivate var pendingContainer: String? {
        guard let status = containerStatuses.first(where: { $0["ready"]?.bool != true }),
            let name = status["name"]?.string
        else { return nil }
        let state = status["state"]?.object?.members.first
        let word = state?.value["reason"]?.string ?? state?.key ?? "unknown"
        return "container `\(name)`: \(word)"
    }
}
