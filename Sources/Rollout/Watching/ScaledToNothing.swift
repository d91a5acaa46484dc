// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension KubernetesObject {
    /// Whether it is of a kind that can be scaled, and asks for no pods at all.
    var isScaledToNothing: Bool {
        GroupVersionKind.scalable.contains(type) && self["spec"]?["replicas"]?.integer == 0
    }

    /// Whether it is a DaemonSet of which the controller has found no node for a pod.
    ///
    /// Before the controller has seen it, the server says 0 as well.
    var hasNoNode: Bool {
        guard type == .daemonSet, let status = self["status"] else { return false }
        return status["desiredNumberScheduled"]?.integer == 0
            && status["observedGeneration"]?.integer ?? -1 >= generation ?? 0
    }

    /// Whether it has no pods, and is to have none as it is.
    var asksForNoPods: Bool { isScaledToNothing || hasNoNode }

    /// Why it has no pods: `scaled to 0 by x`; `nil` for what runs, and for what a manifest wants so.
    ///
    /// A server does not record who scales what nobody has claimed the number of.
    var idleness: String? {
        if hasNoNode { return "scheduled to no node" }
        guard isScaledToNothing else { return nil }
        if let override = ScaleOverride(of: self), override.scale.most == 0 {
            return "scaled to 0 by `msctl scale`"
        }
        if let setter = replicasSetter ?? replicasAutoscaler?.manager { return "scaled to 0 by `\(setter)`" }
        return replicasAreOurs ? nil : "scaled to 0"
    }

    /// ``idleness`` of what is there, as a sentence.
    var idleRemark: String? { idleness.map { "`\(reference)` is \($0): nothing of it runs" } }
}

extension Sequence where Element == KubernetesObject {
    /// Whether there are workloads among them that run pods for as long as they are there, and none of them asks for any.
    ///
    /// A Job that is done does not count: it says nothing of the pods that others would have.
    var runNothing: Bool {
        let lasting = filter { GroupVersionKind.podSelectors.contains($0.type) }
        return !lasting.isEmpty && lasting.allSatisfy(\.asksForNoPods)
    }
}

extension DesiredService {
    /// Whether nothing of it will run once it is deployed: a scale that others have set stays where the manifest leaves it
    /// to them, and one that was set by `msctl scale` while the manifest says what it said then.
    ///
    /// A DaemonSet without a node is taken to stay without: a revision that is thought unproven loses nothing by it.
    func willRunNothing(over live: LiveObjects) -> Bool {
        objects.map { desired in
            guard let found = live[desired.object.reference], !found.isBeingDeleted else {
                return desired.object
            }
            let wanted = ScaleOverride.Bounds(of: desired.object)
            let override = ScaleOverride(of: found)
            let isKept = wanted == nil || override?.scale.most == 0 && override?.manifest == wanted
            return isKept ? found : desired.object
        }.runNothing
    }
}

extension ServiceDeployment {
    /// Whether a deploy has come to its end without proof, and another one would too, as nothing at all runs.
    func hasNothingToProve(_ current: Revision) -> Bool {
        !current.isUnfinished && current.failure == nil && items.compactMap(\.live).runNothing
    }

    /// Whether nothing of it runs, nothing will, and a deploy has ended so before: there is no more of it to wait for.
    var staysOff: Bool {
        guard let current = history.current, hasNothingToProve(current) else { return false }
        return items.allSatisfy { item in
            let object = item.desired.object
            guard GroupVersionKind.podSelectors.contains(object.type) else { return true }
            // Another template may be one that some node takes.
            if object.type == .daemonSet { return !item.change.isWrite }
            return (object["spec"]?["replicas"]?.integer ?? 0) == 0
        }
    }

    /// What there is to say of a service of which nothing runs: a revision is proven by what does (C8).
    func unprovenNotes(_ idle: [KubernetesObject], _ revision: Revision) -> [String] {
        guard !revision.isProven else { return [] }
        return idle.map { object in
            let why = object.idleness.map { "is \($0)" } ?? "wants 0 replicas"
            return "`\(object.reference)` \(why): nothing of \(revision.label) ran, so it is not proven"
        }
    }

    /// What there is to say of workloads of which nothing runs, beside others that do.
    func idleNotes(_ idle: [KubernetesObject]) -> [String] {
        idle.compactMap { object in
            object.idleness.map { "`\(object.reference)` is \($0): nothing of it ran" }
        }
    }

    /// What is in place, of the workloads that have no pods.
    var idle: [KubernetesObject] { items.compactMap(\.live).filter(\.asksForNoPods) }
}
