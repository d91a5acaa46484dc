// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What is deleted is seen gone before it is said to be.
@Suite struct DeletionTests {
    private func hold(_ object: ObjectReference, _ rig: Rig, isHeld: Bool = true) async throws {
        let finalizers: JSONValue = isHeld ? ["example.org/hold"] : .null
        _ = try await rig.client.patch(object, .merge(["metadata": ["finalizers": finalizers]]))
    }

    /// A deployed service whose configuration, or autoscaler, is held by a finalizer.
    private func held(_ kind: String, _ name: String) async throws -> (Rig, ObjectReference) {
        let rig = Rig()
        let service = Fixture.service("cart") { if kind != "ConfigMap" { $0.autoscaler = (2, 4) } }
        _ = try await rig.deploy([service])
        let object = try #require(try await rig.live(kind, name)?.reference)
        try await hold(object, rig)
        return (rig, object)
    }

    @Test func whatWaitsForAFinalizerIsNotDeleted() async throws {
        let (rig, map) = try await held("ConfigMap", "cart-a")
        let report = try await rig.deploy([Fixture.service("cart") { $0.setting = "b" }])
        #expect(report.outcome == .unconfirmed)
        #expect(report.pruned == [])
        #expect(report.stopped == "1 object that nothing wants any more could not be deleted")
        #expect(
            report.notes == [
                "`ConfigMap shop/cart-a` is being deleted, waits for finalizer `example.org/hold`, and has not gone in time"
            ]
        )
        #expect(try await rig.live("ConfigMap", map.name) != nil)
    }

    @Test func aFinalizerThatIsServedIsWaitedFor() async throws {
        let (rig, map) = try await held("ConfigMap", "cart-a")
        let report = try await rig.deploy([Fixture.service("cart") { $0.setting = "b" }]) { event in
            guard case .proven = event.what else { return }
            _ = rig.task {
                try await rig.clock.sleep(for: .seconds(5))
                try await hold(map, rig, isHeld: false)
            }
        }
        #expect(report.outcome == .succeeded)
        #expect(report.pruned == [map])
        #expect(try await rig.live("ConfigMap", map.name) == nil)
    }

    @Test func noWorkloadIsWrittenUnderAnAutoscalerThatStays() async throws {
        let (rig, _) = try await held("HorizontalPodAutoscaler", "cart")
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }])
        #expect(report.outcome == .failedNotRolledBack)
        let cause = try #require(report.services.first?.cause)
        #expect(cause.code == .lingering)
        let start = "`HorizontalPodAutoscaler shop/cart` is being deleted, waits for finalizer"
        #expect(cause.headline.hasPrefix(start))
        let live = try #require(try await rig.live("Deployment", "cart"))
        let image = live["spec"]?[path: "template", "spec", "containers"]?.array?.first?["image"]
        #expect(image == "registry.example/cart:1")
    }
}
