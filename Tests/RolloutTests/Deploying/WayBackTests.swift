// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes
import KubernetesClient
import Sandbox
import Testing

@testable import Rollout

/// What a way back takes away, keeps and says.
@Suite struct WayBackTests {
    private let broken = Fixture.broken("cart", "image-not-found")

    /// A service that does not work, with a Service more than it had before.
    private func taking(_ name: String) -> DesiredService {
        var next = broken
        for desired in broken.objects where desired.object.kind == "Service" {
            var object = desired.object
            object[metadata: "name"] = .string(name)
            next.objects.append(DesiredObject(object, service: "cart"))
        }
        return next
    }

    private func makeByHelm(_ name: String, of service: DesiredService, _ rig: Rig) async throws {
        let found = service.objects.first { $0.object.kind == "Service" && $0.object.name == name }
        var object = try #require(found).object
        object[metadata: "labels"] = nil
        _ = try await rig.client.create(object, options: WriteOptions(fieldManager: "helm"))
    }

    @Test(arguments: [false, true])
    func deletesNothingThatWasThereBefore(isSecondRun: Bool) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let next = taking("legacy")
        try await makeByHelm("legacy", of: next, rig)
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(60)) }
        var options = Rig.options
        options.takesOver = true
        if isSecondRun {
            options.rollsBack = false
            let first = try await rig.deploy([next], options: options)
            #expect(first.outcome == .failedNotRolledBack)
            options.rollsBack = true
        }
        let report = try await rig.deploy([next], options: options)
        #expect(report.outcome == .failedRolledBack)
        #expect(try await rig.live("Service", "legacy") != nil)
    }

    @Test func deletesNothingThatSomebodyMadeBetweenPlanAndWrite() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var next = taking("legacy")
        for index in next.objects.indices where next.objects[index].object.kind == "ConfigMap" {
            next.objects[index].object["data"] = ["setting": "other"]
        }
        let made = next
        await rig.server.inject([
            .init(.latency(.seconds(5)), methods: ["PATCH"], pathContains: "/configmaps/", strikes: nil)
        ])
        let report = try await rig.deploy([next]) { event in
            guard case .started = event.what else { return }
            _ = rig.task { try await makeByHelm("legacy", of: made, rig) }
        }
        #expect(report.services.first?.rollback != nil)
        #expect(try await rig.live("Service", "legacy") != nil)
    }

    @Test(arguments: [false, true])
    func deletesWhatTheRevisionHasMade(isSecondRun: Bool) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        if isSecondRun {
            var options = Rig.options
            options.rollsBack = false
            _ = try await rig.deploy([taking("new")], options: options)
        }
        #expect(try await rig.deploy([taking("new")]).outcome == .failedRolledBack)
        #expect(try await rig.live("Service", "new") == nil)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.current?.number == 1)
        // It has come to its end, and was the last of its kind.
        #expect(history.revisions.filter(\.isUnfinished) == [])
    }

    @Test func notToSeeTheWayBackIsNoFailureOfIt() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let isBack = Shared(0)
        let report = try await rig.deploy(
            [broken],
            onEvent: { event in
                if case .rollingBack = event.what { isBack.set(1) }
                if case .applied(let object, _) = event.what, object.type.kind == "Deployment",
                    isBack.value == 1
                {
                    isBack.set(2)
                }
            },
            striking: { request in
                let isTried = request.path?.contains("dryRun=All") == true
                return isTried && isBack.value == 2 ? .status(500, reason: "InternalError") : nil
            }
        )
        #expect(isBack.value == 2)
        #expect(report.outcome == .unconfirmed)
        let cart = try #require(report.services.first)
        #expect(cart.rollbackFailure == nil)
        #expect(cart.cause?.code == .imageNotFound)
        #expect(cart.notes.contains { $0.hasPrefix("r1 is back in place, but whether it works") })
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.current?.number == 1)
    }

    @Test func aCancellationIsNoFailureOfTheWayBack() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let request = rig.request([broken])
        for isLate in [false, true] {
            let rig = await rig.fork()
            let task = Shared<Task<DeployReport, any Error>?>(nil)
            let events = Shared<[String]>([])
            let report = try await rig.whileTimePasses {
                let deploy = rig.task {
                    try await rig.deployer.deploy(request) { event in
                        events.change { $0.append(event.what.word) }
                        switch event.what {
                        case .failed where !isLate: task.value?.cancel()
                        case .rollingBack where isLate: task.value?.cancel()
                        default: break
                        }
                    }
                }
                task.set(deploy)
                return try await deploy.value
            }
            #expect(report.outcome == .interrupted)
            #expect(report.services.first?.rollbackFailure == nil)
            #expect(!events.value.contains("rollbackFailed"))
            #expect(events.value.contains("rollingBack") == isLate)
            let again = try await rig.deploy([broken])
            #expect(again.outcome == .failedRolledBack)
        }
    }

    private func replicas(_ rig: Rig) async throws -> Int64? {
        try await rig.live("Deployment", "cart")?["spec"]?["replicas"]?.integer
    }

    @Test func keepsAScaleThatWasSetWhileTheFailedRevisionWasInPlace() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.replicas = 3 }])
        let failing = Fixture.service("cart") {
            $0.version = "2"
            $0.replicas = 5
            $0.fault = "never-ready"
        }
        let report = try await rig.deploy([failing]) { event in
            guard case .applied(let object, _) = event.what, object.type.kind == "Deployment" else { return }
            _ = rig.task { _ = try await rig.deployer.scale("cart", in: rig.scope, least: 20) }
        }
        #expect(report.services.first?.rollback?.revision == 1)
        #expect(try await replicas(rig) == 20)
        // The next deploy of what is there keeps it as well, until the manifest says something else.
        _ = try await rig.deploy([Fixture.service("cart") { $0.replicas = 3 }])
        #expect(try await replicas(rig) == 20)
        _ = try await rig.deploy([Fixture.service("cart") { $0.replicas = 4 }])
        #expect(try await replicas(rig) == 4)
    }

    @Test func leavesTheNumberThatAPersonSetsDuringAFailingDeploy() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        let failing = Fixture.broken("cart", "image-not-found")
        let report = try await rig.deploy([failing]) { event in
            guard case .applied(let object, _) = event.what, object.type.kind == "Deployment" else { return }
            _ = rig.task {
                try await rig.client.setScale(of: deployment, to: 4, fieldManager: "kubectl")
            }
        }
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.rollback?.isVerified == true)
        #expect(try await replicas(rig) == 4)
        let live = try #require(try await rig.live("Deployment", "cart"))
        let image = live["spec"]?[path: "template", "spec", "containers"]?.array?.first?["image"]
        #expect(image == "registry.example/cart:1")
    }

    @Test func anotherConflictOnTheWayBackNamesFieldAndOwner() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let service = try #require(try await rig.live("Service", "cart")?.reference)
        let failing = Fixture.broken("cart", "image-not-found")
        let report = try await rig.deploy([failing]) { event in
            guard case .applied(let object, _) = event.what, object.type.kind == "Deployment" else { return }
            _ = rig.task {
                try await rig.client.patch(
                    service,
                    .merge(["spec": ["selector": ["app.kubernetes.io/name": "other"]]]),
                    options: WriteOptions(fieldManager: "kubectl-edit")
                )
            }
        }
        #expect(report.outcome == .rollbackFailed)
        let reason = try #require(report.services.first?.rollbackFailure)
        #expect(reason.contains("Service shop/cart (conflict: `.spec.selector"))
        #expect(reason.contains("belongs to `kubectl-edit`"))
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        let failure = try #require(history.revision(2)?.failure)
        #expect(failure.contains("the way back to r1 did not work"))
    }

    @Test func restoresAScaleThatTheFailedRevisionWasToEnd() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.replicas = 3 }])
        _ = try await rig.whileTimePasses { try await rig.deployer.scale("cart", in: rig.scope, least: 10) }
        let report = try await rig.deploy([
            Fixture.service("cart") {
                $0.version = "2"
                $0.replicas = 5
                $0.fault = "image-not-found"
            }
        ])
        #expect(report.outcome == .failedRolledBack)
        #expect(try await replicas(rig) == 10)
        let good = try await rig.deploy([
            Fixture.service("cart") {
                $0.version = "3"
                $0.replicas = 5
            }
        ])
        #expect(good.outcome == .succeeded)
        #expect(try await replicas(rig) == 5)
        #expect(try await rig.live("Deployment", "cart")?.annotations[Label.scaleOverride] == nil)
    }

    /// What was written is known to be, although what belongs to it could not be.
    @Test func takesBackWhatWasWrittenWithoutTheNoteOfItsScale() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let second = Fixture.service("cart") {
            $0.version = "2"
            $0.replicas = 3
        }
        _ = try await rig.deploy([second])
        _ = try await rig.deployer.scale("cart", in: rig.scope, least: 5)
        let striking = StrikingTransport(base: rig.transport) { request in
            let isNote =
                request.method == .patch && request.path?.contains("fieldManager=msctl-scale") == true
            return isNote ? .status(403, reason: "Forbidden") : nil
        }
        let deployer = rig.deployer(over: striking)
        let report = try await rig.whileTimePasses {
            try await deployer.rollback("cart", in: rig.scope, to: 1, options: Rig.options)
        }
        #expect(report.services.first?.applied.map(\.type.kind) == ["Deployment"])
        #expect(report.outcome == .failedRolledBack)
        let live = try #require(try await rig.live("Deployment", "cart"))
        let container = live["spec"]?[path: "template", "spec", "containers"]?.array?.first
        #expect(container?["image"] == "registry.example/cart:2")
        #expect(live["spec"]?["replicas"] == 5)
    }
}
