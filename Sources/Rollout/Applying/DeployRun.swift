// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// One deploy from the plan to the report.
struct DeployRun: Sendable {
    var prepared: Preparation
    let context: DeployContext
    /// Services that go to a recorded revision, and to which.
    var recorded: [String: Int]
    let start: Duration
    /// What the user should know at the end although nothing went wrong.
    var notes: [String] = []
    /// Services that nobody has asked for now, finished because a run that was killed has begun them.
    var leftovers: [String] = []
    /// Services that a run which was killed has left half-done, finished by this one or not.
    var undone: Set<String> = []
    /// Services that such a run has left half-done and of which nothing is known any more.
    var vanished: Set<String> = []
    /// Objects of the whole system that were written.
    var shared: [ObjectReference] = []
    /// Whether it has come to writing what the services need.
    var hasBegun = false

    var resolvedPlan: ResolvedPlan { prepared.resolvedPlan }

    /// What is intended.
    var plan: DeployPlan { resolvedPlan.plan }

    /// How long it has taken so far.
    var duration: Duration { context.time.elapsed() - start }

    /// The report of a run that is not begun, if something stands in its way.
    var refusal: DeployReport? { prepared.refusal(after: duration, written: shared) }

    /// Says that a service which a killed run has begun is not finished by this one.
    mutating func leave(_ service: String, because reason: String?) {
        let why = reason.map { ": \($0)" } ?? ""
        let text = "left half-done by the run that was killed, and not finished by this one\(why)"
        context.emit(service, .foundInterrupted(text))
        notes.append("`\(service)` was \(text); deploy it again")
    }

    /// Throws unless a saved plan still says what this run would do.
    mutating func hold(_ saved: DeployPlan?) throws(DeployError) {
        guard let saved, let note = try DeployPlan.hold(saved, against: plan, written: Set(shared)) else {
            return
        }
        if !notes.contains(note) { notes.append(note) }
    }

    /// Whether there is anything to write; a service that is as desired and proven needs nothing.
    var needsWriting: Bool {
        plan.hasChanges || !resolvedPlan.leaving.isEmpty
            || deployments.contains { !$0.isSettled }
    }

    /// Writes the shared objects of the kinds that a condition names.
    mutating func applyShared(_ isMeant: (String) -> Bool) async throws(DeployError) {
        let applier = ObjectApplier(context: context, service: nil, revision: nil)
        let outcome = await applier.apply(resolvedPlan.shared.filter { isMeant($0.desired.object.kind) })
        shared += outcome.applied.map(\.object.reference)
        if let failure = outcome.failure { throw failure.error }
    }

    /// Brings every service about, then deletes what nothing wants any more.
    ///
    /// Without anything to do there is nothing to watch, and no lock is needed.
    mutating func execute(isSettled: Bool = false) async -> DeployReport {
        var report = DeployReport(outcome: .succeeded, services: [], plan: plan, duration: .zero)
        let watched = isSettled || !context.options.waits ? nil : prepared.watchedTypes
        let deployments = deployments
        let schedule = ServiceSchedule(context, deployments)
        // From here on each service has what it needs, and what is waited for needs little.
        prepared.resolvedPlan.letGoOfItems()
        if watched != nil { for deployment in deployments { deployment.pack() } }
        let run = self
        report.services = await withTaskGroup(of: Void.self) { group in
            // Without waiting nobody reads what is seen.
            if let watched {
                group.addTask {
                    await run.context.observer.watch(watched, client: run.context.client, run.context.time)
                }
                group.addTask { await run.letTimePass() }
            }
            let reports = await schedule.reports()
            group.cancelAll()
            return reports
        }
        report.outcome = DeployOutcome(report.services)
        report.written = shared
        report.notes = notes + prepared.warnings + resolvedPlan.deletionNotes
        report.pruned = report.services.flatMap(\.pruned)
        if report.outcome == .succeeded { await prune(&report) }
        if report.outcome == .succeeded || resolvedPlan.deletions.isEmpty { await forget(&report) }
        report.duration = duration
        return report
    }

    /// How each service is brought about, in the order of the request.
    private var deployments: [ServiceDeployment] {
        let leaving = resolvedPlan.deletions.filter { $0.kind == ReplicaOwnership.autoscaler.kind }
        return resolvedPlan.services.map { service, items in
            ServiceDeployment(
                context: context,
                service: service,
                items: items,
                history: prepared.histories[service.name]
                    ?? RevisionHistory(service: service.name, revisions: []),
                recorded: recorded[service.name],
                leavingAutoscalers: leaving.filter { $0.label(Label.service) == service.name }
            )
        }
    }

    private func letTimePass() async {
        while !Task.isCancelled {
            let now = context.time.elapsed()
            await context.observer.tick(at: now)
            if let news = await context.observer.sightNews(at: now) { tell(news, at: now) }
            do {
                try await context.time.sleep(.seconds(1))
            } catch {
                return
            }
        }
    }

    private func tell(_ news: ClusterObserver.SightNews, at now: Duration) {
        func moment(_ since: Duration) -> Timestamp { context.time.now() + (since - now) }
        func names(_ types: [GroupVersionKind]) -> String {
            types.isEmpty ? "the cluster" : "\(types.map(\.kind).joined(separator: " and ")) objects"
        }
        switch news {
        case .regained: context.emit(nil, .noted("everything is heard again"))
        case .lost(let types, let since, let reason):
            context.emit(
                nil,
                .waiting("nothing is heard of \(names(types)) since \(moment(since)): \(reason)")
            )
        case .awaited(let types, let since):
            let what = "the first lists of \(types.isEmpty ? "what is there" : names(types))"
            context.emit(nil, .waiting("\(what) have not come yet; they were asked for \(moment(since))"))
        }
    }

    /// Forgets the oldest revisions, last of all: what they have made is known by them alone.
    private func forget(_ report: inout DeployReport) async {
        let retention = RevisionRetention(after: report, of: resolvedPlan, options: context.options)
        do throws(DeployError) {
            for old in retention.departed.flatMap(\.revisions) { try await forget(old) }
            guard !retention.changed.isEmpty else { return }
            let histories = try await context.store.histories(of: retention.onlyChanged)
            for old in retention.expired(in: histories) { try await forget(old) }
        } catch {
            // Who has cancelled the run knows, and the next one forgets them.
            if error.isCancellation, retention.departed.isEmpty { return }
            report.notes.append("old revisions could not be forgotten: \(error)")
            // Nobody has asked for old revisions to go, but for a service to be forgotten somebody has.
            if !retention.departed.isEmpty, report.outcome == .succeeded { report.outcome = .unconfirmed }
        }
    }

    private func forget(_ revision: Revision) async throws(DeployError) {
        try context.checkWriting()
        try await context.store.delete(revision)
    }
}

extension DeployOutcome {
    /// What the ends of all services come to.
    init(_ reports: [ServiceReport]) {
        let failed = reports.filter { $0.outcome == .failed }
        if reports.contains(where: { $0.outcome == .interrupted }) {
            self = .interrupted
        } else if reports.contains(where: { $0.rollbackFailure != nil }) {
            self = .rollbackFailed
        } else if !failed.isEmpty {
            let areBack = failed.allSatisfy { $0.rollback?.isVerified == true }
            self = areBack ? .failedRolledBack : .failedNotRolledBack
        } else if reports.contains(where: { $0.outcome == .deadlinePassed }) {
            self = .deadlinePassed
        } else if reports.contains(where: { $0.outcome == .conflict }) {
            // Running it again meets the same owner, so this is what to say.
            self = .conflict
        } else if reports.contains(where: { $0.outcome == .unconfirmed }) {
            self = .unconfirmed
        } else {
            self = .succeeded
        }
    }
}
