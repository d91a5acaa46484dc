// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import Sandbox
import Support
import Testing

@testable import Rollout

/// One writer at a time, also where writes wait for their turn, renewals hang and locks were left behind.
@Suite struct FenceTests {
    private func services(_ count: Int, version: String = "1") -> [DesiredService] {
        (0..<count).map { Fixture.service("s\($0)") { $0.version = version } }
    }

    /// Everything written from an index on that is not about the lock.
    private func writes(_ rig: Rig, from index: Int) -> [String] {
        rig.transport.writes[index...].filter { !$0.contains("/leases") }
    }

    @Test func sendsNothingThatWaitedForItsTurnWhenTheLockWasLost() async throws {
        let rig = Rig()
        _ = try await rig.deploy(services(30))
        rig.transport.forget()
        await rig.server.inject([
            .init(.latency(.seconds(20)), methods: ["PATCH"], strikes: nil),
            .init(.leaseTheft(by: "thief"), methods: ["PUT"], pathContains: "/leases/", skips: 1),
        ])
        _ = try await rig.deploy(services(30, version: "2"))
        let renewals = rig.transport.writes.indices.filter { rig.transport.writes[$0].contains("PUT") }
        try #require(renewals.count >= 2)
        #expect(renewals[1] > 3)
        #expect(writes(rig, from: renewals[1]) == [])
    }

    @Test func sendsNothingThatWaitedForItsTurnWhenItWasCancelled() async throws {
        let rig = Rig()
        _ = try await rig.deploy(services(30))
        rig.transport.forget()
        await rig.server.inject([.init(.latency(.seconds(20)), methods: ["PATCH"], strikes: nil)])
        let request = rig.request(services(30, version: "2"))
        let task = Shared<Task<DeployReport, any Error>?>(nil)
        let cancelledAt = Shared<Duration?>(nil)
        let late = Shared<[String]>([])
        // What was on its way at that moment arrives all the same.
        let way = StrikingTransport(base: rig.transport) { request in
            let path = request.path ?? ""
            if let moment = cancelledAt.value, rig.clock.now.offset > moment, request.isWrite,
                !path.contains("/leases")
            {
                late.change { $0.append(path) }
            }
            return nil
        }
        let deployer = rig.deployer(over: way)
        let report = try await rig.whileTimePasses {
            let deploy = rig.task {
                try await deployer.deploy(request) { event in
                    guard case .applied = event.what, cancelledAt.value == nil else { return }
                    cancelledAt.set(rig.clock.now.offset)
                    task.value?.cancel()
                }
            }
            task.set(deploy)
            return try await deploy.value
        }
        #expect(report.outcome == .interrupted)
        #expect(late.value == [])
        await rig.server.heal()
        #expect(try await rig.deploy(services(30, version: "2")).outcome == .succeeded)
    }

    @Test(arguments: [FaultScript.Fault.latency(.seconds(60)), .resetBefore, .resetAfter])
    func keepsTheLockThroughRenewalsThatDoNotComeThrough(fault: FaultScript.Fault) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var options = Rig.options
        options.soak = .seconds(90)
        // The first write of the lease takes the lock.
        await rig.server.inject([
            .init(fault, methods: ["PUT"], pathContains: "/leases/", skips: 1, strikes: 2)
        ])
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }], options: options)
        #expect(report.outcome == .succeeded)
    }

    /// Its time begins when the first request for it is sent, and not when the answer is here.
    @Test func keepsALockThatWasSlowToCome() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var options = Rig.options
        options.soak = .seconds(90)
        await rig.server.inject([
            .init(.latency(.seconds(22)), methods: ["PUT"], pathContains: "/leases/", strikes: 1)
        ])
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }], options: options)
        #expect(report.outcome == .succeeded)
    }

    /// It says in the lease how long it needs, before anything is written under it.
    @Test(arguments: [16, 20, 50])
    func keepsALockThatIsSlowToBeWrittenEachTime(seconds: Int) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var options = Rig.options
        options.soak = .seconds(90)
        await rig.server.inject([
            .init(.latency(.seconds(seconds)), methods: ["PUT"], pathContains: "/leases/", strikes: nil)
        ])
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }], options: options)
        #expect(report.outcome == .succeeded)
    }

    @Test func aLockThatAProxyAskedForTwiceIsOurs() async throws {
        let rig = Rig()
        var options = Rig.options
        options.lock = .fail
        for version in ["1", "2"] {
            let asked = Shared(0)
            let report = try await rig.deploy(
                [Fixture.service("cart") { $0.version = version }],
                options: options,
                striking: { request in
                    guard request.isWrite, request.path?.contains("/leases") == true else { return nil }
                    asked.change { $0 += 1 }
                    return asked.value == 1 ? .doubled : nil
                }
            )
            #expect(report.outcome == .succeeded)
        }
    }

    @Test func othersWaitForALockAsLongAsASlowServerNeeds() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        await rig.server.inject([
            .init(.latency(.seconds(20)), methods: ["PUT"], pathContains: "/leases/", strikes: nil)
        ])
        let request = rig.request([Fixture.service("cart") { $0.version = "2" }])
        // It takes the lock, has it last longer, and does nothing more.
        #expect(try await rig.killed(after: 2) { _ = try await $0.deploy(request) })
        await rig.server.heal()
        let lease = try await rig.live("Lease", "msctl.shop")
        #expect(lease?["spec"]?["leaseDurationSeconds"] == 105)
        let killedAt = rig.clock.now.offset
        var options = Rig.options
        options.lock = .wait(.seconds(900))
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "3" }], options: options)
        #expect(report.outcome == .succeeded)
        #expect(rig.clock.now.offset - killedAt >= .seconds(90))
    }

    @Test func keepsTheLockWhileItReadsWhatAKilledRunHasLeft() async throws {
        let rig = Rig()
        let all = services(12)
        _ = try await rig.deploy(all)
        let request = rig.request(services(12, version: "2"))
        // The lock, and more than a record for each.
        #expect(try await rig.killed(after: 20) { _ = try await $0.deploy(request) })
        let begun = try await rig.deployer.histories(in: rig.scope).filter {
            $0.current?.isUnfinished == true
        }
        try #require(begun.count > 8)
        await rig.server.inject([
            .init(.latency(.seconds(4)), methods: ["GET"], pathContains: "/secrets/msctl.", strikes: nil)
        ])
        let report = try await rig.deploy([Fixture.service("other")])
        #expect(report.outcome == .succeeded)
        #expect(report.services.count == 1 + begun.count)
    }

    @Test func restartsOfTheServerDoNotFailWhoIsWriting() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let until = Shared<Duration?>(nil)
        let report = try await rig.deploy(
            [Fixture.service("cart") { $0.version = "2" }],
            striking: { request in
                if until.value == nil, request.isWrite, request.path?.contains("/deployments/") == true {
                    until.set(rig.clock.now.offset + .seconds(12))
                }
                return until.value.map { rig.clock.now.offset < $0 } == true
                    ? .broken(.connectionRefused) : nil
            }
        )
        #expect(until.value != nil)
        #expect(report.outcome == .succeeded)
    }

    @Test func nothingIsRepeatedOnceTheLockIsLost() async throws {
        // C1.2
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        // The first write of the lease takes the lock, the second is the first renewal.
        await rig.server.inject([
            .init(.leaseTheft(by: "thief"), methods: ["PUT"], pathContains: "/leases/", skips: 1)
        ])
        let renewals = Shared<[Duration]>([])
        let attempts = Shared<[Duration]>([])
        let report = try await rig.deploy(
            [Fixture.service("cart") { $0.version = "2" }],
            striking: { request in
                let now = rig.clock.now.offset
                let isRenewal = request.method == .put && request.path?.contains("/leases/") == true
                if isRenewal { renewals.change { $0.append(now) } }
                guard request.isWrite, request.path?.contains("/deployments/cart") == true else { return nil }
                attempts.change { $0.append(now) }
                return .lost(.timedOut)
            }
        )
        try #require(renewals.value.count >= 2)
        let theft = renewals.value[1]
        #expect(attempts.value.count > 1)
        let last = try #require(attempts.value.last)
        #expect(last < theft + .seconds(1))
        let cart = try #require(report.services.first)
        #expect(cart.rollback == nil)
        let said = cart.notes.joined(separator: "\n")
        #expect(said.contains("a write of Deployment shop/cart was under way and may have been done"))
    }

    @Test func aProofSurvivesALostAnswer() async throws {
        let rig = Rig()
        // The first write to it records the revision, the second that it has proven itself.
        await rig.server.inject([
            .init(.resetBefore, methods: ["PATCH"], pathContains: "/secrets/msctl.cart.r1", skips: 1)
        ])
        #expect(try await rig.deploy([Fixture.service("cart")]).outcome == .succeeded)
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.isProven == true)
    }

    @Test func whatCouldNotBeRecordedIsNoSuccess() async throws {
        let rig = Rig()
        await rig.server.inject([
            .init(
                .status(500, retryAfter: nil),
                methods: ["PATCH"],
                pathContains: "/secrets/msctl.cart.r1",
                skips: 1,
                strikes: nil
            )
        ])
        let report = try await rig.deploy([Fixture.service("cart")])
        #expect(report.outcome == .unconfirmed)
        #expect(report.services.map(\.outcome) == [.unconfirmed])
        await rig.server.heal()
        #expect(try await rig.deploy([Fixture.service("cart")]).outcome == .succeeded)
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.isProven == true)
    }

    @Test(arguments: [DeployOptions.LockPolicy.wait(.seconds(900)), .fail])
    func aClockThatIsFastDoesNotTakeTheLockOfSomebodyAlive(policy: DeployOptions.LockPolicy) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var patient = Rig.options
        patient.soak = .seconds(90)
        let slow = rig.request([Fixture.service("cart") { $0.version = "2" }], options: patient)
        var options = Rig.options
        options.lock = policy
        let fast = rig.request([Fixture.service("cart") { $0.version = "3" }], options: options)
        let clock = rig.clock
        let other = Deployer(client: rig.client, clock: clock) {
            Rig.start + clock.now.offset + .seconds(3600)
        }
        let outcomes = try await rig.whileTimePasses {
            let first = rig.task { try await rig.deployer.deploy(slow).outcome }
            try await clock.sleep(for: .seconds(5))
            let second = try await other.deploy(fast).outcome
            return [try await first.value, second]
        }
        #expect(outcomes == [.succeeded, policy == .fail ? .locked : .succeeded])
    }

    @Test func aLockThatWasLeftBehindIsTakenEvenByThoseWhoDoNotWait() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let request = rig.request([Fixture.service("cart") { $0.version = "2" }])
        #expect(try await rig.killed(after: 2) { _ = try await $0.deploy(request) })
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(120)) }
        var options = Rig.options
        options.lock = .fail
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }], options: options)
        #expect(report.outcome == .succeeded)
    }

    @Test func aLeaseThatIsMovedUnderItsHolderIsNotWrittenWithoutEnd() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var options = Rig.options
        options.soak = .seconds(60)
        let puts = Shared(0)
        _ = try await rig.deploy(
            [Fixture.service("cart") { $0.version = "2" }],
            options: options,
            striking: { request in
                guard request.method == .put, request.path?.contains("/leases/") == true else { return nil }
                puts.change { $0 += 1 }
                // The first takes the lock.
                return puts.value > 1 ? .status(409, reason: "Conflict") : nil
            }
        )
        // Three at a time, with a pause in between, until the fence closes.
        #expect(puts.value > 3 && puts.value < 60, "\(puts.value)")
    }
}
