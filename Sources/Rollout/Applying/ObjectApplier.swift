// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Writes the changed objects of one service, wave by wave, each wave in parallel.
struct ObjectApplier: Sendable {
    /// One object that was written.
    struct Applied: Sendable {
        /// The object as the server returned it, as far as it is read again.
        var object: KubernetesObject
        /// Whether this write has made it.
        var isCreated: Bool
        /// What could not be done after it was written; `nil` if everything was.
        var shortfall: DeployError?
    }

    /// How far it went.
    struct Outcome: Sendable {
        var applied: [Applied] = []
        /// Autoscalers that were deleted on the way.
        var removed: [ObjectReference] = []
        /// What is worth knowing of those, a sentence each.
        var notes: [String] = []
        /// What stopped it, and at which object.
        var failure: (item: ResolvedPlan.Item, error: DeployError)?

        /// Keeps the first thing that went wrong.
        fileprivate mutating func fail(at item: ResolvedPlan.Item, _ error: DeployError) {
            if failure == nil { failure = (item, error) }
        }
    }

    let context: DeployContext
    let service: String?
    /// The revision that the objects are stamped with; `nil` for shared objects.
    let revision: Int?
    /// Autoscalers that nothing wants any more: they go before their workloads are written, because one that is still
    /// there would answer a fixed number of replicas with its own.
    var leavingAutoscalers: [KubernetesObject] = []
    /// The objects as they were asked for, before a plan left fields of them to others; for planning one of them anew.
    var intended: [DesiredObject] = []
    /// Whether a scale that was set by hand stays whatever the objects say.
    var keepsScale = false

    /// Writes what needs writing; stops after the wave in which something went wrong.
    func apply(_ items: [ResolvedPlan.Item]) async -> Outcome {
        let changed = items.filter(\.change.isWrite)
        var outcome = Outcome()
        for wave in Set(changed.map(\.wave)).sorted() {
            let group = changed.filter { $0.wave == wave }
            if let (item, error) = await removeAutoscalers(of: group, &outcome) {
                outcome.failure = (item, error)
                break
            }
            for (item, result) in zip(group, await write(group)) {
                switch result {
                case .success(let applied):
                    outcome.applied.append(applied)
                    if let error = applied.shortfall { outcome.fail(at: item, error) }
                case .failure(let error): outcome.fail(at: item, error)
                }
            }
            if outcome.failure != nil { break }
        }
        return outcome
    }

    @inline(never)
    private func removeAutoscalers(
        of items: [ResolvedPlan.Item],
        _ outcome: inout Outcome
    ) async -> (ResolvedPlan.Item, DeployError)? {
        for scaler in leavingAutoscalers {
            let governed = ReplicaOwnership.governed(by: [scaler])
            let item = items.first { $0.live != nil && governed.least(of: $0.desired.object) != nil }
            guard let item else { continue }
            do throws(DeployError) {
                if try await ObjectPruner.delete(scaler, service: service, context: context) {
                    outcome.removed.append(scaler.reference)
                } else {
                    outcome.notes.append(ObjectPruner.replacement(of: scaler))
                }
            } catch {
                return (item, error)
            }
        }
        return nil
    }

    @inline(never)
    private func write(_ items: [ResolvedPlan.Item]) async -> [Result<Applied, DeployError>] {
        await withTaskGroup(of: (Int, Result<Applied, DeployError>).self) { group in
            for (index, item) in items.enumerated() {
                group.addTask {
                    do throws(DeployError) {
                        return (index, .success(try await write(item)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var results: [(index: Int, result: Result<Applied, DeployError>)] = []
            for await (index, result) in group { results.append((index, result)) }
            return results.sorted { $0.index < $1.index }.map(\.result)
        }
    }

    /// Writes an object; if somebody else has written it since it was planned, plans it anew, once.
    ///
    /// `msctl scale` takes no lock, so that it helps while a deploy is under way, and people do not know of locks.
    @inline(never)
    private func write(_ item: ResolvedPlan.Item) async throws(DeployError) -> Applied {
        let again: ResolvedPlan.Item
        do throws(DeployError) {
            return try await send(item)
        } catch {
            guard case .cluster(let refusal) = error, !refusal.fieldConflicts.isEmpty else { throw error }
            let reference = item.desired.object.reference
            guard let desired = intended.first(where: { $0.object.reference == reference }) else {
                throw error
            }
            again = try await replanned(desired)
        }
        do throws(DeployError) {
            return try await send(again)
        } catch {
            guard case .cluster(let refusal) = error, !refusal.fieldConflicts.isEmpty else { throw error }
            throw .contested(Planner.owned(refusal.fieldConflicts, in: again))
        }
    }

    @inline(never)
    private func replanned(_ desired: DesiredObject) async throws(DeployError) -> ResolvedPlan.Item {
        var planner = context.planner
        planner.trustsStamps = false
        planner.leavingAutoscalers = leavingAutoscalers
        planner.keepsScale = keepsScale
        let live = try await context.client.live(desired.object.reference)
        let least = ReplicaOwnership.governed(by: intended.map(\.object)).least(of: desired.object)
        let item = try await planner.item(desired, live: live, least: least)
        switch item.change {
        case .conflict(let fields): throw .contested(fields)
        case .replaceNeeded, .refused:
            throw .obstructed(["\(desired.object.reference) (\(item.change.explanation))"])
        case .create, .update, .unchanged, .delete: return item
        }
    }

    @inline(never)
    private func send(_ item: ResolvedPlan.Item) async throws(DeployError) -> Applied {
        if let predecessor = item.predecessor { try await outlive(predecessor) }
        try context.checkWriting()
        var item = item
        item.stamp(Label.applied, AppliedStamp.of(item))
        if let revision { item.stamp(Label.revision, String(revision)) }
        let options = ApplyOptions(force: item.force)
        let client = context.writer
        let intended = item
        let (written, shortfall) = try await ConcurrentRequests.shielded {
            () async throws(DeployError) -> (KubernetesObject, DeployError?) in
            let written = try await DeployError.wrapping { () async throws(ClusterError) in
                var item = intended
                if item.takesOver, let live = item.live {
                    let desired = item.desired.object
                    try await client.carryOut(on: live) { TakeOver.adoption(of: $0, for: desired) }
                }
                if !item.evicted.isEmpty, let live = item.live {
                    let evicted = item.evicted
                    try await client.carryOut(on: live) { Adoption($0, taking: evicted) }
                }
                if item.replicas == .toAutoscaler { try await handOver(&item) }
                return try await client.apply(item.desired.object, options: options)
            }
            guard let manifest = intended.overriddenScale else { return (written, nil) }
            do throws(ClusterError) {
                try await ScaleOverride.note(manifest, on: written.reference, client)
                return (written, nil)
            } catch {
                // The object is written all the same, and has to be known to be.
                return (written, DeployError(error))
            }
        }
        let reference = written.reference
        context.emit(service, .applied(reference, item.live == nil ? .created : .updated))
        for field in item.yielded {
            context.emit(service, .yielded(reference, field: field.field, manager: field.manager))
        }
        // Planned as new, it may have been made by somebody else since: then it is not ours to take back.
        let isCreated = item.live == nil && written.isMadeByUs
        return Applied(
            object: isCreated ? written.onlyWhatIsMade : written.onlyWhatIsChanged,
            isCreated: isCreated,
            shortfall: shortfall
        )
    }

    /// Makes somebody else own the number of replicas as well, so that ours can go without a change of its value.
    ///
    /// The next write of the autoscaler takes it from there.
    @inline(never)
    private func handOver(_ item: inout ResolvedPlan.Item) async throws(ClusterError) {
        let object = item.desired.object
        let claim = KubernetesObject(
            type: object.type,
            metadata: ["name": .string(object.name), "namespace": object.namespace.map(JSONValue.string)],
            members: ["spec": ["replicas": object["spec"]?["replicas"]]]
        )
        do throws(ClusterError) {
            _ = try await context.writer.apply(
                claim,
                options: ApplyOptions(fieldManager: ScaleOverride.fieldManager)
            )
        } catch {
            // The autoscaler was faster, and has it already.
            guard !error.fieldConflicts.isEmpty else { throw error }
        }
        item.remove(ReplicaOwnership.field)
    }
}

extension ResolvedPlan.Item {
    fileprivate var wave: ApplyOrder.Wave { ApplyOrder.wave(of: desired.object.kind, isNew: live == nil) }
}
