// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct LeaseRecordTests {
    private let now = Timestamp(seconds: 10_000)
    private let reference = ObjectReference(
        type: GroupVersionKind(apiVersion: "coordination.k8s.io/v1", kind: "Lease"),
        namespace: "shop",
        name: "msctl.shop.dev"
    )

    @Test func survivesBeingWritten() {
        var record = LeaseRecord(takenBy: "ci", at: now, after: nil)
        record.resourceVersion = "7"
        #expect(LeaseRecord(record.object(reference, system: "shop")) == record)
    }

    @Test func isFreeWhenNobodyHoldsIt() {
        var record = LeaseRecord(takenBy: "ci", at: now, after: nil)
        #expect(!record.isFree(at: now, unchangedFor: .zero))
        record.holder = ""
        #expect(record.isFree(at: now, unchangedFor: .zero))
    }

    @Test func isFreeAfterStayingTheSameForLongEnough() {
        let record = LeaseRecord(takenBy: "ci", at: now, after: nil)
        #expect(!record.isFree(at: now, unchangedFor: .seconds(44)))
        #expect(record.isFree(at: now, unchangedFor: .seconds(45)))
    }

    @Test func isFreeSoonerWhenTheLastRenewalIsLongAgoButNotUnseen() {
        let record = LeaseRecord(takenBy: "ci", at: now, after: nil)
        #expect(!record.isFree(at: now + .seconds(74), unchangedFor: .seconds(15)))
        #expect(record.isFree(at: now + .seconds(75), unchangedFor: .seconds(15)))
        // A holder that lives renews within that time, whatever its clock says.
        #expect(!record.isFree(at: now + .seconds(100_000), unchangedFor: .seconds(14)))
    }

    @Test func leavesTimeBetweenTheLastWriteOfOneAndTheFirstOfTheNext() {
        let fence = DeployFence()
        fence.renewed(at: .seconds(100))
        #expect(fence.refusal(at: .seconds(129)) == nil)
        #expect(fence.refusal(at: .seconds(130)) != nil)
        #expect(fence.abortion(at: .seconds(144)) == nil)
        #expect(fence.abortion(at: .seconds(145)) != nil)
        let taken = DeployFence()
        taken.renewed(at: .seconds(100))
        taken.close("another deploy has taken the lock")
        #expect(taken.abortion(at: .seconds(101)) == .closed("another deploy has taken the lock"))
    }

    @Test func countsHandsAndKeepsTheFencingToken() {
        var first = LeaseRecord(takenBy: "a", at: now, after: nil)
        first.resourceVersion = "5"
        let second = LeaseRecord(takenBy: "b", at: now, after: first)
        #expect(second.transitions == 1)
        #expect(second.resourceVersion == "5")
    }
}
