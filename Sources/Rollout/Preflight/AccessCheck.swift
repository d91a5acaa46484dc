// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers

/// Asks once for each verb and kind whether a deploy may do what it is about to do.
final class AccessCheck: Sendable {
    private let client: ClusterClient
    /// Answers hold for the life of a deployer: rights do not change between two steps of one run.
    private let answers = NIOLockedValueBox<[AccessQuestion: Bool]>([:])

    init(client: ClusterClient) {
        self.client = client
    }

    /// The questions that are answered with no.
    func denied(_ questions: [AccessQuestion]) async throws(DeployError) -> [AccessQuestion] {
        let known = answers.withLockedValue { $0 }
        let open = questions.filter { known[$0] == nil }
        let client = client
        let found = try await ConcurrentRequests.map(open) { (question) async throws(DeployError) in
            do throws(ClusterError) {
                return try await client.review(question).isAllowed
            } catch {
                if error.code == .cancelled { throw .interrupted }
                // A server that does not answer such questions answers by refusing the write.
                return true
            }
        }
        answers.withLockedValue { answers in
            for (question, isAllowed) in zip(open, found) { answers[question] = isAllowed }
        }
        let all = answers.withLockedValue { $0 }
        return questions.filter { all[$0] == false }
    }

    /// What a deploy does, each verb and kind once.
    ///
    /// The right to watch is not asked for: what may only be listed is listed again and again.
    static func questions(_ prepared: Preparation, locks: Bool) -> [AccessQuestion] {
        let resolvedPlan = prepared.resolvedPlan
        let items = resolvedPlan.shared + resolvedPlan.services.flatMap(\.items)
        var verbs = DeployRights.Verbs(namespace: resolvedPlan.scope.namespace)
        for item in items where item.change.isWrite {
            // An apply that makes the object needs both.
            verbs.add(item.desired.object.type, item.change == .create ? ["create", "patch"] : ["patch"])
        }
        for predecessor in items.compactMap(\.predecessor) {
            verbs.add(predecessor.type, predecessor.isBeingDeleted ? ["get"] : ["delete", "get"])
        }
        // A scale that ends is looked at once more before it is taken off.
        for item in items where item.endsOverride { verbs.add(item.desired.object.type, ["get"]) }
        for object in resolvedPlan.deletions {
            verbs.add(object.type, ["delete"])
            // It has to be seen gone before its workload is written; what else is deleted may linger unseen.
            if object.kind == ReplicaOwnership.autoscaler.kind { verbs.add(object.type, ["get"]) }
        }
        if !resolvedPlan.leaving.isEmpty { verbs.add(RevisionSecret.type, ["delete"]) }
        if !resolvedPlan.services.isEmpty {
            verbs.add(RevisionSecret.type, ["create", "list", "patch"])
        }
        // Pods and ReplicaSets tell causes; what is ready is told by the workloads themselves.
        for type in prepared.watchedTypes where !ClusterObserver.tells(type) { verbs.add(type, ["list"]) }
        if prepared.request.options.rollsBack { addWayBack(prepared, &verbs) }
        if locks { verbs.add(LeaseRecord.type, ["create", "get", "update"]) }
        return verbs.questions
    }

    /// What the way back of a service does that fails: it reads what was recorded, restores it, and deletes what the
    /// failed revision has made.
    private static func addWayBack(_ prepared: Preparation, _ verbs: inout DeployRights.Verbs) {
        let resolvedPlan = prepared.resolvedPlan
        let leaving = Set(resolvedPlan.deletions.map(\.reference))
        for (service, items) in resolvedPlan.services {
            guard let history = prepared.histories[service.name],
                let target = history.lastProven(besides: nil),
                items.contains(where: \.change.isWrite) || !leaving.isDisjoint(with: target.objects)
            else { continue }
            verbs.add(RevisionSecret.type, ["get"])
            for set in ServiceRollback.doubtfulSets(of: target, after: items, history) {
                // Its pod that is stuck has to be deleted.
                verbs.add(set.type, ["get"])
                verbs.add(GroupVersionKind.pod, ["delete", "list"])
            }
            let live = items.filter { $0.live != nil }.map(\.desired.object.reference)
            let present = Set(live).union((resolvedPlan.deletions + resolvedPlan.spared).map(\.reference))
            for object in target.objects {
                // An autoscaler that goes before its workload is written has to come back.
                let isGone = !present.contains(object) || object.type == ReplicaOwnership.autoscaler
                if isGone, !live.contains(object) { verbs.add(object.type, ["create", "patch"]) }
                // One that has failed is deleted and made anew.
                if object.type.kind == "Job",
                    items.contains(where: { $0.change.isWrite && $0.desired.object.kind == "Job" })
                {
                    verbs.add(object.type, ["create", "delete", "get"])
                }
            }
            for item in items where item.change == .create {
                let object = item.desired.object
                guard ObjectPruner.mayDelete(object.kind) else { continue }
                verbs.add(object.type, ["delete"])
                if object.kind == ReplicaOwnership.autoscaler.kind { verbs.add(object.type, ["get"]) }
            }
        }
    }
}
