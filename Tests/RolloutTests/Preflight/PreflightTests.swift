// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct PreflightTests {
    @Test func refusesWhatItMayNotDo() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let transport = DenyingTransport(base: rig.transport, verb: "patch")
        let client = ClusterClient(transport: transport, options: ClientOptions(clock: rig.clock))
        let deployer = Deployer(client: client, clock: rig.clock) { Rig.start }
        rig.transport.forget()
        let request = rig.request([Fixture.service("cart") { $0.version = "2" }])
        let report = try await deployer.deploy(request)
        #expect(report.outcome == .notAllowed)
        let stopped = try #require(report.stopped)
        #expect(stopped.hasPrefix("nothing was written: not allowed to "))
        #expect(stopped.contains("patch secrets in shop"))
        #expect(stopped.contains("patch deployments.apps in shop"))
        #expect(rig.transport.writes == [])
        let asked = transport.asked
        #expect(Set(asked).count == asked.count)
        _ = try await deployer.deploy(request)
        #expect(transport.asked == asked)
    }

    @Test func triesThePodAgainstQuotas() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.client.create(
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: "ResourceQuota"),
                metadata: ["name": "few", "namespace": "shop"],
                members: ["spec": ["hard": ["pods": "2"]]]
            )
        )
        rig.transport.forget()
        let report = try await rig.deploy([Fixture.service("cart"), Fixture.service("orders")])
        #expect(report.outcome == .preflightRefused)
        #expect(report.services.map(\.outcome) == [.skipped, .failed])
        let cause = try #require(report.services.last?.cause)
        #expect(cause.code == .quotaExceeded)
        #expect(cause.headline == "the quota `few` leaves no room for another pod")
        #expect(rig.transport.writes == [])
    }

    @Test func refusesADeadlineThatCannotBeMet() async throws {
        let rig = Rig()
        var options = Rig.options
        options.deadline = .seconds(10)
        let slow = Fixture.service("orders") {
            $0.container = [
                "readinessProbe": ["httpGet": ["path": "/readyz", "port": 8080], "initialDelaySeconds": 11]
            ]
        }
        let report = try await rig.deploy([slow], options: options)
        #expect(report.outcome == .preflightRefused)
        #expect(report.services.first?.cause?.code == .deadlineTooShort)
        #expect(rig.transport.writes == [])
    }

    @Test func makesThePodWithoutAnAccountThatIsNotThereYet() throws {
        let workload = try #require(
            Fixture.service("cart").objects.first { $0.object.kind == "Deployment" }?.object
        )
        let early = PodTrial.pod(of: workload, namespace: "shop", accounts: ["default"])
        #expect(early?["spec"]?["serviceAccountName"] == nil)
        let later = PodTrial.pod(of: workload, namespace: "shop", accounts: ["cart"])
        #expect(later?["spec"]?["serviceAccountName"] == "cart")
        #expect(later?.labels["app.kubernetes.io/name"] == "cart")
    }

    @Test func knowsAClusterByItsFingerprint() async throws {
        let rig = Rig()
        let fingerprint = try #require(try await rig.deployer.plan(rig.request([])).cluster)
        try await rig.deployer.requireCluster(fingerprint)
        await #expect(throws: DeployError.self) { try await rig.deployer.requireCluster("another") }
    }
}
