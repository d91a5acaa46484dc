// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// Two Environments of one system in one namespace, as a copied manifest has it.
@Suite struct OtherEnvironmentTests {
    private let scope = SystemScope(system: "shop", environment: "qa", namespace: "shop")

    private func request(_ services: [DesiredService], takesOver: Bool = false) -> DeployRequest {
        var options = Rig.options
        options.takesOver = takesOver
        return DeployRequest(
            system: scope.system,
            environment: scope.environment,
            namespace: scope.namespace,
            services: services,
            shared: [Fixture.namespace],
            options: options
        )
    }

    private func deploy(_ rig: Rig, _ request: DeployRequest) async throws -> DeployReport {
        try await rig.whileTimePasses { try await rig.deployer.deploy(request) }
    }

    private func changed(_ name: String) -> DesiredService { Fixture.service(name) { $0.version = "2" } }

    @Test func aServiceOfTheOtherIsRefusedBeforeAnythingIsWritten() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        rig.transport.forget()
        let report = try await deploy(rig, request([changed("cart")]))
        #expect(report.outcome == .preflightRefused)
        #expect(rig.transport.writes == [])
        let notes = report.services.flatMap(\.notes).joined(separator: "\n")
        #expect(notes.contains("environment `test` has deployed `cart` in this namespace"))
        #expect(notes.contains("give `qa` a namespace of its own"))
        // Not for a plan only, and not only where something would be written.
        #expect(try await deploy(rig, request([Fixture.service("cart")])).outcome == .preflightRefused)
    }

    @Test(arguments: ["1", "2"])
    func takingOverGoesOnWithTheHistory(version: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.version = "1" }])
        let service = Fixture.service("cart") { $0.version = version }
        #expect(try await deploy(rig, request([service], takesOver: true)).outcome == .succeeded)
        let history = try await rig.deployer.history(of: "cart", in: scope)
        #expect(history.current?.number == (version == "1" ? 1 : 2))
        #expect(history.current?.environment == "qa")
        // Its own from now on: no flag is needed, and the one before is refused.
        #expect(try await deploy(rig, request([service])).outcome == .succeeded)
        #expect(try await rig.deploy([service]).outcome == .preflightRefused)
    }

    @Test func whatTheOtherHasIsNotMissingHere() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var whole = request([Fixture.service("orders")])
        whole.isWhole = true
        whole.options.allowedDeletions = 99
        #expect(try await deploy(rig, whole).outcome == .succeeded)
        #expect(try await rig.live("Deployment", "cart") != nil)
        #expect(try await rig.live("Deployment", "orders") != nil)
    }

    @Test(arguments: [false, true])
    func oneDeploysAtATime(waits: Bool) async throws {
        let rig = Rig()
        var patient = Rig.options
        patient.soak = .seconds(30)
        let first = rig.request([Fixture.service("cart")], options: patient)
        var second = request([Fixture.service("orders")])
        second.options.lock = waits ? .wait(.seconds(900)) : .fail
        let late = second
        let outcomes = try await rig.whileTimePasses {
            let running = rig.task { try await rig.deployer.deploy(first).outcome }
            try await rig.clock.sleep(for: .seconds(5))
            let other = try await rig.deployer.deploy(late).outcome
            return [try await running.value, other]
        }
        #expect(outcomes == [.succeeded, waits ? .succeeded : .locked])
    }

    /// What a run of the other that was killed has left is for the other to end, whoever deploys meanwhile.
    @Test(arguments: [false, true], [false, true])
    func leavesWhatAKilledRunOfTheOtherHasBegun(isWhole: Bool, takesOver: Bool) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.deploy([changed("cart")])
        let home = rig.scope
        // It has taken the lock, with the note of where it goes.
        try #require(
            try await rig.killed(after: 2) { deployer in
                _ = try await deployer.rollback("cart", in: home, options: Rig.options)
            }
        )
        let noted = try await rig.deployer.begunRollbacks(in: rig.scope)["cart"]?.revision
        #expect(noted == 1)
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(120)) }
        var other = request([Fixture.service("orders")], takesOver: takesOver)
        other.isWhole = isWhole
        let late = other
        #expect(try await deploy(rig, late).outcome == .succeeded)
        #expect(try await rig.deployer.begunRollbacks(in: rig.scope)["cart"]?.revision == noted)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.current?.environment == "test")
        // And then it goes where it was to go, and not one further back.
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: home, options: Rig.options)
        }
        #expect(report.services.first { $0.service == "cart" }?.revision == 1)
        #expect(try await rig.deployer.begunRollbacks(in: rig.scope)["cart"] == nil)
    }

    /// After an Environment was renamed, a deploy that goes back has taken the service over all the same.
    @Test func whatIsGoneBackToIsOursAsWell() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let broken = Fixture.broken("cart", "image-not-found")
        #expect(try await deploy(rig, request([broken], takesOver: true)).outcome == .failedRolledBack)
        let better = Fixture.service("cart") { $0.version = "3" }
        #expect(try await deploy(rig, request([better])).outcome == .succeeded)
    }

    @Test func saysWhoHasDeployedWhatItDoesNotDelete() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var whole = request([Fixture.service("orders")])
        whole.isWhole = true
        whole.options.departing = ["cart"]
        let report = try await deploy(rig, whole)
        let words =
            "`--allow-delete cart` deletes nothing: environment `test` has deployed it; with `--take-over` it can be deleted"
        #expect(report.notes.contains(words))
        #expect(try await rig.live("Deployment", "cart") != nil)
    }
}
