// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// Rules that kubectl goes by, and where msctl goes further on purpose.
@Suite struct KubectlRuleTests {
    private static func cart(_ number: Int, replicas: Int64 = 2, fault: String? = nil) -> DesiredService {
        Fixture.service("cart") {
            $0.version = "\(number)"
            $0.setting = "s\(number)"
            $0.replicas = replicas
            $0.fault = fault
        }
    }

    private static let repetitions: [(list: String, elements: JSONValue)] = [
        ("ports", [["containerPort": 80, "name": "a"], ["containerPort": 80, "name": "b"]]),
        ("env", [["name": "A", "value": "1"], ["name": "A", "value": "2"]]),
        ("volumeMounts", [["name": "a", "mountPath": "/x"], ["name": "b", "mountPath": "/x"]]),
    ]

    @Test(arguments: repetitions)
    func refusesWhatIsSaidTwiceBeforeItIsSent(list: String, elements: JSONValue) async throws {
        // C6.6
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        rig.transport.forget()
        let cart = Fixture.service("cart") { $0.container = JSONObject([(list, elements)]) }
        let report = try await rig.deploy([cart])
        #expect(report.outcome == .preflightRefused)
        #expect(report.services.first?.notes.first?.contains("spec.containers[0].\(list)[1]") == true)
        #expect(rig.transport.writes == [])
    }

    @Test func goesBackToWhatWasProvenAndNotToTheSecondNewest() async throws {
        // C8: `kubectl rollout undo` goes to the second highest revision, whether that ever worked or not.
        let rig = Rig()
        _ = try await rig.deploy([Self.cart(1, replicas: 3)])
        var options = Rig.options
        options.rollsBack = false
        let failed = try await rig.deploy([Self.cart(2, fault: "image-not-found")], options: options)
        #expect(failed.outcome == .failedNotRolledBack)
        _ = try await rig.deploy([Self.cart(3)])
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, options: Rig.options)
        }
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.revision == 1)
        // C8: nor does undo bring back replicas and configuration.
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 3)
        #expect(try await rig.live("ConfigMap", "cart-s1") != nil)
        #expect(try await rig.live("ConfigMap", "cart-s3") == nil)
    }

    @Test func goesBackToAnyRevisionThatIsNamed() async throws {
        // C8: a number is an exact match or an error.
        let rig = Rig()
        for number in 1...3 { _ = try await rig.deploy([Self.cart(number)]) }
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, to: 2, options: Rig.options)
        }
        #expect(report.services.first?.revision == 2)
        await #expect(throws: DeployError.self) {
            try await rig.deployer.rollback("cart", in: rig.scope, to: 7, options: Rig.options)
        }
    }

    @Test func leavesWhatControllersAndApplySetsOfOthersLookAfter() async throws {
        // C10
        let rig = Rig()
        let whole = Fixture.service("cart") { $0.setting = "a" }
        _ = try await rig.deploy([whole])
        let map = try #require(try await rig.live("ConfigMap", "cart-a"))
        _ = try await rig.client.patch(
            map.reference,
            .merge(["metadata": ["labels": ["applyset.kubernetes.io/part-of": "applyset-x-v1"]]]),
            options: WriteOptions(fieldManager: "kubectl")
        )
        let report = try await rig.deploy([Fixture.service("cart") { $0.setting = "b" }])
        #expect(report.outcome == .succeeded)
        #expect(report.pruned == [])
        #expect(try await rig.live("ConfigMap", "cart-a") != nil)
    }

    @Test func deletesNothingWhileAnythingHasFailed() async throws {
        // C10: kubectl stops before it prunes when an apply has failed; so does a deploy of which one service failed.
        let rig = Rig()
        _ = try await rig.deploy([Self.cart(1), Fixture.service("orders")])
        var options = Rig.options
        options.rollsBack = false
        let report = try await rig.deploy(
            [Self.cart(2), Fixture.service("orders") { $0.fault = "image-not-found" }],
            options: options
        )
        #expect(report.outcome == .failedNotRolledBack)
        #expect(report.pruned == [])
        #expect(try await rig.live("ConfigMap", "cart-s1") != nil)
    }
}
