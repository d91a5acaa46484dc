// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// Who decides how many replicas there are, when that changes.
@Suite struct ReplicaOwnershipTests {
    private func fixed(_ replicas: Int64, version: String = "1") -> DesiredService {
        Fixture.service("cart") {
            $0.version = version
            $0.replicas = replicas
        }
    }

    private func scaled(_ least: Int64, _ most: Int64, version: String = "1") -> DesiredService {
        Fixture.service("cart") {
            $0.version = version
            $0.replicas = nil
            $0.autoscaler = (least, most)
        }
    }

    private func replicas(_ rig: Rig) async throws -> JSONValue? {
        try await rig.live("Deployment", "cart")?["spec"]?["replicas"]
    }

    private func owners(_ rig: Rig) async throws -> [String] {
        let entries = try await rig.live("Deployment", "cart")?[metadata: "managedFields"]?.array ?? []
        return entries.filter { $0[path: "fieldsV1", "f:spec"]?["f:replicas"] != nil }
            .compactMap { $0["manager"]?.string }.sorted()
    }

    /// Lets the autoscaler decide on a number of its own.
    private func autoscale(_ rig: Rig, to replicas: Int64) async throws {
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["spec": ["replicas": .integer(replicas)]]),
            options: WriteOptions(fieldManager: "kube-controller-manager", subresource: "scale")
        )
    }

    @Test(arguments: ["1", "2"])
    func aFixedNumberTakesThePlaceOfAnAutoscaler(version: String) async throws {
        // C6.5
        let rig = Rig()
        _ = try await rig.deploy([scaled(3, 9)])
        try await autoscale(rig, to: 5)
        let report = try await rig.deploy([fixed(2, version: version)])
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.conflicts == [])
        #expect(report.services.first?.ready == ReadyCount(ready: 2, desired: 2))
        #expect(report.pruned.map(\.type.kind) == ["HorizontalPodAutoscaler"])
        #expect(try await replicas(rig) == 2)
        #expect(try await owners(rig) == ["msctl"])
        // Before the workload, or else the autoscaler would answer with a number of its own.
        let writes = rig.transport.writes
        let deletion = try #require(
            writes.firstIndex { $0.hasPrefix("DELETE") && $0.contains("autoscalers") }
        )
        let last = try #require(writes.lastIndex { $0.hasSuffix("/deployments/cart") })
        #expect(deletion < last)
        rig.transport.forget()
        let again = try await rig.deploy([fixed(2, version: version)])
        #expect(again.services.first?.outcome == .unchanged)
        #expect(rig.transport.writes == [])
    }

    @Test func theNumberThatTheAutoscalerHadChosenBecomesOurs() async throws {
        let rig = Rig()
        _ = try await rig.deploy([scaled(3, 9)])
        try await autoscale(rig, to: 5)
        let report = try await rig.deploy([fixed(5)])
        #expect(report.outcome == .succeeded)
        let entry = report.plan.entries.first { $0.object.type.kind == "Deployment" }
        #expect(entry?.notes == ["`spec.replicas` is taken back from the autoscaler, which goes"])
        #expect(try await replicas(rig) == 5)
        #expect(try await owners(rig).contains("msctl"))
        #expect(try await rig.deploy([fixed(4)]).outcome == .succeeded)
        #expect(try await replicas(rig) == 4)
    }

    @Test func aWorkloadThatWasLeftBehindByAnAutoscalerIsTakenBack() async throws {
        let rig = Rig()
        _ = try await rig.deploy([scaled(3, 9)])
        try await autoscale(rig, to: 5)
        let scaler = try #require(try await rig.live("HorizontalPodAutoscaler", "cart")?.reference)
        try await rig.client.delete(scaler, options: DeleteOptions(uid: nil))
        #expect(try await rig.deploy([fixed(2)]).outcome == .succeeded)
        #expect(try await replicas(rig) == 2)
    }

    @Test func theAutoscalerOfSomebodyElseIsRespected() async throws {
        let rig = Rig()
        _ = try await rig.deploy([fixed(2)])
        let scaler = KubernetesObject(
            type: ReplicaOwnership.autoscaler,
            metadata: ["name": "theirs", "namespace": "shop"],
            members: [
                "spec": [
                    "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "cart"],
                    "minReplicas": 4, "maxReplicas": 9,
                ]
            ]
        )
        _ = try await rig.client.create(scaler)
        try await autoscale(rig, to: 4)
        let report = try await rig.deploy([fixed(2, version: "2")])
        #expect(report.outcome == .succeeded)
        #expect(try await replicas(rig) == 4)
    }

    @Test func anAutoscalerTakesThePlaceOfAFixedNumber() async throws {
        // C6.5
        let rig = Rig()
        _ = try await rig.deploy([fixed(3)])
        let report = try await rig.deploy([scaled(2, 9)])
        #expect(report.outcome == .succeeded)
        #expect(try await replicas(rig) == 3)
        #expect(try await !owners(rig).contains("msctl"))
        rig.transport.forget()
        #expect(try await rig.deploy([scaled(2, 9)]).services.first?.outcome == .unchanged)
        #expect(rig.transport.writes == [])
        try await autoscale(rig, to: 7)
        _ = try await rig.deploy([scaled(2, 9, version: "2")])
        #expect(try await replicas(rig) == 7)
        #expect(try await owners(rig) == ["kube-controller-manager"])
    }

    @Test func goesBackAndForth() async throws {
        let rig = Rig()
        for round in 1...3 as ClosedRange<Int64> {
            #expect(try await rig.deploy([fixed(round)]).outcome == .succeeded)
            #expect(try await replicas(rig) == .integer(round))
            #expect(try await rig.deploy([scaled(4, 9)]).outcome == .succeeded)
            #expect(try await replicas(rig) == 4)
        }
    }

    @Test func aFailedDeployWithAFixedNumberGoesBackToTheAutoscaler() async throws {
        let rig = Rig()
        _ = try await rig.deploy([scaled(3, 9)])
        let broken = Fixture.broken("cart", "image-not-found")
        let report = try await rig.deploy([broken])
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.rollback?.isVerified == true)
        #expect(try await rig.live("HorizontalPodAutoscaler", "cart") != nil)
        #expect(try await replicas(rig) == 3)
    }

    @Test func aFailedDeployWithAnAutoscalerGoesBackToTheFixedNumber() async throws {
        let rig = Rig()
        _ = try await rig.deploy([fixed(2)])
        let broken = Fixture.service("cart") {
            $0.version = "2"
            $0.fault = "image-not-found"
            $0.replicas = nil
            $0.autoscaler = (4, 9)
        }
        let report = try await rig.deploy([broken])
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.rollback?.isVerified == true)
        #expect(try await rig.live("HorizontalPodAutoscaler", "cart") == nil)
        #expect(try await replicas(rig) == 2)
        #expect(try await owners(rig).contains("msctl"))
    }

    @Test func aScaleSetByHandEndsWithTheAutoscaler() async throws {
        let rig = Rig()
        _ = try await rig.deploy([fixed(2)])
        _ = try await rig.deployer.scale("cart", in: rig.scope, least: 5)
        _ = try await rig.deploy([scaled(3, 9)])
        #expect(try await replicas(rig) == 5)
        _ = try await rig.deploy([fixed(2)])
        #expect(try await replicas(rig) == 2)
        _ = try await rig.deploy([scaled(3, 9)])
        _ = try await rig.deployer.scale("cart", in: rig.scope, least: 6, most: 8)
        _ = try await rig.deploy([fixed(2)])
        #expect(try await replicas(rig) == 2)
        _ = try await rig.deploy([scaled(3, 9)])
        #expect(try await rig.live("HorizontalPodAutoscaler", "cart")?["spec"]?["minReplicas"] == 3)
    }

    @Test func anAutoscalerWorksAgainOnceItIsScaled() async throws {
        let rig = Rig()
        _ = try await rig.deploy([scaled(1, 2)])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        try await rig.client.setScale(of: deployment, to: 0, fieldManager: "kubectl")
        let result = try await rig.deployer.scale("cart", in: rig.scope, least: 1)
        #expect(result.woken == [deployment])
        #expect(result.isChange && result.least == 1 && result.after == "1-2")
        #expect(try await replicas(rig) == 1)
        // What runs is left to the autoscaler.
        try await autoscale(rig, to: 2)
        #expect(try await rig.deployer.scale("cart", in: rig.scope, least: 1).woken == [])
        #expect(try await replicas(rig) == 2)
    }

    @Test(arguments: [3, 5])
    func aScaleSetByHandEndsWhenTheManifestAsksForAnother(replicas wanted: Int64) async throws {
        let rig = Rig()
        _ = try await rig.deploy([fixed(2)])
        _ = try await rig.deployer.scale("cart", in: rig.scope, least: 5)
        let report = try await rig.deploy([fixed(wanted)])
        let entry = report.plan.entries.first { $0.object.type.kind == "Deployment" }
        #expect(entry?.notes == ["the scale 5 that was set by hand ends, as the manifest has changed"])
        #expect(try await replicas(rig) == .integer(wanted))
        #expect(try await rig.deployer.status(in: rig.scope).services.first?.scaleOverride == nil)
        // What the manifest said before does not bring it back.
        _ = try await rig.deploy([fixed(2)])
        #expect(try await replicas(rig) == 2)
    }
}
