// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Frees StatefulSets that wait for a pod of a revision that is to be replaced.
///
/// The controller of an ordered set waits for each of its pods to become ready before it touches any, even when what it
/// waits for was taken back; only deleting the pod helps (C7 (f)).
struct StuckPods: Sendable {
    /// How often the controller is asked whether it has seen what was written.
    private static let glance = Duration.seconds(1)
    /// How long that is waited for: a controller that does not run would not replace the pods either.
    private static let longest = Duration.seconds(60)

    let context: DeployContext
    let service: String
    /// How long a pod that shows no trouble may be on its way to readiness; `nil` for not at all, because what it
    /// is of has failed.
    var patience: Duration?

    /// Whether an object is a StatefulSet of which some pod was not ready.
    static func isSuspect(_ live: KubernetesObject) -> Bool {
        guard live.kind == "StatefulSet", let status = live["status"] else { return false }
        return (status["readyReplicas"]?.integer ?? 0) < (status["replicas"]?.integer ?? 0)
    }

    /// Deletes the pods of a set that it waits for and that are of another revision than it is to have; says which.
    ///
    /// Only an ordered set waits for what it is about to replace, and one with `OnDelete` replaces nothing by itself.
    func free(_ set: ObjectReference, wasWritten: Bool = true) async throws(DeployError) -> [ObjectReference]
    {
        guard let current = try await observed(set), current.replacesPodsInOrder else { return [] }
        // The server's clock, as far as it is known: pods tell by that since when they are not ready.
        let written = wasWritten ? current.writtenTime.flatMap { Timestamp($0) } : nil
        let now = written ?? context.time.now()
        let pods = try await DeployError.wrapping { () async throws(ClusterError) in
            try await context.client.list(
                GroupVersionKind.pod,
                namespace: context.scope.namespace,
                labelSelector: "\(Label.service)=\(service)"
            ).items
        }
        var freed: [ObjectReference] = []
        for pod in pods where pod.isControlled(by: current.uid) && isStuck(pod, in: current, at: now) {
            // It takes its time to end; what takes its place is waited for with the rest.
            _ = try await ObjectPruner.request(pod, context: context)
            context.emit(service, .pruned(pod.reference))
            freed.append(pod.reference)
        }
        return freed
    }

    /// The set, once its controller has seen what was written last; `nil` if it does not come to that.
    private func observed(_ set: ObjectReference) async throws(DeployError) -> KubernetesObject? {
        let start = context.time.elapsed()
        while true {
            let current = try await DeployError.wrapping { () async throws(ClusterError) in
                try await context.client.get(set)
            }
            let seen = current["status"]?["observedGeneration"]?.integer ?? 0
            if seen >= current[metadata: "generation"]?.integer ?? 0 { return current }
            guard context.time.elapsed() - start < Self.longest else { return nil }
            do {
                try await context.time.sleep(Self.glance)
            } catch {
                throw .interrupted
            }
        }
    }

    private func isStuck(_ pod: KubernetesObject, in set: KubernetesObject, at now: Timestamp) -> Bool {
        let hash = pod.label("controller-revision-hash")
        guard !pod.isPodReady, !pod.isBeingDeleted, hash != set["status"]?["updateRevision"]?.string else {
            return false
        }
        // Pods below the partition are to stay as they are.
        let partition = set["spec"]?[path: "updateStrategy", "rollingUpdate"]?["partition"]?.integer ?? 0
        let first = set["spec"]?["ordinals"]?["start"]?.integer ?? 0
        let isKept = hash == set["status"]?["currentRevision"]?.string
        if isKept, let ordinal = pod.name.split(separator: "-").last.flatMap({ Int64($0) }),
            ordinal < first + partition
        {
            return false
        }
        guard let patience else { return true }
        return pod.hasContainerTrouble || now - pod.unreadySince >= pod.startingTime(atLeast: patience)
    }
}

extension KubernetesObject {
    /// Whether a pod is ready, by its own condition.
    var isPodReady: Bool { readyCondition?["status"]?.string == "True" }

    fileprivate var readyCondition: JSONValue? {
        (self["status"]?["conditions"]?.array ?? []).first { $0["type"]?.string == "Ready" }
    }

    /// Since when a pod that is not ready is so; since it was made, if it does not say.
    fileprivate var unreadySince: Timestamp {
        (readyCondition?["lastTransitionTime"]?.string).flatMap(Timestamp.init)
            ?? createdAt ?? Timestamp(seconds: 0)
    }

    /// Whether a StatefulSet waits for one pod after the other, and replaces them by itself.
    fileprivate var replacesPodsInOrder: Bool {
        let strategy = self["spec"]?["updateStrategy"]?["type"]?.string ?? "RollingUpdate"
        return strategy == "RollingUpdate" && self["spec"]?["podManagementPolicy"]?.string != "Parallel"
    }

    /// How long a pod may take to become ready, by its own probes.
    fileprivate func startingTime(atLeast floor: Duration) -> Duration {
        (self["spec"]?["containers"]?.array ?? []).reduce(floor) { longest, container in
            max(longest, ProbeBudget(container: container, minReadySeconds: 0).allowance(atLeast: floor))
        }
    }

    /// Whether a container of a pod has ended, or cannot start.
    fileprivate var hasContainerTrouble: Bool {
        ["initContainerStatuses", "containerStatuses"].contains { list in
            (self["status"]?[list]?.array ?? []).contains { container in
                let waiting = container["state"]?["waiting"]?["reason"]?.string
                let isWaiting =
                    waiting.map { !["ContainerCreating", "PodInitializing"].contains($0) } ?? false
                // How it ended before says nothing of a run that goes on.
                let ended = container["state"]?["terminated"]
                return isWaiting || ended?["exitCode"]?.integer ?? 0 != 0
            }
        }
    }
}
