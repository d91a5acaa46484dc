// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Support
import Testing

@testable import Rollout

/// What a deploy takes back, and what it leaves because it has not broken it.
@Suite struct BlameTests {
    private func scaled(_ most: Int64) -> DesiredService {
        Fixture.service("cart") {
            $0.replicas = nil
            $0.autoscaler = (2, most)
        }
    }

    /// A pod of a proven service that has restarted eight times in its life, last after forty hours.
    private var restarted: JSONValue {
        [
            "status": [
                "conditions": [
                    ["type": "PodScheduled", "status": "True"],
                    ["type": "ContainersReady", "status": "False"], ["type": "Ready", "status": "False"],
                ],
                "containerStatuses": [
                    [
                        "name": "cart", "image": "registry.example/cart:1", "imageID": "", "ready": false,
                        "restartCount": 8, "started": true,
                        "state": ["running": ["startedAt": "2027-01-15T07:59:00Z"]],
                        "lastState": [
                            "terminated": [
                                "exitCode": 137, "reason": "Error", "startedAt": "2027-01-13T15:59:00Z",
                                "finishedAt": "2027-01-15T07:59:00Z",
                            ]
                        ],
                    ]
                ],
            ]
        ]
    }

    @Test func doesNotGoBackForWhatWasSoBefore() async throws {
        // C7 (j)
        let rig = Rig()
        _ = try await rig.deploy([scaled(9)])
        let pod = try #require(try await rig.list("Pod").first)
        _ = try await rig.client.patch(
            pod.reference,
            .merge(restarted),
            options: WriteOptions(fieldManager: "kubelet", subresource: "status")
        )
        try await rig.settle()
        let start = rig.clock.now
        let report = try await rig.deploy([scaled(5)])
        #expect(report.outcome == .failedNotRolledBack)
        let service = try #require(report.services.first)
        let cause = try #require(service.cause)
        #expect(cause.code == .neverReady)
        #expect(cause.isOlder)
        #expect(service.rollback == nil)
        #expect(service.rollbackFailure == nil)
        #expect(service.notes.contains { $0.hasPrefix("it was left as it is: ") })
        #expect(service.hasEvidence)
        // Its run has the time that every run has.
        #expect(start.duration(to: rig.clock.now) >= .seconds(60))
        #expect(try await rig.live("HorizontalPodAutoscaler", "cart")?["spec"]?["maxReplicas"] == 5)
    }

    @Test func keepsTheEvidenceOfADeadlineThatPasses() async throws {
        // C7 (k)
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var options = Rig.options
        options.deadline = .seconds(10)
        options.preflights = false
        let slow = Fixture.service("cart") {
            $0.version = "2"
            $0.container = [
                "readinessProbe": [
                    "httpGet": ["path": "/readyz", "port": 8080], "initialDelaySeconds": 40,
                ]
            ]
        }
        let witnessed = Shared(false)
        let report = try await rig.deploy([slow], options: options) { event in
            if case .witnessed = event.what { witnessed.set(true) }
        }
        #expect(report.outcome == .deadlinePassed)
        #expect(report.services.first?.hasEvidence == true)
        #expect(report.services.first?.notes.contains { $0.hasPrefix("not ready yet: pod `cart-") } == true)
        #expect(report.services.first?.rollback == nil)
        #expect(witnessed.value)
    }
}
