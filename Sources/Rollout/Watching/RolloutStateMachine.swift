// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// Follows one service from the write to proven or failed: a pure function of what was seen and when.
///
/// Everything is judged from the latest state of the objects, so a missed event costs nothing but time; only what
/// the latest state no longer tells, such as earlier exits of a container, is remembered.
package struct RolloutStateMachine: Sendable {
    /// What can happen.
    package enum Input: Sendable {
        /// An object is there, or changed.
        case observed(KubernetesObject)
        /// An object was deleted; this is its last state.
        case gone(KubernetesObject)
        /// Time has passed.
        case tick
        /// From now on nothing can be seen, or not everything.
        case blinded
        /// Everything can be seen again.
        case sighted
        /// All pods of the service, and its other objects of some kinds, as requests of their own have read them.
        case looked([KubernetesObject], of: Set<GroupVersionKind>)
    }

    /// What follows from it; indirect, because every frame that it passes through has room for it.
    package indirect enum Action: Sendable, Hashable {
        /// Another number of replicas is ready.
        case progressed(ReadyCount)
        /// There is trouble that may pass; said once per kind, and again whenever it has happened once more.
        case troubled(RootCause)
        /// Everything is ready, and the soak begins.
        case ready(ReadyCount)
        /// Everything was ready, and is not any more.
        case wavered
        /// It stayed ready through the soak: the end.
        case proven
        /// It will not become ready: the end. `log` names the container whose output tells more.
        case failed(RootCause, log: LogSource?)
        /// Time ran out without any sign of trouble while it was still getting on: the end.
        case deadlinePassed

        /// Whether it is the end.
        var isVerdict: Bool {
            switch self {
            case .proven, .failed, .deadlinePassed: true
            case .progressed, .troubled, .ready, .wavered: false
            }
        }
    }

    /// Whose output to read for the last lines.
    package struct LogSource: Sendable, Hashable {
        /// The name of the pod.
        package var pod: String
        /// The name of the container.
        package var container: String
        /// Whether the output of the previous run is meant.
        package var isPrevious: Bool
    }

    /// What the service should become.
    package var target: RolloutTarget { observed.target }
    /// The latest count of ready replicas.
    package var count: ReadyCount { judged.count }
    /// Whether the end was reached; further inputs are ignored.
    package var isOver: Bool { judged.isOver }

    private var observed: ObservedService
    private let start: Duration
    private var sight = SightTime()
    private(set) var judged: Judged

    /// What has been said so far, and what has to be remembered to say more.
    struct Judged: Sendable {
        fileprivate var count: ReadyCount
        fileprivate var isOver = false
        fileprivate var readySince: Duration?
        fileprivate var announced: Set<String> = []
    }

    /// Begins to follow a service at a moment of the caller's monotonic time.
    @inline(never)
    package init(target: RolloutTarget, start: Duration) {
        self.start = start
        observed = ObservedService(target: target, start: start)
        judged = Judged(count: observed.count)
    }

    /// Takes an input and says what follows from it.
    package mutating func receive(_ input: Input, at now: Duration) -> [Action] {
        absorb(input, at: now)
        return judge(at: now)
    }

    /// Forgets what was said last: it was not believed.
    mutating func takeBack(to earlier: Judged) { judged = earlier }

    /// Takes an input and judges nothing by it yet.
    @inline(never)
    mutating func absorb(_ input: Input, at now: Duration) {
        guard !isOver else { return }
        switch input {
        case .observed(let object): observed.take(object, at: sight.seen(by: now))
        case .gone(let object): observed.remove(object)
        case .tick: break
        case .blinded: sight.lose(at: now)
        case .sighted: sight.regain(at: now)
        case .looked(let objects, let types): observed.replace(objects, of: types, at: sight.seen(by: now))
        }
        observed.settle(at: sight.seen(by: now))
    }

    /// Notes a ConfigMap or Secret that was found in place; returns whether that was not known.
    mutating func provide(_ object: KubernetesObject) -> Bool { observed.provide(object) }

    /// The most likely cause of whatever is not ready now, definite or not.
    package func suspicion(at now: Duration) -> RootCause? {
        observed.evidence(at: sight.seen(by: now)).first?.cause
    }

    /// What there is to say about objects that work, or do not, beside the workloads.
    package func remarks(at now: Duration) -> [String] {
        observed.remarks(after: sight.seen(by: now) - start)
    }

    /// The pods that are not ready, as a sentence; `nil` where there are none.
    var pending: String? { observed.pending }

    /// The workloads that ask for no pods now: they are ready, and nothing of them runs.
    var idle: [KubernetesObject] { observed.idle }

    /// Whether nothing runs because none of them asks for any.
    var runsNothing: Bool { observed.runsNothing }

    /// Whether everything is ready now.
    package var isReady: Bool { observed.isReady }

    /// Whatever lasts for some time lasts only while it is seen: nothing fails and nothing is proven unseen.
    @inline(never)
    mutating func judge(at time: Duration) -> [Action] {
        guard !isOver else { return [] }
        let now = sight.seen(by: time)
        var actions: [Action] = []
        let latest = observed.count
        if latest != count {
            judged.count = latest
            actions.append(.progressed(latest))
        }
        if observed.isReady, !observed.awaitsController(after: now - start) {
            return actions + judgeReady(at: now)
        }
        if judged.readySince != nil {
            judged.readySince = nil
            actions.append(.wavered)
        }
        let evidence = observed.evidence(at: now)
        if let proof = evidence.first(where: \.isDefinite) {
            judged.isOver = true
            return actions + [.failed(proof.cause, log: proof.log)]
        }
        // Who cannot see is given some time more, and no more than that.
        if time - start - min(sight.lost(by: time), ObservedKind.patience) >= target.deadline {
            judged.isOver = true
            let end =
                evidence.first
                ?? (observed.endedPod ?? observed.standstill(at: now)).map { Evidence($0, isDefinite: true) }
            return actions + [end.map { .failed($0.cause, log: $0.log) } ?? .deadlinePassed]
        }
        if let suspect = evidence.first,
            judged.announced.insert("\(suspect.cause.code.rawValue) \(suspect.count)").inserted
        {
            actions.append(.troubled(suspect.cause))
        }
        return actions
    }

    private mutating func judgeReady(at now: Duration) -> [Action] {
        var actions: [Action] = []
        if judged.readySince == nil {
            judged.readySince = now
            actions.append(.ready(count))
        }
        if let since = judged.readySince, now - since >= target.soak {
            judged.isOver = true
            actions.append(.proven)
        }
        return actions
    }
}

/// Something that speaks for a cause.
struct Evidence: Sendable, Hashable {
    var cause: RootCause
    /// Whether waiting any longer is pointless.
    var isDefinite: Bool
    var log: RolloutStateMachine.LogSource?
    /// How often it has happened, where that is counted.
    var count: Int

    init(
        _ cause: RootCause,
        isDefinite: Bool,
        log: RolloutStateMachine.LogSource? = nil,
        count: Int = 0
    ) {
        self.cause = cause
        self.isDefinite = isDefinite
        self.log = log
        self.count = count
    }

    /// The same, of what was so before the deploy or came with it.
    func marked(isOlder: Bool) -> Evidence {
        var marked = self
        marked.cause.isOlder = isOlder
        return marked
    }
}
