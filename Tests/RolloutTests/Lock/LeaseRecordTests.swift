// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct LeaseRecordTests {
    private let now = Timestamp(seconds: 10_000)
    private let reference = ObjectReference(
        type: GroupVersionKind(apiVersion: "coordination.k8s.io/v1", kind: "Lease"),
        namespace: "shop",
        name: "msctl.shop"
    )

    @Test func survivesBeingWritten() {
        var record = LeaseRecord(takenBy: "ci", at: now, after: nil)
        record.resourceVersion = "7"
        record.duration = .seconds(105)
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

    @Test func lastsLongerWhereTheServerIsSlow() {
        #expect(LeaseRecord.duration(forWritesOf: .seconds(5)) == .seconds(45))
        #expect(LeaseRecord.duration(forWritesOf: .milliseconds(19_001)) == .seconds(105))
        #expect(LeaseRecord.duration(forWritesOf: .seconds(600)) == .seconds(225))
        var record = LeaseRecord(takenBy: "ci", at: now, after: nil)
        record.duration = .seconds(105)
        #expect(!record.isFree(at: now, unchangedFor: .seconds(104)))
        #expect(record.isFree(at: now, unchangedFor: .seconds(105)))
        // Its holder renews it in two writes of 20 s at the latest, whatever its clock says.
        #expect(!record.isAbandoned(at: now + .seconds(134)))
        #expect(!record.isFree(at: now + .seconds(135), unchangedFor: .seconds(54)))
        #expect(record.isFree(at: now + .seconds(135), unchangedFor: .seconds(55)))
    }

    @Test(arguments: [(Int64(0), 45), (Int64(15), 45), (Int64(86_400), 225)])
    func believesNoTimeThatNoHolderWouldWrite(seconds: Int64, believed: Int) {
        var object = LeaseRecord(takenBy: "ci", at: now, after: nil).object(reference, system: "shop")
        object["spec"] = ["holderIdentity": "ci", "leaseDurationSeconds": .integer(seconds)]
        #expect(LeaseRecord(object).duration == .seconds(believed))
    }

    /// However long a write takes: two of them, one after the other, come before writing ends.
    @Test func canBeRenewedBeforeWritingEnds() {
        for seconds in 0...60 {
            var record = LeaseRecord(takenBy: "ci", at: now, after: nil)
            let write = Duration.seconds(seconds)
            record.duration = LeaseRecord.duration(forWritesOf: write)
            #expect(max(write, LeaseRecord.renewal) + write < record.closing)
            // Also when the first request for it is never answered.
            #expect(max(write, LeaseRecord.renewal) + record.patience + write <= record.closing)
        }
    }

    @Test func leavesTimeBetweenTheLastWriteOfOneAndTheFirstOfTheNext() {
        let record = LeaseRecord(takenBy: "ci", at: now, after: nil)
        let fence = DeployFence()
        fence.renewed(record, at: .seconds(100), answeredIn: .zero)
        #expect(fence.refusal(at: .seconds(129)) == nil)
        #expect(fence.refusal(at: .seconds(130)) != nil)
        #expect(fence.abortion(at: .seconds(144)) == nil)
        #expect(fence.abortion(at: .seconds(145)) != nil)
        let taken = DeployFence()
        taken.renewed(record, at: .seconds(100), answeredIn: .zero)
        taken.close("another deploy has taken the lock")
        #expect(taken.abortion(at: .seconds(101)) == .closed("another deploy has taken the lock"))
    }

    @Test func goesByTheRenewalThatWasBegunLast() {
        var slow = LeaseRecord(takenBy: "ci", at: now, after: nil)
        slow.duration = .seconds(105)
        let fence = DeployFence()
        fence.renewed(slow, at: .seconds(100), answeredIn: .seconds(20))
        let prompt = LeaseRecord(takenBy: "ci", at: now, after: nil)
        fence.renewed(prompt, at: .seconds(90), answeredIn: .seconds(31))
        #expect(fence.renewedAt == .seconds(100))
        #expect(fence.refusal(at: .seconds(169)) == nil)
        #expect(fence.refusal(at: .seconds(170)) != nil)
        #expect(fence.abortion(at: .seconds(204)) == nil)
        #expect(fence.abortion(at: .seconds(205)) != nil)
    }

    @Test func saysWhatKeptItFromBeingRenewed() {
        let record = LeaseRecord(takenBy: "ci", at: now, after: nil)
        let lost = "the lock could not be renewed in time"
        let slow = DeployFence()
        slow.renewed(record, at: .seconds(100), answeredIn: .seconds(9))
        slow.asked(at: .seconds(110))
        slow.asked(at: .seconds(120))
        let wait = "its lease has not been written within 20 s, after 9 s for the one before"
        #expect(slow.closure(at: .seconds(130)) == "\(lost): \(wait)")
        let failing = DeployFence()
        failing.renewed(record, at: .zero, answeredIn: .zero)
        failing.asked(at: .seconds(10))
        failing.failed("the server has a problem (503)")
        #expect(failing.closure(at: .seconds(30)) == "\(lost): the server has a problem (503)")
    }

    @Test func countsHandsAndKeepsTheFencingToken() {
        var first = LeaseRecord(takenBy: "a", at: now, after: nil)
        first.resourceVersion = "5"
        let second = LeaseRecord(takenBy: "b", at: now, after: first)
        #expect(second.transitions == 1)
        #expect(second.resourceVersion == "5")
    }
}
