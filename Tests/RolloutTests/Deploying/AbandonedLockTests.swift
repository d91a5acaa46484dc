// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Sandbox
import Testing

@testable import Rollout

/// A run that was killed is put in order by whoever comes next, or stays visible.
@Suite struct AbandonedLockTests {
    private func image(_ rig: Rig, _ name: String) async throws -> String? {
        let object = try await rig.live("Deployment", name)
        return FieldPath(".spec.template.spec.containers[0].image")?
            .value(in: .object(object?.json ?? [:]))?.string
    }

    /// A cluster where a rollback of `cart` from r2 to r1 was killed after some writes; whether it came to that.
    private func killedRollback(after writes: Int) async throws -> (Rig, Bool) {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart"), Fixture.service("catalog")])
        _ = try await rig.deploy([
            Fixture.service("cart") {
                $0.version = "2"
                $0.setting = "b"
            }
        ])
        let scope = rig.scope
        let wasKilled = try await rig.killed(after: writes) { deployer in
            _ = try await deployer.rollback("cart", in: scope, options: Rig.options)
        }
        return (rig, wasKilled)
    }

    private func holder(_ rig: Rig) async throws -> String? {
        try await rig.live("Lease", "msctl.shop")?["spec"]?["holderIdentity"]?.string
    }

    @Test func isTheRollbackThatIsToldAndNotWhatItHasLeftBehind() async throws {
        var writes = 1
        while true {
            let (rig, wasKilled) = try await killedRollback(after: writes)
            guard wasKilled else { break }
            let comment: Comment = "killed after \(writes) writes"
            let begun = try await rig.deployer.begunRollbacks(in: rig.scope)["cart"]
            #expect(begun?.revision == 1, comment)
            #expect(begun?.isHeld == true, comment)
            try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(120)) }
            for remarks in [
                try await rig.deployer.status(in: rig.scope).services.first { $0.service == "cart" }?.remarks,
                try await rig.deployer.why("cart", in: rig.scope).remarks,
            ] {
                let first = remarks?.first ?? ""
                let start = "a rollback of `cart` to r1 was begun and did not come to its end"
                #expect(first.hasPrefix("\(start) (the lock was left held by test/"), comment)
                #expect(first.hasSuffix("); run `msctl rollback cart`, or deploy"), comment)
                #expect(remarks?.contains { $0.contains("admission") } == false, comment)
            }
            // Who may not read it hears the rest.
            let blind = rig.deployer(without: "leases")
            #expect(try await blind.status(in: rig.scope).unread == [], comment)
            writes += 1
        }
        #expect(writes > 4)
    }

    @Test func doesNotSayThatWhoHoldsTheLockHasBegunIt() throws {
        let now = Timestamp(seconds: 10_000)
        let operation = try #require(LockedOperation("rollback cart to r1"))
        var killed = LeaseRecord(takenBy: "alice", at: now, after: nil)
        killed.operations = [operation]
        var next = LeaseRecord(takenBy: "bob", at: now + .seconds(120), after: killed)
        next.operations = killed.operations
        let what = "a rollback of `cart` to r1"
        let since = "by bob since \(now + .seconds(120))"
        let held = BegunRollback(operation, next, at: now + .seconds(125))
        #expect("\(held)" == "\(what) is noted as begun and not ended; the lock is held \(since)")
        let left = BegunRollback(operation, next, at: now + .seconds(1000))
        let way = "run `msctl rollback cart`, or deploy"
        #expect(
            "\(left)"
                == "\(what) was begun and did not come to its end (the lock was left held \(since)); \(way)"
        )
        next.holder = ""
        let free = BegunRollback(operation, next, at: now + .seconds(1000))
        #expect("\(free)" == "\(what) was begun and did not come to its end; \(way)")
    }

    @Test func finishesARollbackOfAServiceThatNobodyAsksForNow() async throws {
        var writes = 1
        while true {
            let (rig, wasKilled) = try await killedRollback(after: writes)
            guard wasKilled else { break }
            let comment: Comment = "killed after \(writes) writes"
            let events = Shared<[String]>([])
            let report = try await rig.deploy([Fixture.service("catalog") { $0.version = "2" }]) { event in
                if case .foundInterrupted(let text) = event.what { events.change { $0.append(text) } }
            }
            #expect(report.outcome == .succeeded, comment)
            #expect(events.value.contains { $0.contains("what it left undone is done now") }, comment)
            #expect(try await image(rig, "cart") == "registry.example/cart:1", comment)
            #expect(try await image(rig, "catalog") == "registry.example/catalog:2", comment)
            let history = try await rig.deployer.history(of: "cart", in: rig.scope)
            #expect(history.current?.number == 1, comment)
            #expect(try await !rig.deployer.plan(rig.request([Fixture.service("cart")])).hasChanges, comment)
            #expect(try await holder(rig) == "", comment)
            writes += 1
        }
        #expect(writes > 4)
    }

    /// Why a run that takes the lock of a killed rollback of `cart` never comes to `cart` itself.
    enum Obstacle: CaseIterable {
        /// What it needs does not work.
        case dependency
        /// Somebody cancels the run just then.
        case cancellation
    }

    /// A deploy of `cart` that writes nothing of it.
    private func passBy(_ rig: Rig, _ obstacle: Obstacle) async throws -> DeployReport {
        let task = Shared<Task<DeployReport, any Error>?>(nil)
        var services = [
            Fixture.service("cart") {
                $0.version = "3"
                if obstacle == .dependency { $0.dependencies = ["base"] }
            }
        ]
        if obstacle == .dependency {
            services.append(Fixture.service("base") { $0.fault = "image-not-found" })
        }
        let request = rig.request(services)
        return try await rig.whileTimePasses {
            let deploy = rig.task {
                try await rig.deployer.deploy(request) { event in
                    guard obstacle == .cancellation, case .started = event.what else { return }
                    task.value?.cancel()
                }
            }
            task.set(deploy)
            return try await deploy.value
        }
    }

    /// Whoever is asked for a service overtakes what was begun of it, but only by writing something of it: the note in the lock
    /// is all that tells a service that is half-way back, or back, from one that has to go back still.
    @Test(arguments: Obstacle.allCases)
    func keepsANoteOfAServiceThatTheRunNeverReached(obstacle: Obstacle) async throws {
        var writes = 1
        var returned = 0
        while true {
            let (rig, wasKilled) = try await killedRollback(after: writes)
            guard wasKilled else { break }
            let comment: Comment = "killed after \(writes) writes"
            let report = try await passBy(rig, obstacle)
            let cart = report.services.first { $0.service == "cart" }
            #expect(cart?.outcome == (obstacle == .dependency ? .skipped : .interrupted), comment)
            let lease = try await rig.live("Lease", "msctl.shop")
            #expect(lease?.annotations[Label.operation] == "rollback cart to r1", comment)
            // Nobody goes on with it unasked.
            #expect(lease?["spec"]?["holderIdentity"] == "", comment)
            let before = try await rig.deployer.history(of: "cart", in: rig.scope)
            returned += before.current?.number == 1 ? 1 : 0
            let scope = rig.scope
            let rollback = try await rig.whileTimePasses {
                try await rig.deployer.rollback("cart", in: scope, options: Rig.options)
            }
            #expect(rollback.outcome == .succeeded, comment)
            // Without the note, what is back already would go forth again.
            let history = try await rig.deployer.history(of: "cart", in: rig.scope)
            #expect(history.current?.number == 1, comment)
            #expect(try await image(rig, "cart") == "registry.example/cart:1", comment)
            writes += 1
        }
        #expect(writes > 4)
        #expect(returned > 0)
    }

    @Test func forgetsTheNoteOfAServiceThatWasDeployedSince() async throws {
        let (rig, wasKilled) = try await killedRollback(after: 2)
        #expect(wasKilled)
        #expect(try await rig.deploy([Fixture.service("cart") { $0.version = "3" }]).outcome == .succeeded)
        let lease = try await rig.live("Lease", "msctl.shop")
        #expect(lease?.annotations[Label.operation] == nil)
        #expect(lease?["spec"]?["holderIdentity"] == "")
    }

    @Test func keepsARollbackInMindThroughARunThatDoesNotBegin() async throws {
        let (rig, wasKilled) = try await killedRollback(after: 2)
        #expect(wasKilled)
        let deployment = try #require(try await rig.live("Deployment", "catalog")?.reference)
        // Somebody's edit, made after this run has planned: under the lock it is refused.
        let edits = Shared(0)
        let report = try await rig.deploy(
            [Fixture.service("catalog") { $0.replicas = 3 }],
            onEvent: { event in
                guard case .lockHeld = event.what, edits.value == 0 else { return }
                edits.set(1)
                _ = rig.task {
                    try await rig.client.patch(
                        deployment,
                        .merge(["spec": ["replicas": 7]]),
                        options: WriteOptions(fieldManager: "kubectl-edit")
                    )
                }
            }
        )
        #expect(report.outcome == .conflict)
        #expect(try await holder(rig) != "")
        let again = try await rig.deploy([Fixture.service("other")])
        #expect(again.outcome == .succeeded)
        #expect(try await image(rig, "cart") == "registry.example/cart:1")
    }

    /// How many revisions a service wants to keep is not known to whoever finishes what was left of it.
    @Test func finishingWhatWasLeftForgetsNoRevision() async throws {
        let rig = Rig()
        for version in 1...13 {
            var cart = Fixture.service("cart") { $0.version = "\(version)" }
            cart.oldRevisions = 20
            _ = try await rig.deploy([cart, Fixture.service("catalog")])
        }
        let scope = rig.scope
        let wasKilled = try await rig.killed(after: 2) { deployer in
            _ = try await deployer.rollback("cart", in: scope, options: Rig.options)
        }
        #expect(wasKilled)
        _ = try await rig.deploy([Fixture.service("catalog") { $0.version = "2" }])
        #expect(try await image(rig, "cart") == "registry.example/cart:12")
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.revisions.map(\.number) == Array(1...13))
    }

    @Test func aRunThatIsItselfKilledForgetsNothing() async throws {
        let (rig, wasKilled) = try await killedRollback(after: 2)
        #expect(wasKilled)
        let request = rig.request([Fixture.service("catalog") { $0.version = "2" }])
        // It takes the lock and does nothing more.
        #expect(try await rig.killed(after: 1) { _ = try await $0.deploy(request) })
        _ = try await rig.deploy([Fixture.service("other")])
        #expect(try await image(rig, "cart") == "registry.example/cart:1")
    }

    @Test func aRunWithoutAnyChangePutsThingsInOrderToo() async throws {
        let (rig, wasKilled) = try await killedRollback(after: 2)
        #expect(wasKilled)
        let catalog = [Fixture.service("catalog")]
        // As long as its holder may be alive, all that can be done is to say so.
        let early = try await rig.deploy(catalog)
        #expect(early.services.map(\.outcome) == [.unchanged])
        #expect(early.notes.first?.hasPrefix("the lock is held: `rollback cart to r1` by test/") == true)
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(76)) }
        let late = try await rig.deploy(catalog)
        #expect(late.outcome == .succeeded)
        #expect(try await image(rig, "cart") == "registry.example/cart:1")
        #expect(try await holder(rig) == "")
    }

    private func adoptable(_ rig: Rig) async throws {
        for desired in Fixture.service("orders").objects {
            _ = try await rig.client.create(desired.object, options: WriteOptions(fieldManager: "helm"))
        }
    }

    @Test func adoptingLeavesItToADeploy() async throws {
        let (rig, wasKilled) = try await killedRollback(after: 2)
        #expect(wasKilled)
        try await adoptable(rig)
        let before = try await holder(rig)
        let request = rig.request([Fixture.service("orders")])
        var end = ""
        do {
            _ = try await rig.whileTimePasses { try await rig.deployer.adopt(request) }
        } catch let error as DeployError {
            end = error.description
        }
        #expect(end.contains("`rollback cart to r1` by test/"))
        #expect(try await holder(rig) == before)
        _ = try await rig.deploy([Fixture.service("catalog") { $0.version = "2" }])
        #expect(try await image(rig, "cart") == "registry.example/cart:1")
    }

    @Test func adoptingRenewsTheLock() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        try await adoptable(rig)
        rig.transport.forget()
        await rig.server.inject([
            .init(.latency(.seconds(45)), methods: ["PATCH"], pathContains: "/deployments/orders")
        ])
        let request = rig.request([Fixture.service("orders")])
        _ = try await rig.whileTimePasses { try await rig.deployer.adopt(request) }
        let renewals = rig.transport.writes.filter { $0.hasPrefix("PUT") && $0.contains("/leases/") }
        // Taken, renewed every ten seconds, given back.
        #expect(renewals.count == 6)
    }
}
