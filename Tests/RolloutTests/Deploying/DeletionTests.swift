// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
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

    private static func deletesOldMap(_ request: HTTPRequest) -> Bool {
        request.method == .delete && request.path?.contains("/configmaps/cart-a") == true
    }

    @Test(arguments: [1, 2])
    func aDeletionWhoseAnswersAreLostIsDone(lost: Int) async throws {
        // C10
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let attempts = Shared(0)
        let report = try await rig.deploy(
            [Fixture.service("cart") { $0.setting = "b" }],
            striking: { request in
                guard Self.deletesOldMap(request) else { return nil }
                attempts.change { $0 += 1 }
                return attempts.value <= lost ? .lost(.timedOut) : nil
            }
        )
        #expect(report.outcome == .succeeded)
        #expect(report.pruned.map(\.name) == ["cart-a"])
    }

    @Test func whatSomebodyHasMadeAnewIsNotCalledDeleted() async throws {
        // C10
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let old = try #require(try await rig.live("ConfigMap", "cart-a"))
        let attempts = Shared(0)
        let transport = ForgetfulTransport(base: rig.transport) { request in
            guard Self.deletesOldMap(request) else { return false }
            attempts.change { $0 += 1 }
            return attempts.value == 1
        } meanwhile: {
            let name: JSONObject = ["name": "cart-a", "namespace": "shop"]
            _ = try await rig.client.create(KubernetesObject(type: old.type, metadata: name))
        }
        let deployer = rig.deployer(over: transport)
        let request = rig.request([Fixture.service("cart") { $0.setting = "b" }])
        let report = try await rig.whileTimePasses { try await deployer.deploy(request) }
        #expect(attempts.value == 2)
        #expect(report.outcome == .succeeded)
        #expect(report.pruned == [])
        let words = "is gone, and somebody has made another one of its name, which stays"
        #expect(report.notes == ["`ConfigMap shop/cart-a` \(words)"])
        let now = try #require(try await rig.live("ConfigMap", "cart-a"))
        #expect(now.uid != old.uid)
    }

    /// A conflict is no proof that something is gone: a server has other reasons for one.
    @Test func aConflictAboutWhatIsStillThereIsNoDeletion() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let report = try await rig.deploy(
            [Fixture.service("cart") { $0.setting = "b" }],
            striking: { Self.deletesOldMap($0) ? .status(409, reason: "Conflict") : nil }
        )
        #expect(report.outcome == .unconfirmed)
        #expect(report.pruned == [])
        #expect(report.notes.first?.hasPrefix("ConfigMap shop/cart-a was not deleted: ") == true)
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

/// Loses the answers to the requests that a test chooses, after something else has happened; all others go through.
private struct ForgetfulTransport: HTTPTransport {
    let base: any HTTPTransport
    let isMeant: @Sendable (HTTPRequest) -> Bool
    let meanwhile: @Sendable () async throws -> Void

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        let reply = try await base.send(request, body: body)
        guard isMeant(request) else { return reply }
        do {
            try await meanwhile()
        } catch {
            Issue.record("\(error)")
        }
        throw TransportError(.timedOut, "lost")
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}
