// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import Rollout
import Testing

@testable import Commands

/// Whoever only asks is told nothing of what a deploy would have done.
@Suite struct InterruptedReadTests {
    @Test func anInterruptedQuestionIsJustThat() {
        let questions = [
            CommandFailure(DeployError.interrupted),
            CommandFailure(ClusterError(.cancelled, doing: "asking `https://one` for its version")),
        ]
        for failure in questions {
            #expect(failure.status == .interrupted)
            #expect(failure.lines == ["error: interrupted"])
        }
    }

    @Test func doctorDoesNotSendPeopleToItself() {
        var error = ClusterError(.forbidden, doing: "asking `https://one` for its version")
        error.hint = "`msctl doctor` lists the rights that are needed"
        let failure = DoctorCommand.refusal(error)
        #expect(failure.status == .notAllowed)
        #expect(failure.hint == "ask whoever runs the cluster for that right; nothing further was checked")
        error.hint = "the server was told nobody's name: check the user of this context in the kubeconfig"
        #expect(DoctorCommand.refusal(error).hint == error.hint)
    }

    /// Who may deploy and not scale is told so, and is ready to deploy.
    @Test func doctorNamesTheRightToScaleAndFailsNobodyForIt() {
        let question = AccessQuestion(
            verb: "patch",
            group: "apps",
            resource: "deployments",
            subresource: "scale",
            namespace: "shop"
        )
        let check = DoctorReport.Check.unscalable(question, because: nil)
        #expect(check.state == .note)
        #expect(
            check.line(Paint(isOn: false))
                == "  · may not patch deployments.apps/scale in shop, so that `msctl scale` is refused; a deploy does not need it"
        )
    }
}
