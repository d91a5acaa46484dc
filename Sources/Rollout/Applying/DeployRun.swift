// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// One deploy from the plan to the report.
struct DeployRun: Sendable {
    let prepared: Preparation
    let context: DeployContext
    /// Services that go to a recorded revision, and to which.
    let recorded: [String: Int]
    let start: Duration

    private var intention: Intention { prepared.intention }

    /// Carries the plan out, unless something stands in its way.
    func execute() async throws(DeployError) -> DeployReport {
        let plan = intention.plan
        context.emit(nil, .planned(plan))
        if let refusal = refusal(of: plan) { return refusal }
        let applier = ObjectApplier(context: context, service: nil, revision: nil)
        if let failure = await applier.apply(intention.shared).failure { throw failure.error }
        let reports = await withTaskGroup(of: Void.self) { group in
            group.addTask { await context.observer.watch(watchedTypes, client: context.client) }
            group.addTask { await letTimePass() }
            let reports = await ServiceSchedule(run: self).reports()
            group.cancelAll()
            return reports
        }
        var report = DeployReport(
            outcome: DeployOutcome(reports),
            services: reports,
            plan: plan,
            duration: context.time.elapsed() - start
        )
        if report.outcome == .succeeded { await prune(&report) }
        report.duration = context.time.elapsed() - start
        return report
    }

    /// How one service is brought about.
    func deployment(of index: Int) -> ServiceDeployment {
        let (service, items) = intention.services[index]
        return ServiceDeployment(
            context: context,
            service: service,
            items: items,
            history: prepared.histories[service.name]
                ?? RevisionHistory(service: service.name, revisions: []),
            recorded: recorded[service.name]
        )
    }

    /// The services by index that a service has to wait for: new ones that it needs.
    var prerequisites: [Set<Int>] {
        let services = intention.services
        let new = services.map { entry in
            entry.items.contains {
                $0.live == nil && RolloutTarget.workloadKinds.contains($0.desired.object.kind)
            }
        }
        let positions = Dictionary(
            services.enumerated().map { ($1.service.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return services.indices.map { index in
            Set(services[index].service.dependencies.compactMap { positions[$0] })
                .filter { $0 != index && new[$0] }
        }
    }

    private var watchedTypes: [GroupVersionKind] {
        let desired = intention.services.flatMap(\.items).map(\.desired.object.type)
        let workloads = Set(desired.filter { RolloutTarget.workloadKinds.contains($0.kind) })
        guard !workloads.isEmpty, context.options.waits else { return [] }
        return workloads.sorted() + [ClusterObserver.replicaSet, ClusterObserver.pod]
    }

    private func letTimePass() async {
        while !Task.isCancelled {
            await context.observer.tick()
            do {
                try await context.time.sleep(.seconds(1))
            } catch {
                return
            }
        }
    }

    /// The report of a deploy that is not begun.
    private func refusal(of plan: DeployPlan) -> DeployReport? {
        let obstacles = plan.obstacles
        let isTooMuch = ObjectPruner.isTooMuch(
            intention.deletions,
            of: prepared.liveCount,
            allowed: context.options.allowedDeletions
        )
        guard !obstacles.isEmpty || isTooMuch else { return nil }
        let conflicts = obstacles.filter { if case .conflict = $0.change { true } else { false } }
        var report = DeployReport(
            outcome: conflicts.isEmpty ? .preflightRefused : .conflict,
            services: intention.services.map { refused($0.service.name, obstacles) },
            plan: plan,
            duration: context.time.elapsed() - start
        )
        report.stopped =
            obstacles.isEmpty
            ? "\(intention.deletions.count) of \(prepared.liveCount) objects would be deleted"
            : "nothing was written: \(obstacles.map { "\($0.object) (\($0.change.word))" }.joined(separator: ", "))"
        return report
    }

    private func refused(_ service: String, _ obstacles: [DeployPlan.Entry]) -> ServiceReport {
        let own = obstacles.filter { $0.service == service }
        var report = ServiceReport(service: service, outcome: own.isEmpty ? .skipped : .failed)
        for entry in own {
            switch entry.change {
            case .conflict(let fields):
                report.outcome = .conflict
                report.conflicts += fields
            case .replaceNeeded(let reason), .refused(let reason):
                report.notes.append("\(entry.object): \(reason)")
            default: break
            }
        }
        return report
    }

    /// Deletes what nothing wants any more, now that everything that is wanted works.
    private func prune(_ report: inout DeployReport) async {
        for object in intention.deletions {
            do throws(DeployError) {
                try await ObjectPruner.delete(
                    object,
                    service: object.labels[Label.service],
                    context: context
                )
                report.pruned.append(object.reference)
            } catch {
                report.notes.append("\(object.reference) was not deleted: \(error)")
            }
        }
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
            self = failed.allSatisfy { $0.rollback != nil } ? .failedRolledBack : .failedNotRolledBack
        } else if reports.contains(where: { $0.outcome == .deadlinePassed }) {
            self = .deadlinePassed
        } else if reports.contains(where: { $0.outcome == .conflict }) {
            self = .conflict
        } else {
            self = .succeeded
        }
    }
}
