// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension ObservedWorkload {
    /// That pods of this workload may not even be made (quota, PodSecurity, webhooks).
    struct Refusal: Sendable, Hashable {
        /// The server's words, the latest ones.
        var message: String
        /// How often it was seen since our write.
        var count: Int
    }

    /// Why pods that are missing now are not made; `nil` where none are, or nothing was refused since our write.
    ///
    /// Events stay for an hour and are about a ReplicaSet that the same template gets again: those of an earlier
    /// attempt say nothing of this one. Without events the ReplicaSet itself says that it is being refused.
    func refusal(events: [KubernetesObject], replicaSet: KubernetesObject?) -> Refusal? {
        guard lacksPods(replicaSet) else { return nil }
        let failures = events.filter { $0["reason"]?.string == "FailedCreate" && isSinceOurWrite($0) }
        let latest = failures.enumerated().max { left, right in
            let times = (left.element.recordedTime?.seconds ?? 0, right.element.recordedTime?.seconds ?? 0)
            return times.0 != times.1 ? times.0 < times.1 : left.offset < right.offset
        }
        if let latest = latest?.element {
            // An Event that is older than our write does not say how often it has happened since.
            let total = failures.reduce(0) { $0 + (isMadeSinceOurWrite($1) ? $1.eventCount : 1) }
            return Refusal(message: latest["message"]?.string ?? "", count: total)
        }
        return replicaSet?.standingRefusal.map { Refusal(message: $0, count: 1) }
    }

    /// The evidence of a refusal that has lasted for some time while nothing else moved.
    ///
    /// The controller repeats within milliseconds, so that a number says nothing of what passes: old pods that stop
    /// give a quota back. Only a no that is about the pod itself stays a no.
    func evidence(of refusal: Refusal, lasting: Duration, patience: Duration) -> Evidence {
        let cause = RefusedPods(refusal.message).cause(of: self)
        let isAboutThePod = [.limitRange, .podSecurity, .webhookRefused].contains(cause.code)
        return Evidence(
            cause,
            isDefinite: lasting >= patience || isAboutThePod && wasWritten && refusal.count >= 3
        )
    }

    /// What changes whenever a rollout gets on, whatever else holds it up.
    func progress(_ replicaSet: KubernetesObject?) -> [Int] {
        let keys = [
            "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "currentNumberScheduled",
            "updatedNumberScheduled", "numberReady", "active", "succeeded",
        ]
        let status = replicaSet?["status"]
        return keys.map(number)
            + ["replicas", "readyReplicas"].map { key in Int(status?[key]?.integer ?? 0) }
    }

    /// Whether fewer pods are there than its controller is to make; in doubt they are.
    private func lacksPods(_ replicaSet: KubernetesObject?) -> Bool {
        switch named.object.kind {
        case "Deployment":
            guard let replicaSet, let wanted = replicaSet["spec"]?["replicas"]?.integer,
                let seen = replicaSet["status"]?["observedGeneration"]?.integer,
                seen >= replicaSet.generation ?? 0
            else { return true }
            return replicaSet["status"]?["replicas"]?.integer ?? 0 < wanted
        case "StatefulSet": return number("replicas") < Int(latest["spec"]?["replicas"]?.integer ?? 1)
        case "DaemonSet": return number("currentNumberScheduled") < number("desiredNumberScheduled")
        case "Job":
            let together = latest["spec"]?["parallelism"]?.integer ?? 1
            let all = latest["spec"]?["completions"]?.integer ?? together
            return number("active") < min(Int(together), max(0, Int(all) - number("succeeded")))
        default: return true
        }
    }

    /// Whether all that an Event counts is not older than our write; in doubt it is.
    private func isMadeSinceOurWrite(_ event: KubernetesObject) -> Bool {
        guard let written = accepted.writtenTime.flatMap({ Timestamp($0) }),
            let made = event[metadata: "creationTimestamp"]?.string.flatMap({ Timestamp($0) })
        else { return true }
        return made.seconds >= written.seconds
    }

    /// Whether an Event is not older than our write, both by the server's clock.
    private func isSinceOurWrite(_ event: KubernetesObject) -> Bool {
        guard wasWritten, let written = accepted.writtenTime.flatMap({ Timestamp($0) }),
            let recorded = event.recordedTime
        else { return true }
        // Times of writes are whole seconds.
        return recorded.seconds >= written.seconds
    }
}

extension KubernetesObject {
    /// When msctl wrote the object itself last, by the server's clock.
    var writtenTime: String? {
        (self[metadata: "managedFields"]?.array ?? [])
            .filter { $0["manager"]?.string == FieldManager.msctl && $0["subresource"] == nil }
            .compactMap { $0["time"]?.string }.max()
    }

    /// When an Event was last recorded: by the server's clock where it tells, rather than by that of who reported it.
    fileprivate var recordedTime: Timestamp? {
        let written = (self[metadata: "managedFields"]?.array ?? []).compactMap { $0["time"]?.string }
        let made = self[metadata: "creationTimestamp"]?.string
        let reported = [
            self["series"]?["lastObservedTime"]?.string, self["lastTimestamp"]?.string,
            self["eventTime"]?.string,
        ]
        let times = written.isEmpty ? [made] + reported : written + [made]
        return times.compactMap { $0.flatMap { Timestamp($0) } }.max()
    }

    /// Why a ReplicaSet makes no pods, by its own condition about the scale that it has now.
    fileprivate var standingRefusal: String? {
        guard let seen = self["status"]?["observedGeneration"]?.integer, seen >= generation ?? 0 else {
            return nil
        }
        let condition = (self["status"]?["conditions"]?.array ?? []).first {
            $0["type"]?.string == "ReplicaFailure" && $0["status"]?.string == "True"
                && $0["reason"]?.string == "FailedCreate"
        }
        return condition?["message"]?.string
    }
}
