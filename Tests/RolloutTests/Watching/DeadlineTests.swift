// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

/// What a deadline that passes is called: a standstill, or a rollout that was still getting on.
@Suite struct DeadlineTests {
    @Test func saysWhenTimeRunsOutWhileItIsGettingOn() {
        var followed = Followed.underWay()
        followed.wait(.seconds(300))
        followed.see(Seen.deployment(ready: 1))
        followed.wait(.seconds(299))
        #expect(!followed.hasPassedDeadline)
        followed.wait(.seconds(1))
        #expect(followed.hasPassedDeadline)
        #expect(followed.failure == nil)
    }

    @Test func namesWhatIsNotReadyYet() {
        var followed = Followed.underWay()
        #expect(followed.machine.pending == nil)
        followed.see(
            Seen.pod("web-2-a", container: Seen.waiting("ContainerCreating")),
            Seen.pod("web-2-b", container: Seen.running()),
            Seen.pod("web-1-a", of: "web-1", container: Seen.running())
        )
        #expect(
            followed.machine.pending
                == "not ready yet: pod `web-2-a` (container `web`: ContainerCreating), pod `web-2-b` (container `web`: running)"
        )
    }

    @Test(arguments: [true, false])
    func endsTheSameWayWhicheverDeadlinePassesFirst(controllerIsFirst: Bool) throws {
        // C7 (k)
        var followed = Followed.underWay()
        followed.wait(.milliseconds(599_900))
        #expect(followed.failure == nil)
        if controllerIsFirst {
            followed.see(
                Seen.deployment(conditions: [
                    Seen.condition("Progressing", "False", "ProgressDeadlineExceeded")
                ])
            )
        }
        followed.wait(.milliseconds(100))
        let cause = try #require(followed.failure)
        #expect(cause.code == .deadlineExceeded)
        #expect(cause.headline == "the rollout makes no progress")
        #expect(!followed.hasPassedDeadline)
    }
}
