// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

extension Readiness {
    /// The order of checks is that of `kubectl rollout status`.
    ///
    /// On top of it: a deadline that ran out before our write is not ours, the newest ReplicaSet must be of our
    /// template, and pods that cannot be created are named.
    static let deployment: Rule = { object, context throws(KubernetesObject.ShapeError) in
        let view = DeploymentView(object)
        if Int(object.generation ?? 0) > (try view.observedGeneration ?? 0) {
            return .progressing("the controller has not seen the change yet")
        }
        let conditions = try view.conditions
        if let progressing = try conditions.first("Progressing"),
            try progressing.reason == "ProgressDeadlineExceeded",
            !(try isOlder(progressing, than: context.writtenAt))
        {
            return .failed(
                Failure(reason: "ProgressDeadlineExceeded", message: try progressing.explanation)
            )
        }
        if let foreign = try foreignTemplate(view, context) { return foreign }
        if let waiting = try waiting(view) {
            guard let failure = try conditions.first("ReplicaFailure"), try failure.isTrue else {
                return waiting
            }
            return .progressing("pods cannot be created: \(try failure.explanation)")
        }
        if context.waitsForTermination, let terminating = try view.terminatingReplicas, terminating > 0 {
            return .progressing("\(Self.count(terminating, "pod")) of the old version still stopping")
        }
        return .ready
    }

    private static func waiting(_ view: DeploymentView) throws(KubernetesObject.ShapeError) -> Readiness? {
        let wanted = try view.replicas
        let updated = try view.updatedReplicas
        let all = try view.statusReplicas
        let available = try view.availableReplicas
        if updated < wanted { return .progressing("\(updated) of \(wanted) replicas updated") }
        if all > updated { return .progressing("\(count(all - updated, "old replica")) still to be stopped") }
        if available < updated {
            return .progressing("\(available) of \(updated) updated replicas available")
        }
        return nil
    }

    /// Conditions have whole seconds, so a deadline within the second of our write counts as ours.
    private static func isOlder(
        _ condition: ConditionView,
        than writtenAt: Timestamp?
    ) throws(KubernetesObject.ShapeError) -> Bool {
        guard let writtenAt, let updated = try condition.lastUpdateTime else { return false }
        return updated.seconds < writtenAt.seconds
    }

    /// Says so when the newest ReplicaSet is not of the template that we wrote: someone else deployed since.
    private static func foreignTemplate(
        _ view: DeploymentView,
        _ context: ReadinessContext
    ) throws(KubernetesObject.ShapeError) -> Readiness? {
        guard let hash = context.podTemplateHash else { return nil }
        let own = context.replicaSets.lazy
            .filter { $0.isControlled(by: view.object.uid) }
            .map(ReplicaSetView.init)
        guard let newest = own.max(by: { ($0.revision ?? 0) < ($1.revision ?? 0) }) else {
            return .progressing("no ReplicaSet yet")
        }
        guard newest.podTemplateHash != hash else { return nil }
        return .progressing("the newest ReplicaSet `\(newest.object.name)` is not of the version deployed")
    }

    /// A number with its noun: `1 pod`, `2 pods`.
    static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }
}
