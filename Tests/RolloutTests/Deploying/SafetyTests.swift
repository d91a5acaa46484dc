// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Sandbox
import Testing

@testable import Rollout

/// What must not go wrong even when something else does.
@Suite struct SafetyTests {
    @Test func keepsTheEvidenceAndNoSecret() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("orders")])
        let broken = Fixture.service("orders") {
            $0.version = "2"
            $0.fault = "crash-loop"
            $0.log = "login with hunter22 refused"
            $0.container = ["env": [["name": "DB_PASSWORD", "value": "hunter22"]]]
        }
        let seen = Shared<[EvidenceBundle.File]>([])
        let order = Shared<[String]>([])
        let report = try await rig.deploy([broken]) { event in
            order.change { $0.append(event.what.word) }
            if case .witnessed(let bundle, _) = event.what { seen.set(bundle.files) }
        }
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.hasEvidence == true)
        // A run that is killed on the way back has handed it over.
        let handedOver = try #require(order.value.firstIndex(of: "witnessed"))
        #expect(handedOver < order.value.firstIndex(of: "rollingBack") ?? -1)
        let files = seen.value
        let paths = files.map(\.path)
        #expect(paths.contains("summary.txt"))
        let events = try #require(files.first { $0.path == "events.txt" }).text.split(separator: "\n")
        #expect(events.contains { $0.contains("Warning BackOff Pod/orders-") }, "\(events)")
        // What is not kept of a thousand services is said.
        #expect(!events.contains { $0.contains("SuccessfulCreate") || $0.contains("ScalingReplicaSet") })
        #expect(events.last?.hasPrefix("# without the steps by which pods came to be ready") == true)
        #expect(paths.contains("objects/deployment-orders.yaml"))
        #expect(paths.contains { $0.hasPrefix("pods/orders-") })
        #expect(paths.contains { $0.hasPrefix("logs/orders-") && $0.hasSuffix(".previous.log") })
        #expect(!paths.contains { $0.contains("secret") })
        #expect(files.contains { $0.text.contains("registry.example/orders:2") })
        for file in files { #expect(!file.text.contains("hunter22"), "\(file.path)") }
    }

    @Test func collectsNothingWhenNothingFails() async throws {
        let rig = Rig()
        let report = try await rig.deploy([Fixture.service("cart")])
        #expect(report.services.first?.hasEvidence == false)
    }

    @Test func collectsTheLogsOfFiveServicesThatFailTheSameWay() async throws {
        let rig = Rig()
        let broken = (0..<8).map { Fixture.service("s\($0)") { $0.fault = "crash-loop" } }
        let bundles = Shared<[String: [String]]>([:])
        let report = try await rig.deploy(broken) { event in
            guard case .witnessed(let bundle, _) = event.what, let service = event.service else { return }
            bundles.change { $0[service] = bundle.files.map(\.path) }
        }
        #expect(report.outcome == .failedNotRolledBack)
        #expect(bundles.value.count == 8)
        let withLogs = bundles.value.values.filter { paths in paths.contains { $0.hasPrefix("logs/") } }
        #expect(withLogs.count == 5)
        // What is left out is said, and everything else is there.
        for paths in bundles.value.values {
            #expect(paths.contains { $0.hasPrefix("pods/") })
            #expect(paths.contains("unread.txt") == !paths.contains { $0.hasPrefix("logs/") })
        }
    }

    @Test func saysWhenTheWayBackDoesNotWorkEither() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("orders")])
        let record = ObjectReference(
            type: RevisionSecret.type,
            namespace: "shop",
            name: RevisionSecret.name("orders", 1, chunk: 0)
        )
        _ = try await rig.client.patch(record, .merge(["data": ["objects": "bm90IGpzb24="]]))
        let report = try await rig.deploy([Fixture.broken("orders", "image-not-found")])
        #expect(report.outcome == .rollbackFailed)
        let orders = try #require(report.services.first)
        #expect(orders.rollback == nil)
        #expect(orders.rollbackFailure?.contains("the record of `orders` r1 cannot be read") == true)
    }

    @Test func writesNothingMoreOnceTheLockIsLost() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("orders")])
        rig.transport.forget()
        // The first write of the lease takes the lock, the second would renew it.
        await rig.server.inject([
            .init(.leaseTheft(by: "thief"), methods: ["PUT"], pathContains: "/leases/", skips: 1)
        ])
        let report = try await rig.deploy([Fixture.broken("orders", "never-ready")])
        // It would go back to r1 if it still could.
        #expect(report.outcome == .failedNotRolledBack)
        let renewals = rig.transport.writes.indices.filter { rig.transport.writes[$0].contains("PUT") }
        try #require(renewals.count >= 2)
        #expect(rig.transport.writes[renewals[1]...].filter { !$0.contains("/leases/") } == [])
        #expect(try await rig.live("Lease", "msctl.shop")?["spec"]?["holderIdentity"] == "thief")
    }

    @Test func keepsTheLockWhileManyWritesWaitForASlowServer() async throws {
        let rig = Rig()
        await rig.server.inject([.init(.latency(.seconds(20)), methods: ["PATCH"], strikes: nil)])
        var options = Rig.options
        options.deadline = .seconds(3600)
        let report = try await rig.deploy((0..<30).map { Fixture.service("s\($0)") }, options: options)
        #expect(report.outcome == .succeeded)
        #expect(report.services.flatMap(\.notes) == [])
    }

    @Test func deletesMoreThanAFifthOnlyWhenAllowed() async throws {
        let rig = Rig()
        let whole = Fixture.service("cart")
        _ = try await rig.deploy([whole])
        let rest = DesiredService(
            name: "cart",
            objects: whole.objects.filter { !["Service", "ServiceAccount"].contains($0.object.kind) }
        )
        rig.transport.forget()
        let refused = try await rig.deploy([rest])
        #expect(refused.outcome == .preflightRefused)
        #expect(
            refused.stopped
                == "nothing was written: 2 of 4 objects would be deleted; allow it with `--allow-delete 2`"
        )
        #expect(rig.transport.writes == [])
        var options = Rig.options
        options.allowedDeletions = 1
        #expect(
            try await rig.deploy([rest], options: options).stopped
                == "nothing was written: 2 of 4 objects would be deleted, more than the 1 allowed; allow it with `--allow-delete 2`"
        )
        options.allowedDeletions = 2
        let allowed = try await rig.deploy([rest], options: options)
        #expect(allowed.outcome == .succeeded)
        #expect(allowed.pruned.map(\.type.kind).sorted() == ["Service", "ServiceAccount"])
    }

    @Test func handsTheReplicasOverToAnAutoscaler() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.replicas = 3 }])
        let scaled = { (version: String) in
            Fixture.service("cart") {
                $0.version = version
                $0.replicas = nil
                $0.autoscaler = (2, 9)
            }
        }
        let report = try await rig.deploy([scaled("1")])
        #expect(report.outcome == .succeeded)
        // Not sending a field that we own would have reset it to 1.
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 3)
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["spec": ["replicas": 7]]),
            options: WriteOptions(fieldManager: "kube-controller-manager", subresource: "scale")
        )
        _ = try await rig.deploy([scaled("2")])
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 7)
    }

    @Test func startsWithAsManyReplicasAsTheAutoscalerGivesAtLeast() async throws {
        let rig = Rig()
        let service = Fixture.service("cart") {
            $0.replicas = nil
            $0.autoscaler = (3, 9)
        }
        let report = try await rig.deploy([service])
        #expect(report.services.first?.ready == ReadyCount(ready: 3, desired: 3))
        rig.transport.forget()
        #expect(try await rig.deploy([service]).services.first?.outcome == .unchanged)
        #expect(rig.transport.requests < 15)
    }

    @Test func isNotReadyWithFewerReplicasThanTheAutoscalerIsAboutToGive() async throws {
        let rig = Rig()
        let service = { (least: Int64) in
            Fixture.service("cart") {
                $0.replicas = nil
                $0.autoscaler = (least, 9)
            }
        }
        _ = try await rig.deploy([service(1)])
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 1)
        let report = try await rig.deploy([service(4)])
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.ready == ReadyCount(ready: 4, desired: 4))
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 4)
    }

    @Test func takesAWorkloadThatWasSwitchedOffForWhatItIs() async throws {
        let rig = Rig()
        let service = { (version: String) in
            Fixture.service("cart") {
                $0.version = version
                $0.replicas = nil
                $0.autoscaler = (2, 9)
            }
        }
        _ = try await rig.deploy([service("1")])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        try await rig.client.setScale(of: deployment, to: 0, fieldManager: "kubectl")
        let report = try await rig.deploy([service("2")])
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.ready == ReadyCount(ready: 0, desired: 0))
    }

    @Test func yieldsAFieldToTheAutoscalerThatOwnsIt() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["spec": ["replicas": 7]]),
            options: WriteOptions(fieldManager: "keda-operator")
        )
        let yielded = Shared<[String]>([])
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }]) { event in
            if case .yielded(_, let field, let manager) = event.what {
                yielded.change { $0.append("\(field) \(manager)") }
            }
        }
        #expect(report.outcome == .succeeded)
        #expect(yielded.value == [".spec.replicas keda-operator"])
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 7)
    }

    @Test func keepsSecretsThatAWayBackNeedsAndDeletesTheOthers() async throws {
        let rig = Rig()
        var options = Rig.options
        options.keptRevisions = 2
        for version in 1...4 {
            var service = Fixture.service("cart") { $0.version = "\(version)" }
            let secret = KubernetesObject(
                type: RevisionSecret.type,
                metadata: [
                    "name": .string("cart-\(version)"), "namespace": "shop",
                    "labels": .object(Fixture.labels("cart")),
                ],
                members: ["data": ["key": "dg=="]]
            )
            service.objects.append(DesiredObject(secret, service: "cart"))
            #expect(try await rig.deploy([service], options: options).outcome == .succeeded)
        }
        let names = try await rig.list("Secret").filter { $0.labels[Label.record] == nil }.map(\.name)
        #expect(names.sorted() == ["cart-3", "cart-4"])
        let sameOptions = options
        let back = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, options: sameOptions)
        }
        #expect(back.outcome == .succeeded)
        #expect(back.services.first?.revision == 3)
    }

    @Test func asksForNothingAboutObjectsThatAreKnownToBeUnchanged() async throws {
        let rig = Rig()
        let services = (0..<100).map { Fixture.service("s\($0)") }
        _ = try await rig.deploy(services)
        rig.transport.forget()
        let report = try await rig.deploy(services)
        #expect(report.services.allSatisfy { $0.outcome == .unchanged })
        #expect(rig.transport.requests < 20, "\(rig.transport.requests) requests for 401 objects")
        let deployment = try #require(try await rig.live("Deployment", "s7")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["spec": ["minReadySeconds": 5]]),
            options: WriteOptions(fieldManager: "kubectl-edit")
        )
        _ = try await rig.client.patch(
            deployment,
            .merge(["spec": ["replicas": 9]]),
            options: WriteOptions(fieldManager: "kubectl-edit")
        )
        let plan = try await rig.deployer.plan(rig.request(services))
        #expect(plan.entries.filter { $0.change != .unchanged }.map(\.object.name) == ["s7"])
    }
}
