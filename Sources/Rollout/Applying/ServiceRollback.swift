// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Puts a recorded revision of one service back in place after another one has failed.
struct ServiceRollback: Sendable {
    let context: DeployContext
    let service: String
    let target: Revision
    /// The number of the revision that has failed.
    let failed: Int
    /// The count under which the revision becomes current again.
    let activation: Int
    /// Objects that the failed revision has made; those that the target does not have are deleted.
    let created: [KubernetesObject]
    /// StatefulSets whose pods may be stuck on what is taken back.
    let doubtful: Set<ObjectReference>
    /// What the service holds that must not be said.
    var mask = SecretMask()

    /// Goes back, waits, and checks by a dry run that nothing is left to change; `notes` hear what is worth knowing of it,
    /// also where it does not work out.
    func run(_ notes: inout [String]) async throws(DeployError) -> RollbackResult {
        context.emit(service, .rollingBack(to: target.number))
        let start = context.time.elapsed()
        let content = try await context.store.content(of: target)
        let desired = content.objects.map { DesiredObject($0, service: service) }
        // An autoscaler that is still there would answer a fixed number of replicas with its own.
        try await removeLeftovers(desired, &notes) { $0 == ReplicaOwnership.autoscaler.kind }
        let items = try await plan(desired)
        try Self.refuseObstacles(items)
        for item in items where item.notes.contains(Planner.runsAgain) {
            let words = "`\(item.desired.object.reference)` runs again, as going back makes it anew"
            context.emit(service, .noted(words))
            notes.append(words)
        }
        var applier = ObjectApplier(context: context, service: service, revision: target.number)
        applier.intended = desired
        applier.keepsScale = true
        let outcome = await applier.apply(items)
        if let failure = outcome.failure { throw failure.error }
        try await removeLeftovers(desired, &notes) { $0 != ReplicaOwnership.autoscaler.kind }
        try await freeStuckPods(items)
        try await ScaleOverride.end(of: items, context)
        // It is in place from here on, whatever can be seen of it.
        try await record()
        // Without waiting nothing is watched either.
        let ready = context.options.waits ? try await waitUntilReady(items, outcome.applied) : nil
        return RollbackResult(
            revision: target.number,
            provenAt: target.provenAt,
            differences: try await differences(desired),
            ready: ready,
            duration: context.time.elapsed() - start
        )
    }

    private func record() async throws(DeployError) {
        var record = target
        record.activation = activation
        record.environment = context.scope.environment
        record.restoration = Revision.Restoration(
            from: failed,
            at: context.time.now(),
            initiator: context.options.initiator
        )
        do throws(DeployError) {
            try await context.store.update(record)
        } catch {
            guard !error.isCancellation else { throw error }
            throw .notRecorded(revision: target.number, reason: error.description)
        }
    }

    /// What a dry run would change although the revision is in place.
    private func differences(_ desired: [DesiredObject]) async throws(DeployError) -> [ObjectReference] {
        do throws(DeployError) {
            let items = try await asked(desired)
            return items.filter { $0.change != .unchanged }.map(\.desired.object.reference)
        } catch {
            guard case .cluster = error else { throw error }
            throw .unseen(revision: target.number, reason: error.description)
        }
    }

    /// What the server says of every object; of those that it may not be asked about, what our stamps on them say.
    ///
    /// A deploy that does not change a kind needs no right to write it, and its way back neither.
    private func asked(_ desired: [DesiredObject]) async throws(DeployError) -> [ResolvedPlan.Item] {
        do throws(DeployError) {
            return try await plan(desired, trustsStamps: false)
        } catch {
            guard case .cluster(let refusal) = error, refusal.code == .forbidden else { throw error }
            return try await plan(desired)
        }
    }

    /// What applying recorded objects would change now.
    private func plan(_ desired: [DesiredObject], trustsStamps: Bool = true) async throws(DeployError)
        -> [ResolvedPlan.Item]
    {
        let live = try await LiveObjects.read(
            Set(desired.map(\.object.type)),
            of: service,
            scope: context.scope,
            client: context.client,
            keepsOwners: context.options.takesOver
        )
        let governed = ReplicaOwnership.governed(by: desired.map(\.object))
        var planner = context.planner
        planner.trustsStamps = trustsStamps
        planner.keepsScale = true
        let asking = planner
        return try await ConcurrentRequests.map(desired) { (object) async throws(DeployError) in
            try await asking.item(
                object,
                live: live[object.object.reference],
                least: governed.least(of: object.object)
            )
        }
    }

    private static func refuseObstacles(_ items: [ResolvedPlan.Item]) throws(DeployError) {
        let obstacles = items.filter(\.change.isObstacle).map { item in
            "\(item.desired.object.reference) (\(item.change.explanation))"
        }
        guard obstacles.isEmpty else { throw .obstructed(obstacles) }
    }

    private func removeLeftovers(
        _ desired: [DesiredObject],
        _ notes: inout [String],
        _ isMeant: (String) -> Bool
    ) async throws(DeployError) {
        let wanted = Set(desired.map(\.object.reference))
        let hasCronJob = (created + desired.map(\.object)).contains { $0.kind == "CronJob" }
        for object in created where !wanted.contains(object.reference) && isMeant(object.kind) {
            guard ObjectPruner.mayDelete(object.kind) else { continue }
            // A Job that its CronJob has started may still ask for its configuration; the next deploy deletes it.
            if hasCronJob, ["ConfigMap", "Secret"].contains(object.kind) { continue }
            // Only an autoscaler has to be seen gone, because it would go on scaling; others do no harm until they go.
            let isGone: Bool
            if object.kind == ReplicaOwnership.autoscaler.kind {
                isGone = try await ObjectPruner.delete(object, service: service, context: context)
            } else {
                let deletion = try await ObjectPruner.request(object, context: context)
                isGone = ObjectPruner.tell(deletion, of: object, service: service, context: context)
            }
            if !isGone { notes.append(ObjectPruner.replacement(of: object)) }
        }
    }

    /// The StatefulSets of a revision whose pods may be stuck on what a way back to it takes back: those that the deploy
    /// writes, and all where something else is in place than that revision.
    ///
    /// One that nobody has changed since keeps its pods, ready or not: they are of the revision that is put back.
    static func doubtfulSets(
        of target: Revision,
        after items: [ResolvedPlan.Item],
        _ history: RevisionHistory
    ) -> Set<ObjectReference> {
        let sets = target.objects.filter { $0.type.kind == "StatefulSet" }
        let current = history.current?.number
        // What is in place already and is applied once more goes back further than that.
        guard current == target.number, history.predecessor?.number == current else { return Set(sets) }
        return Set(items.filter(\.change.isWrite).map(\.desired.object.reference)).intersection(sets)
    }

    /// Deletes the pods of StatefulSets that are stuck on the failed revision.
    private func freeStuckPods(_ items: [ResolvedPlan.Item]) async throws(DeployError) {
        let stuck = StuckPods(context: context, service: service)
        for set in items.map(\.desired.object.reference) where doubtful.contains(set) {
            _ = try await stuck.free(set)
        }
    }

    private func waitUntilReady(
        _ items: [ResolvedPlan.Item],
        _ applied: [ObjectApplier.Applied]
    ) async throws(DeployError) -> ReadyCount {
        let governed = ReplicaOwnership.governed(by: items.map(\.desired.object))
        let workloads = items.compactMap { item -> RolloutTarget.Workload? in
            let reference = item.desired.object.reference
            let written = applied.first { $0.object.reference == reference }?.object
            guard RolloutTarget.workloadKinds.contains(reference.type.kind), let object = written ?? item.live
            else { return nil }
            return RolloutTarget.Workload(
                desired: item.desired,
                accepted: object,
                wasWritten: written != nil,
                leastReplicas: governed.least(of: item.desired.object) ?? 0,
                predecessor: item.predecessor?.uid
            )
        }
        var goal = RolloutTarget(service: service, workloads: workloads, options: context.options)
        goal.soak = .zero
        goal.mask = mask
        goal.mask.take(items.map(\.desired.object))
        goal.configuration = ProvidedConfiguration(of: items, applied)
        switch await RolloutDriver(context: context).follow(goal, announces: false) {
        case .proven(let count, _, _), .idle(_, let count, _): return count
        case .failed(let cause, _): throw .notRestored(cause.headline)
        case .deadlinePassed: throw .notRestored("it was not ready again in time")
        case .interrupted: throw .interrupted
        case .blind(let error, _): throw .unseen(revision: target.number, reason: error.description)
        }
    }
}
