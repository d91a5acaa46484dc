// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Brings one service to its desired state, or back to the last one that worked.
///
/// A thousand of them wait at once, each with the frames of all functions that it is in. A frame has room for every copy of
/// a value and for whatever was inlined, and the first that needs more makes the next ones larger as well: so this is no
/// value, its steps are not inlined, and what is over before the waiting begins is done by a task of its own.
final class ServiceDeployment: Sendable {
    let context: DeployContext
    let service: DesiredService
    private let planned: ObjectShelf<ShelvedItem>
    let history: RevisionHistory
    /// The recorded revision that is being put back in place; `nil` when the objects are new.
    let recorded: Int?
    /// Its autoscalers that it is to be without.
    let leavingAutoscalers: [KubernetesObject]

    init(
        context: DeployContext,
        service: DesiredService,
        items: [ResolvedPlan.Item],
        history: RevisionHistory,
        recorded: Int?,
        leavingAutoscalers: [KubernetesObject]
    ) {
        self.context = context
        self.service = service
        let objects = service.objects
        planned = ObjectShelf(items.map { ShelvedItem($0, among: objects) })
        self.history = history
        self.recorded = recorded
        self.leavingAutoscalers = leavingAutoscalers
    }

    var name: String { service.name }
    /// What is to be written, and what is to stay as it is.
    var items: [ResolvedPlan.Item] {
        let objects = service.objects
        return planned.elements.map { $0.item(among: objects) }
    }
    /// The same, or with nothing but their types in the place of the objects: for what is beside those.
    var outline: [ResolvedPlan.Item] {
        let objects = service.rendered.outline
        return planned.outline.map { $0.item(among: objects) }
    }

    /// Keeps in few bytes what is to be written later, and read again only if the service fails.
    func pack() {
        planned.pack()
        service.rendered.pack()
    }

    /// Does some work for which the objects have to be at hand.
    func opened<Output>(_ work: () async -> Output) async -> Output {
        open()
        defer { close() }
        return await work()
    }

    /// The same for work that waits for nothing.
    func brieflyOpened<Output>(_ work: () -> Output) -> Output {
        open()
        defer { close() }
        return work()
    }

    private func open() {
        planned.open()
        service.rendered.open()
    }

    private func close() {
        planned.close()
        service.rendered.close()
    }
    /// What the service holds that must not be said, and what it held: a recorded Secret is without its values, and pods
    /// of the version before still say those of theirs.
    var mask: SecretMask { SecretMask(of: items.map(\.desired.object) + items.compactMap(\.found)) }
    /// What was begun before and never came to an end, if that is what is in place.
    private var unfinished: Revision? { history.current.flatMap { $0.isUnfinished ? $0 : nil } }

    /// Whether nothing is to be written and what is there has proven itself.
    var isSettled: Bool { settledRevision(RevisionContent(service.objects)) != nil }

    /// Whether it is not in place, or has never been seen to work.
    ///
    /// One that a deploy has written and nobody has ever seen working is as new as one that is not there, unless it is switched
    /// off: of that nobody will see more.
    var isNew: Bool {
        let lacksWorkload = items.contains {
            $0.live == nil && RolloutTarget.workloadKinds.contains($0.desired.object.kind)
        }
        return lacksWorkload || history.lastProven(besides: nil) == nil && !staysOff
    }

    /// Does all of it and says how it ended; `onReady` hears when others may rely on it.
    func run(onReady: @escaping @Sendable () -> Void) async -> ServiceReport {
        let begun = await begunApart()
        guard var revision = begun.revision else { return finish(begun.report) }
        var report = begun.report
        if report.outcome == .succeeded {
            await freeStuckPods(&report)
            await watch(begun.target, &revision, &report, onReady)
        }
        report.duration = context.time.elapsed() - begun.start
        if report.outcome == .deadlinePassed { await witness(&report) }
        if report.outcome == .failed { await fail(&revision, begun.written, &report) }
        if report.outcome == .conflict { revision.failure = report.notes.first }
        if [.deadlinePassed, .conflict].contains(report.outcome) { await end(&revision, &report) }
        return finish(report)
    }

    @inline(never)
    func announceUnfinished(before revision: Revision) {
        guard let unfinished else { return }
        let next =
            unfinished.number == revision.number ? "going on with it" : "\(revision.label) takes its place"
        let since = unfinished.recordedAt.map { " \($0)" } ?? ""
        let trouble = unfinished.failure.map { " (\($0))" } ?? ""
        context.emit(
            name,
            .foundInterrupted(
                "the deploy of \(unfinished.label) begun\(since) never came to an end\(trouble); \(next)"
            )
        )
    }

    @inline(never)
    func finish(_ report: ServiceReport) -> ServiceReport {
        context.emit(name, .finished(report))
        return report
    }

    @inline(never)
    func settledRevision(_ content: RevisionContent) -> Revision? {
        guard !items.contains(where: \.change.isWrite), let current = history.current,
            recorded == nil ? current.contentHash == content.hash : recorded == current.number,
            current.isProven || !context.options.waits || hasNothingToProve(current),
            !current.isOfAnotherEnvironment(than: context.scope)
        else { return nil }
        return current
    }

    /// No request more for a service that is settled.
    @inline(never)
    func unchanged(_ current: Revision) -> ServiceReport {
        var report = ServiceReport(service: name, outcome: .unchanged, revision: current.number)
        let machine = RolloutStateMachine(target: target([], mask: SecretMask()), start: .zero)
        report.ready = machine.count
        if !machine.isReady { report.notes.append("not everything of it is ready") }
        report.notes +=
            hasNothingToProve(current) && !current.isProven
            ? unprovenNotes(idle, current) : idle.compactMap(\.idleRemark)
        context.emit(name, .unchanged(revision: current.number))
        return report
    }

    /// The revision to put in place: the recorded one, the one that was begun before, or a new one.
    @inline(never)
    func intendedRevision(_ content: RevisionContent) -> Revision {
        if let recorded, var revision = history.revision(recorded) {
            revision.activation = history.nextActivation
            revision.environment = context.scope.environment
            if let current = history.current, current.number != recorded {
                revision.restoration = Revision.Restoration(
                    from: current.number,
                    at: context.time.now(),
                    initiator: context.options.initiator
                )
            }
            return revision
        }
        if var latest = history.latest, latest.contentHash == content.hash, latest == history.current {
            latest.failure = nil
            latest.endedAt = nil
            latest.environment = context.scope.environment
            // An earlier build has not noted them.
            latest.services = content.services
            return latest
        }
        return Revision(
            service: name,
            number: history.nextNumber,
            contentHash: content.hash,
            recordedAt: context.time.now(),
            provenAt: nil,
            activation: history.nextActivation,
            initiator: context.options.initiator,
            environment: context.scope.environment,
            images: content.images,
            objects: content.objects.map(\.reference),
            failure: nil,
            endedAt: nil,
            chunks: 1,
            storedAt: nil,
            services: content.services
        )
    }

    @inline(never)
    func target(_ applied: [ObjectApplier.Applied], mask: SecretMask) -> RolloutTarget {
        let written = Dictionary(
            applied.map { ($0.object.reference, $0.object) },
            uniquingKeysWith: { _, last in last }
        )
        let governed = ReplicaOwnership.governed(by: items.map(\.desired.object))
        // A revision that has never worked is of our making, though nothing of it may be left to write.
        let goesOn = history.current.map { !$0.isProven } ?? false
        let workloads = items.compactMap { item -> RolloutTarget.Workload? in
            let reference = item.desired.object.reference
            guard RolloutTarget.workloadKinds.contains(reference.type.kind),
                let accepted = written[reference] ?? item.live
            else { return nil }
            return RolloutTarget.Workload(
                desired: item.desired,
                accepted: accepted,
                wasWritten: written[reference] != nil,
                leastReplicas: governed.least(of: item.desired.object) ?? 0,
                predecessor: item.predecessor?.uid,
                past: goesOn ? .whole : nil
            )
        }
        var target = RolloutTarget(service: name, workloads: workloads, options: context.options)
        if workloads.isEmpty { target.soak = .zero }
        target.companions = items.compactMap { item in
            let reference = item.desired.object.reference
            guard RolloutTarget.isCompanion(item.desired.object),
                let accepted = written[reference] ?? item.live
            else { return nil }
            return RolloutTarget.Companion(
                desired: item.desired,
                accepted: accepted,
                wasWritten: written[reference] != nil
            )
        }
        target.mask = mask
        target.configuration = ProvidedConfiguration(of: items, applied)
        return target
    }

    /// Deletes the pods that StatefulSets wait for in vain before they take up what is wanted now.
    ///
    /// What is put back is so because what is there does not work; before something new, a pod gets the time to start.
    @inline(never)
    private func freeStuckPods(_ report: inout ServiceReport) async {
        guard outline.contains(where: { $0.desired.object.kind == "StatefulSet" }) else { return }
        let sets = items.filter { item in
            item.desired.object.kind == "StatefulSet"
                && item.live.map { recorded != nil || StuckPods.isSuspect($0) } ?? false
        }
        let patience = recorded == nil ? context.options.patience : nil
        let stuck = StuckPods(context: context, service: name, patience: patience)
        for item in sets {
            let set = item.desired.object.reference
            do throws(DeployError) {
                try context.checkWriting()
                for pod in try await stuck.free(set, wasWritten: item.change.isWrite) {
                    report.notes.append(
                        "`\(pod)` was deleted: it was of an older revision, not ready, and `\(set)` waited for it"
                    )
                }
            } catch {
                // Whoever has cancelled is told so by what follows.
                guard !error.isCancellation else { return }
                report.notes.append(
                    """
                    whether `\(set)` waits for a pod of an older revision could not be settled: \(error); delete such a \
                    pod if it never becomes ready
                    """
                )
            }
        }
    }

    @inline(never)
    private func watch(
        _ target: RolloutTarget?,
        _ revision: inout Revision,
        _ report: inout ServiceReport,
        _ onReady: @escaping @Sendable () -> Void
    ) async {
        guard let target else {
            // Nobody sees it become ready: what needs it may begin once it is written.
            onReady()
            return await settle(&revision, &report, hasRun: false)
        }
        let driver = RolloutDriver(context: context, onReady: onReady)
        switch await driver.follow(target, announces: true) {
        case .proven(let count, let idle, let remarks):
            report.ready = count
            if let cause = await PresenceCheck(context: context).absence(in: revision) {
                report.outcome = .failed
                report.cause = cause
                return
            }
            report.notes += remarks + idleNotes(idle)
            revision.provenAt = revision.provenAt ?? context.time.now()
            await settle(&revision, &report)
        case .idle(let idle, let count, let remarks):
            report.ready = count
            // One that was proven before, and is put back, is so still.
            report.notes += remarks + (revision.isProven ? idleNotes(idle) : unprovenNotes(idle, revision))
            await settle(&revision, &report, hasRun: false)
        case .failed(let cause, let count):
            report.ready = count
            report.outcome = .failed
            report.cause = cause
        case .deadlinePassed(let count, let remarks):
            report.ready = count
            report.notes += remarks
            report.outcome = .deadlinePassed
        case .interrupted(let count):
            report.ready = count
            report.outcome = .interrupted
        case .blind(let error, let count):
            report.ready = count
            // Not to see a service is no sign that it does not work: nothing is taken back for that. The revision stays
            // unfinished, so that the next run goes on with it.
            report.outcome = .unconfirmed
            report.notes.append("what was written cannot be watched: \(error)")
        }
    }

    /// Writes down that the revision is in place; what was not seen to run has proven nothing now, whatever it had before.
    @inline(never)
    private func settle(
        _ revision: inout Revision,
        _ report: inout ServiceReport,
        hasRun: Bool = true
    ) async {
        if !revision.isProven { revision.endedAt = context.time.now() }
        do throws(DeployError) {
            try context.checkWriting()
            if outline.contains(where: \.endsOverride) {
                try await ScaleOverride.end(of: items, context)
            }
            try await context.store.update(revision)
            if hasRun, revision.isProven { context.emit(name, .proven(revision: revision.number)) }
        } catch {
            // Without the proof the next failure has nothing to go back to, so this is no success.
            report.outcome = error.isCancellation ? .interrupted : .unconfirmed
            report.notes.append("the record of r\(revision.number) could not be brought up to date: \(error)")
        }
    }
}

extension ServiceReport {
    /// Ends with an error of the server or with the cancellation of the deploy.
    mutating func stop(_ error: DeployError, at desired: DesiredObject?) {
        if case .contested(let fields) = error {
            // Going back would meet the same owner.
            outcome = .conflict
            conflicts = fields
            let what = desired.map { "`\($0.object.reference)`" } ?? "an object"
            notes.append("left as it is, because \(what) was \(error)")
            return
        }
        if case .lingering(let object, let why) = error {
            outcome = .failed
            var cause = RootCause(.lingering, "`\(object)` is \(why)", object: object, pointer: "")
            cause.remedy = "see why its deletion does not end, then deploy again"
            cause.span = desired?.origin(of: "")
            return self.cause = cause
        }
        guard case .cluster(let trouble) = error else {
            outcome = error.isCancellation ? .interrupted : .failed
            if !error.isCancellation { notes.append(error.description) }
            return
        }
        outcome = .failed
        let object = desired?.object.reference ?? trouble.object
        guard let object else {
            notes.append(error.description)
            return
        }
        let isRefusal = [.invalid, .conflict, .forbidden].contains(trouble.code)
        let headline = isRefusal ? "the server refuses `\(object)`" : trouble.headline
        let field = trouble.status?.causes.first?.field.flatMap { FieldPath(server: $0)?.pointer }
        var cause = RootCause(
            isRefusal ? .applyRefused : .serverTrouble,
            headline,
            object: object,
            pointer: field ?? ""
        )
        cause.detail = trouble.status?.message ?? trouble.description
        cause.span = desired?.origin(of: cause.pointer)
        cause.chain = [trouble.doing]
        self.cause = cause
    }
}
