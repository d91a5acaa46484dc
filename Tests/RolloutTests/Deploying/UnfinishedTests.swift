// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import Sandbox
import Testing

@testable import Rollout

/// What did not come to its end is known, and is not taken for done.
@Suite struct UnfinishedTests {
    /// Three versions of a service, each of them proven.
    private func rig() async throws -> Rig {
        let rig = Rig()
        for version in ["1", "2", "3"] {
            _ = try await rig.deploy([Fixture.service("cart") { $0.version = version }])
        }
        return rig
    }

    private func rollback(
        _ rig: Rig,
        striking strike: @escaping @Sendable (HTTPRequest) -> StrikingTransport.Strike?
    ) async throws -> DeployReport {
        let deployer = rig.deployer(over: StrikingTransport(base: rig.transport, strike: strike))
        let scope = rig.scope
        return try await rig.whileTimePasses {
            try await deployer.rollback("cart", in: scope, options: Rig.options)
        }
    }

    @Test func asksWhetherALostAnswerMeantThatItWasDone() async throws {
        let rig = try await rig()
        let report = try await rollback(rig) { request in
            let isRecord = request.isWrite && request.path?.contains("/secrets/msctl.cart.r2") == true
            return isRecord ? .lost(.timedOut) : nil
        }
        #expect(report.outcome == .succeeded)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.current?.number == 2)
    }

    /// It is tried before and after the way back, and said once.
    @Test func whatCannotBeRecordedIsSaidOnce() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let crash = Fixture.broken("cart", "crash-loop")
        let report = try await rig.deploy(
            [crash],
            striking: { request in
                let isUpdate = request.headerFields[.contentType]?.contains("merge-patch") == true
                let isRecord = request.path?.contains("/secrets/msctl.cart.r2") == true
                return isUpdate && isRecord ? .status(403, reason: "Forbidden") : nil
            }
        )
        let notes = report.services.flatMap(\.notes)
        #expect(notes.count { $0.hasPrefix("what became of r2 could not be recorded: ") } == 1, "\(notes)")
    }

    @Test(arguments: [true, false])
    func anApplyThatRanOutOfTimeIsMadeAgain(wasDone: Bool) async throws {
        // C1.2
        let rig = Rig()
        let attempts = Shared(0)
        let report = try await rig.deploy(
            [Fixture.service("cart")],
            striking: { request in
                guard request.isWrite, request.path?.contains("/deployments/cart") == true else { return nil }
                attempts.change { $0 += 1 }
                guard attempts.value < 3 else { return nil }
                return wasDone ? .lost(.timedOut) : .broken(.timedOut)
            }
        )
        #expect(report.outcome == .succeeded)
        #expect(attempts.value == 3)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.revisions.map(\.isProven) == [true])
    }

    @Test func runAgainARollbackDoesNotGoFurtherBack() async throws {
        let rig = try await rig()
        let isWritten = Shared(false)
        let report = try await rollback(rig) { request in
            guard request.path?.contains("/secrets/msctl.cart.r2") == true else { return nil }
            if request.isWrite { isWritten.set(true) }
            return isWritten.value ? request.isWrite ? .lost(.timedOut) : .broken(.timedOut) : nil
        }
        #expect(report.outcome == .unconfirmed)
        // Whatever others do meanwhile, they are no part of it.
        #expect(try await rig.deploy([Fixture.service("catalog")]).outcome == .succeeded)
        let again = try await rollback(rig) { _ in nil }
        #expect(again.outcome == .succeeded)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.current?.number == 2)
        let lease = try await rig.live("Lease", "msctl.shop")
        #expect(lease?.annotations[Label.operation] == nil)
    }

    @Test func aRollbackThatOneRunLeavesAsideIsDoneByTheNext() async throws {
        let rig = try await rig()
        _ = try await rig.deploy([Fixture.service("catalog")])
        let scope = rig.scope
        #expect(
            try await rig.killed(after: 2) {
                _ = try await $0.rollback("cart", in: scope, options: Rig.options)
            }
        )
        // It does what its plan says and nothing else.
        let request = rig.request([Fixture.service("catalog") { $0.version = "2" }])
        let plan = try await rig.deployer.plan(request)
        let planned = try await rig.whileTimePasses {
            try await rig.deployer.deploy(request, expecting: plan)
        }
        #expect(planned.outcome == .succeeded)
        _ = try await rig.deploy([Fixture.service("other")])
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.current?.number == 2)
        #expect(try await rig.live("Lease", "msctl.shop")?["spec"]?["holderIdentity"]?.string == "")
    }

    @Test func aDeletionThatIsRefusedIsNoSuccess() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart"), Fixture.service("catalog")])
        var less = Fixture.service("catalog")
        less.objects.removeAll { $0.object.kind == "Service" }
        let services = [Fixture.service("cart"), less]
        var options = Rig.options
        options.allowedDeletions = 1
        let report = try await rig.deploy(
            services,
            options: options,
            striking: { request in
                request.method == .delete ? .status(403, reason: "Forbidden") : nil
            }
        )
        #expect(report.outcome == .unconfirmed)
        #expect(report.stopped == "1 object that nothing wants any more could not be deleted")
        #expect(report.notes.first?.hasPrefix("Service shop/catalog was not deleted: ") == true)
        let again = try await rig.deploy(services, options: options)
        #expect(again.outcome == .succeeded)
        #expect(again.pruned.map(\.type.kind) == ["Service"])
    }

    private func whole(_ rig: Rig, _ services: [DesiredService], allowing count: Int? = nil) -> DeployRequest
    {
        var request = rig.request(services)
        request.isWhole = true
        request.options.allowedDeletions = count
        return request
    }

    @Test func aDeletionOfAServiceThatWasKilledEndsAsIfNothingHadHappened() async throws {
        var writes = 0
        while true {
            let rig = Rig()
            _ = try await rig.deploy([Fixture.service("cart"), Fixture.service("catalog")])
            let request = whole(rig, [Fixture.service("cart")], allowing: 3)
            let wasKilled = try await rig.killed(after: writes) { _ = try await $0.deploy(request) }
            guard wasKilled else { break }
            _ = try await rig.whileTimePasses { try await rig.deployer.deploy(request) }
            let comment: Comment = "killed after \(writes) writes"
            #expect(try await rig.deployer.histories(in: rig.scope).map(\.service) == ["cart"], comment)
            #expect(try await rig.live("Deployment", "catalog") == nil, comment)
            writes += 1
        }
        #expect(writes > 5)
    }

    @Test func whatNobodyDeclaresIsNotDeployedAnew() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart"), Fixture.service("batch")])
        let next = rig.request([Fixture.service("batch") { $0.version = "2" }])
        #expect(try await rig.killed(after: 2) { _ = try await $0.deploy(next) })
        let request = whole(rig, [Fixture.service("cart") { $0.version = "2" }], allowing: 100)
        let report = try await rig.whileTimePasses { try await rig.deployer.deploy(request) }
        #expect(report.outcome == .succeeded)
        #expect(report.services.map(\.service) == ["cart"])
        #expect(try await rig.live("Deployment", "batch") == nil)
    }

    @Test func aServiceThatStaysGoesOnCalling() async throws {
        let rig = Rig()
        var batch = Fixture.service("batch")
        for index in batch.objects.indices where batch.objects[index].object.kind == "ConfigMap" {
            batch.objects[index].object["data"] = ["ORDERS_URL": "http://orders:80"]
        }
        _ = try await rig.deploy([Fixture.service("orders"), batch, Fixture.service("cart")])
        var orders = Fixture.service("orders")
        orders.objects.removeAll { $0.object.kind == "Service" }
        let request = whole(rig, [orders, Fixture.service("cart")])
        let report = try await rig.whileTimePasses { try await rig.deployer.deploy(request) }
        #expect(report.outcome == .preflightRefused)
        #expect(report.stopped?.contains("`batch` (ConfigMap shop/batch-a) still calls") == true)
    }

    @Test func saysWhatOfTheWholeSystemWasWrittenBeforeItStopped() async throws {
        let rig = Rig()
        let task = Shared<Task<DeployReport, any Error>?>(nil)
        let request = rig.request([Fixture.service("cart")])
        await #expect {
            try await rig.whileTimePasses {
                let deploy = rig.task {
                    try await rig.deployer.deploy(request) { event in
                        if case .applied = event.what { task.value?.cancel() }
                    }
                }
                task.set(deploy)
                return try await deploy.value
            }
        } throws: { error in
            "\(error)" == "interrupted; before that was written: Namespace shop"
        }
    }

    @Test func whatRunningAgainCannotMendIsSaidFirst() {
        let ends: [ServiceReport.Outcome] = [.unconfirmed, .conflict, .skipped, .succeeded]
        let reports = ends.map { ServiceReport(service: "cart", outcome: $0) }
        #expect(DeployOutcome(reports) == .conflict)
        #expect(DeployOutcome(reports.filter { $0.outcome != .conflict }) == .unconfirmed)
    }
}
