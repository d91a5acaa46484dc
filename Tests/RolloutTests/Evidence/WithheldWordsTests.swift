// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// Which words of containers are kept, whole, cut, or not at all.
@Suite struct WithheldWordsTests {
    @Test(arguments: ["waiting", "running", "terminated"])
    func noStateSaysWhatIsWithheld(state: String) {
        let words: JSONValue = ["message": "hook said s3cr3t", "reason": "PostStartHookError"]
        let pod = KubernetesObject(
            type: GroupVersionKind.pod,
            metadata: ["name": "orders", "namespace": "shop"],
            members: [
                "status": [
                    "containerStatuses": [
                        [
                            "name": "orders",
                            "state": .object(JSONObject([(state, words)])),
                        ]
                    ]
                ]
            ]
        )
        let silent = pod.without("‹withheld›")["status"]?["containerStatuses"]?.array?.first?["state"]?[state]
        #expect(silent?["message"] == "‹withheld›")
        #expect(silent?["reason"] == "PostStartHookError")
        #expect(pod.without(nil).json == pod.json)
    }

    @Test(arguments: [
        ("Unhealthy", true), ("FailedPostStartHook", true), ("FailedPreStopHook", true), ("Scheduled", false),
    ])
    func eventsThatQuoteAContainerAreWithheld(reason: String, isWithheld: Bool) {
        var mask = SecretMask()
        mask.leaveUnread("db")
        let event = KubernetesObject(
            type: GroupVersionKind.event,
            metadata: ["name": "orders.1", "namespace": "shop"],
            members: ["reason": .string(reason), "message": "hook said s3cr3t"]
        )
        let clean = mask.clean(EventEntry(event))
        #expect(clean.message.contains("s3cr3t") == !isWithheld)
    }

    @Test func whatHasNoCauseIsNotTheSameAsWhatHasNone() {
        let budget = LogBudget()
        for _ in 0..<20 { #expect(budget.admits(nil, of: "orders")) }
    }

    @Test(arguments: [2048, 4096])
    func linesThatTheKubeletHasCutAreLeftOut(limit: Int) {
        let middle = String(repeating: "x", count: limit - 14)
        #expect("cr3t-1\n\(middle)\ns3cr3".utf8.count == limit - 1)
        #expect("cr3t-1\n\(middle)\ns3cr3t".withoutCutLines == middle)
        #expect("cr3t-12\n\(middle)y\n----\n".withoutCutLines == "\(middle)y\n----\n")
        #expect("cr3t-1\n\(middle)\ns3cr3".withoutCutLines == "cr3t-1\n\(middle)\ns3cr3")
        #expect(String(repeating: "x", count: limit).withoutCutLines == "")
    }
}
