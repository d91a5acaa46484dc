// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Decides who owns `spec.replicas`: the manifest, or the autoscaler that governs the workload.
enum ReplicaOwnership {
    /// How the field changes hands with a deploy, whatever happens to its value.
    enum Change: Sendable, Hashable {
        /// It stays where it is.
        case none
        /// From us to an autoscaler.
        case toAutoscaler
        /// From an autoscaler that is deleted in the same deploy to us.
        case fromAutoscaler
    }

    static let autoscaler = GroupVersionKind.horizontalPodAutoscaler
    static let field = ".spec.replicas"

    /// Puts into the field what keeps its value, and says whether it changes hands.
    ///
    /// Not to send a field that we own resets it to 1, so that as long as we own it the present value is sent, until
    /// the write itself has handed it over. A workload that is yet to be made starts with as many replicas as its
    /// autoscaler would give it at least, rather than with the 1 that the API gives.
    ///
    /// `least` is how many replicas an autoscaler gives it at least; `nil` for what no autoscaler will govern.
    static func adjust(_ item: inout ResolvedPlan.Item, least: Int?, leaving: GovernedWorkloads) {
        guard GroupVersionKind.scalable.contains(item.desired.object.type),
            var spec = item.desired.object["spec"]?.object
        else { return }
        let isOurs = item.live?.replicasAreOurs ?? false
        guard let least else {
            let isFreed = item.live != nil && leaving.least(of: item.desired.object) != nil
            if isFreed, !isOurs, spec["replicas"] != nil { item.replicas = .fromAutoscaler }
            return
        }
        if let live = item.live {
            spec["replicas"] = isOurs ? live["spec"]?["replicas"] : nil
            if isOurs { item.replicas = .toAutoscaler }
        } else {
            spec["replicas"] = .integer(Int64(least))
        }
        item.desired.object["spec"] = .object(spec)
    }

    /// The workloads that the autoscalers among some objects govern, and how many replicas each gets at least.
    static func governed(by objects: [KubernetesObject]) -> GovernedWorkloads {
        var result = GovernedWorkloads()
        for scaler in objects where scaler.kind == autoscaler.kind {
            let target = scaler["spec"]?["scaleTargetRef"]
            guard let kind = target?["kind"]?.string, let name = target?["name"]?.string else { continue }
            result.least["\(kind)/\(name)"] = Int(scaler["spec"]?["minReplicas"]?.integer ?? 1)
        }
        return result
    }
}

/// The workloads that autoscalers govern.
struct GovernedWorkloads: Sendable, Hashable {
    /// The least number of replicas, by `Kind/name`.
    fileprivate(set) var least: [String: Int] = [:]

    /// How many replicas the autoscaler of a workload gives it at least; `nil` without an autoscaler.
    func least(of object: KubernetesObject) -> Int? { least["\(object.kind)/\(object.name)"] }
}

extension ResolvedPlan.Item {
    /// Whether a field is the scale that was set by hand and that ends: whoever owns the number, it stands for nothing else.
    func endsOverride(of field: OwnedField) -> Bool {
        guard endsOverride, field.field == ReplicaOwnership.field, let live else { return false }
        return ScaleOverride(of: live)?.scale == ScaleOverride.Bounds(of: live)
    }

    /// Counts a change of owner as a change, also where the value stays the same.
    ///
    /// Whoever does not own the field cannot say what happens to it next: an autoscaler that goes would leave its
    /// number behind, and one that comes would be held to ours.
    mutating func noteOwnership() {
        // Made for an autoscaler, it belongs to us until the next write; nothing is wrong with that meanwhile.
        let isSettled = replicas == .toAutoscaler && live?.annotation(Label.applied) == AppliedStamp.of(self)
        let replicas = isSettled ? .none : replicas
        guard replicas != .none || endsOverride else { return }
        var changes: [FieldChange]
        switch change {
        case .unchanged: changes = []
        case .update(let found): changes = found
        default: return
        }
        let before = live?["spec"]?["replicas"]
        if replicas != .none, !changes.contains(where: { $0.pointer == "/spec/replicas" }) {
            let after = desired.object["spec"]?["replicas"]
            changes.append(
                FieldChange(field: "spec.replicas", pointer: "/spec/replicas", before: before, after: after)
            )
        }
        switch replicas {
        case .none: break
        case .toAutoscaler: notes.append("`spec.replicas` is handed over to the autoscaler")
        case .fromAutoscaler: notes.append("`spec.replicas` is taken back from the autoscaler, which goes")
        }
        if endsOverride, let live, let override = ScaleOverride(of: live) {
            notes.append("the scale \(override.scale) that was set by hand ends, as the manifest has changed")
            changes.append(
                FieldChange(
                    field: "metadata.annotations[\(Label.scaleOverride)]",
                    pointer: "/metadata/annotations/\(Label.scaleOverride.replacing("/", with: "~1"))",
                    before: .string(override.scale.description),
                    after: nil
                )
            )
        }
        change = .update(changes)
    }
}

extension KubernetesObject {
    /// Whether an autoscaler, ours or not, has set `spec.replicas`.
    var replicasAreAutoscaled: Bool { replicasAutoscaler != nil }

    /// The number of replicas with the autoscaler that has set it; `nil` if none has.
    var replicasAutoscaler: OwnedField? {
        for entry in self[metadata: "managedFields"]?.array ?? []
        where entry[path: "fieldsV1", "f:spec"]?["f:replicas"] != nil {
            let manager = entry["manager"]?.string ?? ""
            let subresource = entry["subresource"]?.string
            let field = ReplicaOwnership.field
            let owner = OwnershipPolicy.owner(manager: manager, subresource: subresource, field: field)
            guard owner == .autoscaler else { continue }
            return OwnedField(
                manager: manager,
                owner: owner,
                field: field,
                value: value(at: field),
                time: lastWrite(by: manager, subresource: subresource)
            )
        }
        return nil
    }

    /// Who has set `spec.replicas` in our place, other than an autoscaler: a person, or another tool; `nil` if nobody has.
    var replicasSetter: String? {
        guard !replicasAreOurs else { return nil }
        for entry in self[metadata: "managedFields"]?.array ?? []
        where entry[path: "fieldsV1", "f:spec"]?["f:replicas"] != nil {
            let manager = entry["manager"]?.string ?? ""
            let owner = OwnershipPolicy.owner(
                manager: manager,
                subresource: entry["subresource"]?.string,
                field: ReplicaOwnership.field
            )
            guard owner == .person || owner == .tool, manager != FieldManager.controllers else { continue }
            return manager
        }
        return nil
    }

    /// Whether our own apply owns `spec.replicas`.
    var replicasAreOurs: Bool {
        (self[metadata: "managedFields"]?.array ?? []).contains { entry in
            FieldManager.isOurApply(entry)
                && entry[path: "fieldsV1", "f:spec"]?["f:replicas"] != nil
        }
    }
}
