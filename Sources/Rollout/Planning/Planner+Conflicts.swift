// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

extension Planner {
    /// Applies the ownership policy; false if the conflict stands.
    func resolve(
        _ conflicts: [FieldConflict],
        in item: inout ResolvedPlan.Item
    ) async throws(DeployError) -> Bool {
        let owned = Self.owned(conflicts, in: item)
        var isFree = false
        if owned.contains(where: \.isHorizontalAutoscalers), !item.isAutoscaled {
            isFree = try await !isGoverned(item.desired.object)
        }
        let yielded = owned.filter { $0.owner == .autoscaler && !(isFree && $0.isHorizontalAutoscalers) }
        let kept = yielded + keptScale(owned, of: item)
        for field in kept { item.remove(field.field) }
        item.yielded += kept
        item.notes += kept.map { "`\($0.path)` is left to `\($0.manager)`" }
        let standing = owned.filter {
            $0.owner != .autoscaler && $0.owner != .ourselves && !takesOver && !kept.contains($0)
                && !item.endsOverride(of: $0)
        }
        guard standing.isEmpty else {
            item.change = .conflict(standing)
            return false
        }
        item.force = item.force || owned.count > kept.count
        return true
    }

    /// Whether an object is refused for what somebody has put in the place of ours, and says what becomes of that.
    ///
    /// Taken over, the server cannot be asked about all of it: the difference is that between what is there and what is
    /// wanted, and tried is the exchange of those elements alone.
    func evict(
        from item: inout ResolvedPlan.Item,
        _ error: ClusterError
    ) async throws(DeployError) -> Bool {
        let isAboutADouble = error.status?.causes.contains { ReplacedElement.Doubled($0) != nil } ?? false
        // Of what was listed, the owners of most fields were not kept.
        guard error.code == .invalid, item.live != nil, isAboutADouble,
            let live = try? await client.live(item.desired.object.reference)
        else { return false }
        let replaced = ReplacedElement.all(in: live, for: item.desired.object, refusedFor: error)
        guard !replaced.isEmpty else { return false }
        item.notes += replaced.map(\.note)
        guard takesOver else {
            item.change = .conflict(replaced.map(\.conflict))
            return true
        }
        do throws(ClusterError) {
            _ = try await client.patch(
                live.reference,
                .json(replaced.compactMap { $0.replacement(in: live) }),
                options: WriteOptions(dryRun: true)
            )
        } catch {
            item.change = try Self.refusal(error, of: item.desired, live: live, notes: &item.notes)
            return true
        }
        item.evicted = replaced
        item.force = true
        let changes = FieldDiff.changes(from: live, to: item.desired.object)
        item.change = .update(changes.filter { $0.after != nil })
        return true
    }

    /// The number of replicas that somebody else has set, on a way back: fewer than were asked for are no restoration.
    private func keptScale(_ owned: [OwnedField], of item: ResolvedPlan.Item) -> [OwnedField] {
        guard keepsScale, !takesOver, item.replicas == .none else { return [] }
        return owned.filter {
            $0.field == ReplicaOwnership.field && ($0.owner == .person || $0.owner == .tool)
        }
    }

    /// The fields that are in the way, with who owns them.
    static func owned(_ conflicts: [FieldConflict], in item: ResolvedPlan.Item) -> [OwnedField] {
        let live = item.live
        let hidesValue = item.desired.object.kind == "Secret"
        return conflicts.map { conflict in
            OwnedField(
                manager: conflict.manager,
                owner: OwnershipPolicy.owner(
                    manager: conflict.manager,
                    subresource: conflict.subresource,
                    field: conflict.field
                ),
                field: conflict.field,
                value: hidesValue
                    ? FieldDiff.hidden
                    : live?.value(at: conflict.field).map {
                        SecretMask.shown($0, as: OwnedField.name(in: conflict.field))
                    },
                wanted: hidesValue ? nil : wanted(conflict.field, of: item.desired.object),
                time: live?.lastWrite(by: conflict.manager, subresource: conflict.subresource)
            )
        }
    }

    /// What would be put into a field; `nil` for more than one value.
    private static func wanted(_ field: String, of object: KubernetesObject) -> JSONValue? {
        guard let value = object.value(at: field), value.array == nil, value.object == nil else { return nil }
        return SecretMask.shown(value, as: OwnedField.name(in: field))
    }

    /// Whether an autoscaler that stays governs a workload, whoever has made it; in doubt it does.
    ///
    /// The number of replicas is the last trace of one that is gone, and then nobody stands behind it.
    func isGoverned(_ workload: KubernetesObject) async throws(DeployError) -> Bool {
        if let autoscalers { return isGoverned(workload, by: autoscalers) }
        return isGoverned(workload, by: try await readAutoscalers(in: workload.namespace))
    }

    func isGoverned(_ workload: KubernetesObject, by autoscalers: Autoscalers) -> Bool {
        switch autoscalers {
        case .found(let found):
            let leaving = Set(leavingAutoscalers.map(\.reference))
            let staying = found.filter { !leaving.contains($0.reference) }
            return ReplicaOwnership.governed(by: staying).least(of: workload) != nil
        case .unknown: return ReplicaOwnership.governed(by: leavingAutoscalers).least(of: workload) == nil
        }
    }

    /// Looks at the autoscalers of a namespace, whoever has made them.
    func readAutoscalers(in namespace: String?) async throws(DeployError) -> Autoscalers {
        do throws(ClusterError) {
            return .found(try await client.list(ReplicaOwnership.autoscaler, namespace: namespace).items)
        } catch {
            guard error.code == .forbidden else { throw DeployError(error) }
            return .unknown
        }
    }
}
