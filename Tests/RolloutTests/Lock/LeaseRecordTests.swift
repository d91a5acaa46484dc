// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
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
        #expect(!record.isFree(at: now, unchangedFor: .seconds(29)))
        #expect(record.isFree(at: now, unchangedFor: .seconds(30)))
    }

    @Test func isFreeAtOnceWhenTheLastRenewalIsLongAgoEvenWithClocksApart() {
        let record = LeaseRecord(takenBy: "ci", at: now, after: nil)
        #expect(!record.isFree(at: now + .seconds(59), unchangedFor: .zero))
        #expect(record.isFree(at: now + .seconds(60), unchangedFor: .zero))
    }

    @Test func countsHandsAndKeepsTheFencingToken() {
        var first = LeaseRecord(takenBy: "a", at: now, after: nil)
        first.resourceVersion = "5"
        let second = LeaseRecord(takenBy: "b", at: now, after: first)
        #expect(second.transitions == 1)
        #expect(second.resourceVersion == "5")
    }
}
