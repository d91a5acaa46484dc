// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// ConfigMaps that pods ask for: those that were lost and come back, and those that nobody has seen replaced.
@Suite struct ConfigurationInUseTests {
    private func maps(_ rig: Rig) async throws -> [String] {
        try await rig.list("ConfigMap").filter { $0.labels[Label.service] != nil }.map(\.name).sorted()
    }

    private var hasty: DeployOptions {
        var options = Rig.options
        options.waits = false
        return options
    }

    /// A rig with a service whose ConfigMap somebody has deleted, and whose pods wait for it.
    private func deprived() async throws -> Rig {
        let rig = Rig()
        try #require(try await rig.deploy([Fixture.service("cart")]).outcome == .succeeded)
        let lost = try await rig.list("ConfigMap").filter { $0.name == "cart-a" }
        for object in try await lost + rig.list("Pod") {
            try await rig.client.delete(object.reference, options: DeleteOptions(uid: object.uid))
        }
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(15)) }
        let reasons = try await rig.list("Pod").flatMap(\.containerStatuses).map {
            $0["state"]?["waiting"]?["reason"]?.string
        }
        try #require(reasons == ["CreateContainerConfigError", "CreateContainerConfigError"])
        return rig
    }

    @Test func aDeployBringsBackWhatPodsMiss() async throws {
        // C7 (i)
        let rig = try await deprived()
        let report = try await rig.deploy([Fixture.service("cart")])
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.rollback == nil)
        #expect(report.services.first?.ready == ReadyCount(ready: 2, desired: 2))
    }

    @Test func aWayBackBringsBackWhatPodsMiss() async throws {
        // C7 (i)
        let rig = try await deprived()
        let report = try await rig.deploy([Fixture.broken("cart", "image-not-found")])
        #expect(report.services.first?.rollbackFailure == nil)
        #expect(report.services.first?.rollback?.isVerified == true)
    }

    @Test func whatSomebodyElseHasMadeSinceIsNotMissing() async throws {
        // C7 (i)
        let rig = Rig()
        let secret = KubernetesObject(
            type: .secret,
            metadata: ["name": "tokens", "namespace": "shop"],
            members: ["stringData": ["key": "value"]]
        )
        let reading: (inout Fixture.Variant) -> Void = {
            $0.container = ["envFrom": [["secretRef": ["name": "tokens"]]]]
        }
        _ = try await rig.client.create(Fixture.namespace.object)
        // Nobody has made it yet, and nobody waits.
        _ = try await rig.deploy([Fixture.service("cart", reading)], options: hasty)
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(15)) }
        let missing = try await rig.fork().deploy([Fixture.service("cart", reading)])
        #expect(missing.services.first?.cause?.headline == "Secret `tokens` does not exist")
        #expect(missing.duration < .seconds(10))
        _ = try await rig.client.create(secret)
        let report = try await rig.deploy([Fixture.service("cart", reading)])
        #expect(report.outcome == .succeeded)
    }

    @Test func whatNobodyHasSeenReplacedStaysUntilAProof() async throws {
        // C10
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let next = Fixture.service("cart") { $0.setting = "b" }
        let unseen = try await rig.deploy([next], options: hasty)
        #expect(unseen.outcome == .succeeded)
        #expect(unseen.pruned == [])
        #expect(try await maps(rig) == ["cart-a", "cart-b"])
        let again = try await rig.deploy([next], options: hasty)
        #expect(again.services.map(\.outcome) == [.unchanged])
        #expect(try await maps(rig) == ["cart-a", "cart-b"])
        let proven = try await rig.deploy([next])
        #expect(proven.services.map(\.outcome) == [.succeeded])
        #expect(proven.pruned.map(\.name) == ["cart-a"])
        #expect(try await maps(rig) == ["cart-b"])
        #expect(try await rig.deploy([next], options: hasty).pruned == [])
        #expect(try await maps(rig) == ["cart-b"])
    }

    @Test func whatWasPutBackUnseenIsLookedAtBeforeAnythingGoes() async throws {
        // C10
        let rig = Rig()
        let first = Fixture.service("cart")
        _ = try await rig.deploy([first])
        #expect(try await rig.deploy([Fixture.service("cart") { $0.setting = "b" }]).outcome == .succeeded)
        let options = hasty
        let back = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, options: options)
        }
        #expect(back.outcome == .succeeded)
        #expect(try await maps(rig) == ["cart-a", "cart-b"])
        let early = try await rig.deploy([first])
        #expect(early.services.map(\.outcome) == [.unchanged])
        #expect(early.pruned == [])
        let words =
            "its rollout has not come to its end, so `ConfigMap shop/cart-b` stays for pods of an older "
            + "version; deploy again once it has"
        #expect(early.notes == ["`cart`: \(words)"])
        #expect(early.plan.entries.flatMap(\.notes) == [words])
        #expect(try await maps(rig) == ["cart-a", "cart-b"])
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(60)) }
        #expect(try await rig.deploy([first]).pruned.map(\.name) == ["cart-b"])
        #expect(try await maps(rig) == ["cart-a"])
    }

    @Test func podsOfEveryVersionSinceTheLastProofMayStillRun() async throws {
        // C10
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        for setting in ["b", "c"] {
            let broken = Fixture.service("cart") {
                $0.version = setting
                $0.setting = setting
                $0.fault = "image-not-found"
            }
            #expect(try await rig.deploy([broken], options: hasty).outcome == .succeeded)
        }
        #expect(try await maps(rig) == ["cart-a", "cart-b", "cart-c"])
        let report = try await rig.deploy([Fixture.service("cart") { $0.setting = "d" }])
        #expect(report.outcome == .succeeded)
        #expect(try await maps(rig) == ["cart-d"])
    }
}
