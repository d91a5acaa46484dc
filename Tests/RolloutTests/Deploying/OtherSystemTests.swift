// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// Two systems in one namespace: neither takes what is the other's.
@Suite struct OtherSystemTests {
    private let other = SystemScope(system: "other", environment: "test", namespace: "shop")

    private func request(_ services: [DesiredService], takesOver: Bool = false) -> DeployRequest {
        var options = Rig.options
        options.takesOver = takesOver
        var namespace = Fixture.namespace
        namespace.object[metadata: "labels"] = [
            "app.kubernetes.io/managed-by": "msctl", "app.kubernetes.io/part-of": "other",
        ]
        return DeployRequest(
            system: other.system,
            environment: other.environment,
            namespace: other.namespace,
            services: services,
            shared: [namespace],
            options: options
        )
    }

    private func deploy(_ rig: Rig, _ request: DeployRequest) async throws -> DeployReport {
        try await rig.whileTimePasses { try await rig.deployer.deploy(request) }
    }

    private func theirs(_ name: String) -> DesiredService {
        Fixture.service(name) {
            $0.system = "other"
            $0.version = "2"
        }
    }

    @Test func aServiceOfTheSameNameIsRefusedBeforeAnythingIsWritten() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("nightly")])
        rig.transport.forget()
        let request = request([theirs("nightly")])
        let forecast = try await rig.whileTimePasses { try await rig.deployer.forecast(request) }
        #expect(forecast.refusal?.outcome == .preflightRefused)
        let report = try await deploy(rig, request)
        #expect(report.outcome == .preflightRefused)
        #expect(rig.transport.writes == [])
        let notes = report.services.flatMap(\.notes).joined(separator: "\n")
        // All objects are refused for one reason, which is said once.
        let obstacles = report.plan.obstacles
        let refused = obstacles.count { $0.service == "nightly" }
        #expect(refused > 3)
        #expect(report.services.flatMap(\.notes).count == 1)
        #expect(notes.contains(" and \(refused - 3) more: it belongs to system `shop`"))
        #expect(report.stopped?.hasSuffix(" and \(obstacles.count - 3) more") == true)
        #expect(notes.contains("`--take-over`"))
        #expect(try await rig.live("Deployment", "nightly")?.labels[Label.system] == "shop")
        #expect(try await rig.deployer.histories(in: other).isEmpty)
    }

    @Test func recordsAloneStandInTheWayToo() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("nightly")])
        var service = theirs("nightly")
        service.objects = service.objects.filter { $0.object.kind == "ConfigMap" }
        service.objects[0].object[metadata: "name"] = "other-settings"
        let report = try await deploy(rig, request([service]))
        #expect(report.outcome == .preflightRefused)
        let notes = report.services.flatMap(\.notes).joined(separator: "\n")
        #expect(notes.contains("system `shop` has deployed a service `nightly` in this namespace"))
        let history = try await rig.deployer.history(of: "nightly", in: rig.scope)
        #expect(history.revisions.map(\.number) == [1])
    }

    @Test func takingOverLeavesTheRecordsOfTheOther() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("nightly")])
        let report = try await deploy(rig, request([theirs("nightly")], takesOver: true))
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.revision == 2)
        #expect(try await rig.live("Deployment", "nightly")?.labels[Label.system] == "other")
        let ours = try await rig.deployer.history(of: "nightly", in: rig.scope)
        #expect(ours.revisions.map(\.number) == [1])
        // Theirs from now on: the next deploy of theirs is as any other, and one of ours is refused.
        let again = Fixture.service("nightly") {
            $0.system = "other"
            $0.version = "3"
        }
        #expect(try await deploy(rig, request([again])).outcome == .succeeded)
        let refused = try await rig.deploy([Fixture.service("nightly") { $0.version = "4" }])
        #expect(refused.outcome == .preflightRefused)
    }

    @Test func aSharedNamespaceKeepsTheLabelsOfWhoeverCameFirst() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        #expect(try await deploy(rig, request([theirs("web")])).outcome == .succeeded)
        #expect(try await rig.live("Namespace", "shop")?.labels[Label.system] == "shop")
        let plan = try await rig.deployer.plan(rig.request([Fixture.service("cart")]))
        #expect(!plan.hasChanges)
        #expect(try await !rig.deployer.plan(request([theirs("web")])).hasChanges)
        let status = try await rig.deployer.status(in: rig.scope)
        #expect(status.services.map(\.service) == ["cart"])
    }
}
