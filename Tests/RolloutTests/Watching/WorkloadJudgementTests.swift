// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

/// What is said of a workload that was made anew, that makes its pods later, or that somebody else holds back.
@Suite struct WorkloadJudgementTests {
    private func deployment(uid: String) -> KubernetesObject {
        var object = Seen.deployment(observed: 1, ready: 3, revision: "1")
        object[metadata: "uid"] = .string(uid)
        return object
    }

    @Test func lateNewsOfTheOneThatHadToGoAreNotAboutTheNewOne() {
        var followed = Followed(accepted: deployment(uid: "new"), predecessor: "old")
        followed.see(deployment(uid: "old"))
        #expect(followed.failure == nil)
        followed.see(deployment(uid: "third"))
        #expect(followed.failure?.code == .replaced)
    }

    private func job(active: Int64, suspended: Bool = false) -> KubernetesObject {
        KubernetesObject(
            type: .job,
            metadata: ["name": "web", "namespace": "shop", "uid": "uid-job"],
            members: [
                "spec": ["completions": 1, "parallelism": 1, "suspend": .bool(suspended)],
                "status": ["active": .integer(active)],
            ]
        )
    }

    private func refused(_ reason: String = "exceeded quota: team, used: pods=1, limited: pods=1")
        -> KubernetesObject
    {
        Seen.event("FailedCreate", "pods \"x\" is forbidden: \(reason)", about: "uid-job", count: 4)
    }

    @Test(arguments: [(1, false), (0, true)] as [(Int64, Bool)])
    func aJobIsHeldUpByARefusalOnlyWhileItLacksItsPod(active: Int64, fails: Bool) {
        var followed = Followed(desired: Seen.desired(kind: "Job"), accepted: job(active: 0))
        followed.see(refused())
        followed.see(job(active: active))
        followed.wait(.seconds(61))
        followed.wait(.seconds(1))
        #expect((followed.failure != nil) == fails)
    }

    @Test func aJobThatAQueueHoldsBackIsNotTakenBack() {
        var followed = Followed(desired: Seen.desired(kind: "Job"), accepted: job(active: 0, suspended: true))
        followed.wait(.seconds(61))
        #expect(followed.failure == nil)
    }

    @Test func whatAnEventCountedBeforeOurWriteIsNotHeldAgainstIt() {
        let reason = #"violates PodSecurity "restricted:latest": runAsNonRoot != true"#
        var written = job(active: 0)
        written[metadata: "managedFields"] = [
            ["manager": "msctl", "operation": "Apply", "time": "2026-01-01T00:10:00Z"]
        ]
        var event = refused(reason)
        event[metadata: "creationTimestamp"] = "2026-01-01T00:00:00Z"
        event[metadata: "managedFields"] = [["manager": "controller", "time": "2026-01-01T00:10:01Z"]]
        var followed = Followed(desired: Seen.desired(kind: "Job"), accepted: written)
        followed.see(event)
        #expect(followed.failure == nil)
        event[metadata: "creationTimestamp"] = "2026-01-01T00:10:00Z"
        var again = Followed(desired: Seen.desired(kind: "Job"), accepted: written)
        again.see(event)
        #expect(again.failure?.code == .podSecurity)
    }
}
