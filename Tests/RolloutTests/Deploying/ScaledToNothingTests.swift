// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Sandbox
import Testing

@testable import Rollout

/// What becomes of a service of which no pod runs, because somebody wants it so.
@Suite struct ScaledToNothingTests {
    private static let note =
        "`Deployment shop/cart` is scaled to 0 by `kubectl`: nothing of r2 ran, so it is not proven"

    private func cart(_ version: String, fault: String? = nil) -> DesiredService {
        Fixture.service("cart") {
            $0.version = version
            $0.fault = fault
            $0.replicas = nil
            $0.autoscaler = (1, 4)
        }
    }

    private func scale(_ rig: Rig, to replicas: Int) async throws {
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        try await rig.client.setScale(of: deployment, to: replicas, fieldManager: "kubectl")
    }

    /// A cluster in which r2, which does not work, was deployed while the service was scaled to nothing.
    private func switchedOff() async throws -> (rig: Rig, report: DeployReport) {
        let rig = Rig()
        #expect(try await rig.deploy([cart("1")]).outcome == .succeeded)
        try await scale(rig, to: 0)
        return (rig, try await rig.deploy([cart("2", fault: "image-not-found")]))
    }

    @Test func isNoProofOfWhatNeverRan() async throws {
        // C8
        let (rig, report) = try await switchedOff()
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.ready == ReadyCount(ready: 0, desired: 0))
        let notes = report.services.first?.notes ?? []
        #expect(notes.contains(Self.note), "\(notes)")
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.revisions.map(\.isProven) == [true, false])
        #expect(history.current?.isUnfinished == false)
        try await scale(rig, to: 1)
        let failed = try await rig.deploy([cart("3", fault: "image-not-found")])
        #expect(failed.outcome == .failedRolledBack)
        #expect(failed.services.first?.rollback?.revision == 1)
    }

    @Test func isNotDeployedAgainUntilSomethingRuns() async throws {
        let rig = Rig()
        _ = try await rig.deploy([cart("1")])
        try await scale(rig, to: 0)
        _ = try await rig.deploy([cart("2")])
        rig.transport.forget()
        let again = try await rig.deploy([cart("2")])
        #expect(again.services.first?.outcome == .unchanged)
        #expect(again.services.first?.notes == [Self.note])
        #expect(rig.transport.writes == [])
        try await scale(rig, to: 2)
        #expect(try await rig.deploy([cart("2")]).outcome == .succeeded)
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.isProven == true)
    }

    /// A service with two workloads, of which the second leaves its scale to others.
    private func pair(_ version: String) -> DesiredService {
        var service = Fixture.service("cart") { $0.version = version }
        guard var worker = service.objects.first(where: { $0.object.kind == "Deployment" }) else {
            return service
        }
        var labels = Fixture.labels("cart")
        labels["app.kubernetes.io/name"] = "worker"
        worker.object[metadata: "name"] = "worker"
        worker.object["spec"] = [
            "selector": ["matchLabels": ["app.kubernetes.io/name": "worker"]],
            "template": [
                "metadata": ["labels": .object(labels)],
                "spec": [
                    "containers": [
                        ["name": "worker", "image": .string("registry.example/worker:\(version)")]
                    ]
                ],
            ],
        ]
        service.objects.append(worker)
        return service
    }

    /// A cluster where the second workload of a service is scaled to nothing.
    private func halfOff() async throws -> Rig {
        let rig = Rig()
        #expect(try await rig.deploy([pair("1")]).outcome == .succeeded)
        let worker = try #require(try await rig.live("Deployment", "worker")?.reference)
        try await rig.client.setScale(of: worker, to: 0, fieldManager: "keda")
        return rig
    }

    @Test func ofOneWorkloadIsNoEndForTheOther() async throws {
        let rig = try await halfOff()
        var hasty = Rig.options
        hasty.waits = false
        #expect(try await rig.deploy([pair("2")], options: hasty).outcome == .succeeded)
        #expect(try await rig.deploy([pair("2")]).services.first?.outcome == .succeeded)
    }

    @Test func ofOneWorkloadLeavesTheOtherToProveTheRevision() async throws {
        // C8
        let rig = try await halfOff()
        let report = try await rig.deploy([pair("2")])
        #expect(report.outcome == .succeeded)
        // A server does not record who has scaled what nobody had claimed.
        let note = "`Deployment shop/worker` is scaled to 0: nothing of it ran"
        #expect(report.services.first?.notes == [note])
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.isProven == true)
        #expect(try await rig.deploy([pair("2")]).services.first?.outcome == .unchanged)
    }

    @Test func isNothingThatOthersWaitFor() async throws {
        let rig = Rig()
        let off = Fixture.service("cart") { $0.replicas = 0 }
        _ = try await rig.deploy([off])
        let started = Shared<[String]>([])
        let broken = Fixture.service("cart") {
            $0.replicas = 0
            $0.container = ["image": "registry.example/cart:2"]
        }
        let shop = Fixture.service("front") { $0.dependencies = ["cart"] }
        let report = try await rig.deploy([broken, shop]) { event in
            switch event.what {
            case .started: started.change { $0.append("\(event.service ?? "") begins") }
            case .ready: started.change { $0.append("\(event.service ?? "") is ready") }
            default: break
            }
        }
        #expect(report.outcome == .succeeded)
        #expect(Set(started.value.prefix(2)) == ["cart begins", "front begins"], "\(started.value)")
    }

    @Test func leavesTheSecretsThatTheProvenRevisionNeeds() async throws {
        let rig = Rig()
        func keyed(_ version: String) -> DesiredService {
            var service = cart(version)
            service.oldRevisions = 0
            let keys = KubernetesObject(
                type: RevisionSecret.type,
                metadata: [
                    "name": .string("cart-keys-\(version)"), "namespace": "shop",
                    "labels": .object(Fixture.labels("cart")),
                ],
                members: ["stringData": ["key": .string(version)]]
            )
            service.objects.append(DesiredObject(keys, service: "cart"))
            return service
        }
        func keys() async throws -> [String] {
            try await rig.list("Secret").map(\.name).filter { $0.hasPrefix("cart-keys") }.sorted()
        }
        _ = try await rig.deploy([keyed("1")])
        try await scale(rig, to: 0)
        #expect(try await rig.deploy([keyed("2")]).outcome == .succeeded)
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).revisions.map(\.number) == [1, 2])
        #expect(try await keys() == ["cart-keys-1", "cart-keys-2"])
        try await scale(rig, to: 1)
        #expect(try await rig.deploy([keyed("3")]).outcome == .succeeded)
        #expect(try await keys() == ["cart-keys-3"])
    }

    @Test func isSaidWhereNothingChanges() async throws {
        let rig = Rig()
        _ = try await rig.deploy([cart("1")])
        try await scale(rig, to: 0)
        let report = try await rig.deploy([cart("1")])
        #expect(report.services.first?.outcome == .unchanged)
        let note = "`Deployment shop/cart` is scaled to 0 by `kubectl`: nothing of it runs"
        #expect(report.services.first?.notes.contains(note) == true)
    }

    @Test func isNoProofOfWhatIsPutBack() async throws {
        let rig = Rig()
        _ = try await rig.deploy([cart("1")])
        _ = try await rig.deploy([cart("2")])
        try await scale(rig, to: 0)
        let proven = Shared<[Int]>([])
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, options: Rig.options) { event in
                if case .proven(let revision) = event.what { proven.change { $0.append(revision) } }
            }
        }
        #expect(report.outcome == .succeeded)
        let note = "`Deployment shop/cart` is scaled to 0 by `kubectl`: nothing of it ran"
        #expect(report.services.first?.notes == [note])
        #expect(proven.value == [])
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.number == 1)
    }

    @Test func isADaemonSetWithoutANode() async throws {
        // C8
        var options = SandboxOptions()
        options.nodes = 0
        let rig = Rig(options)
        let agent = Fixture.service("agent") {
            $0.kind = "DaemonSet"
            $0.replicas = nil
        }
        let report = try await rig.deploy([agent])
        #expect(report.outcome == .succeeded)
        let note =
            "`DaemonSet shop/agent` is scheduled to no node: nothing of r1 ran, so it is not proven"
        #expect(report.services.first?.notes == [note])
        let history = try await rig.deployer.history(of: "agent", in: rig.scope)
        #expect(history.current?.isProven == false)
        #expect(history.current?.isUnfinished == false)
        let status = try await rig.deployer.status(in: rig.scope).services.first
        #expect(status?.isReady == true)
        #expect(status?.remarks == ["`DaemonSet shop/agent` is scheduled to no node: nothing of it runs"])
        #expect(try await rig.deploy([agent]).services.first?.outcome == .unchanged)
        let type = GroupVersionKind(apiVersion: "v1", kind: "Node")
        _ = try await rig.client.create(KubernetesObject(type: type, metadata: ["name": "late"]))
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(60)) }
        #expect(try await rig.deploy([agent]).services.first?.outcome == .succeeded)
        #expect(try await rig.deployer.history(of: "agent", in: rig.scope).current?.isProven == true)
    }

    @Test func isSaidWithWhoDidIt() async throws {
        let (rig, _) = try await switchedOff()
        let remark = "`Deployment shop/cart` is scaled to 0 by `kubectl`: nothing of it runs"
        #expect(try await rig.deployer.status(in: rig.scope).services.first?.remarks == [remark])
        #expect(try await rig.deployer.why("cart", in: rig.scope).remarks == [remark])
    }

    @Test func isNobodysDoingWhereTheManifestWantsIt() async throws {
        let rig = Rig()
        let none = Fixture.service("cart") { $0.replicas = 0 }
        let report = try await rig.deploy([none])
        #expect(report.outcome == .succeeded)
        let note = "`Deployment shop/cart` wants 0 replicas: nothing of r1 ran, so it is not proven"
        #expect(report.services.first?.notes == [note])
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.isProven == false)
        #expect(try await rig.deployer.status(in: rig.scope).services.first?.remarks == [])
        rig.transport.forget()
        #expect(try await rig.deploy([none]).services.first?.outcome == .unchanged)
        #expect(rig.transport.writes == [])
    }
}
