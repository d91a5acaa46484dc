// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// Killed at any write, then run again: the same end as if nothing had happened.
@Suite struct KillTests {
    /// What was there before, and what is deployed then.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var before: [[DesiredService]] = []
        var deployed: [DesiredService]
        var keptRevisions = 10

        var options: DeployOptions {
            var options = Rig.options
            options.keptRevisions = keptRevisions
            return options
        }
    }

    static let cases: [Case] = [
        Case(
            testDescription: "a first deploy with a new dependency",
            deployed: [Fixture.service("cart") { $0.dependencies = ["catalog"] }, Fixture.service("catalog")]
        ),
        Case(
            testDescription: "a change that renames configuration, with one revision kept",
            before: [[Fixture.service("cart"), Fixture.service("catalog")]],
            deployed: [
                Fixture.service("cart") {
                    $0.version = "2"
                    $0.setting = "b"
                },
                Fixture.service("catalog") { $0.version = "2" },
            ],
            keptRevisions: 1
        ),
        Case(
            testDescription: "a change that does not work",
            before: [[Fixture.service("cart"), Fixture.service("catalog")]],
            deployed: [
                Fixture.service("cart") {
                    $0.version = "2"
                    $0.setting = "b"
                    $0.fault = "image-not-found"
                },
                Fixture.service("catalog") { $0.version = "2" },
            ]
        ),
        Case(
            testDescription: "a first deploy whose dependency does not work",
            deployed: [
                Fixture.service("cart") { $0.dependencies = ["catalog"] },
                Fixture.service("catalog") { $0.fault = "image-not-found" },
            ]
        ),
        Case(
            testDescription: "a StatefulSet that does not work",
            before: [[Fixture.service("store") { $0.kind = "StatefulSet" }]],
            deployed: [
                Fixture.service("store") {
                    $0.kind = "StatefulSet"
                    $0.version = "2"
                    $0.fault = "image-not-found"
                }
            ]
        ),
    ]

    @Test(arguments: cases)
    func endsAsIfNothingHadHappened(_ example: Case) async throws {
        let undisturbed = Rig()
        for services in example.before { _ = try await undisturbed.deploy(services) }
        let calm = try await undisturbed.deploy(example.deployed, options: example.options)
        let expected = try await Snapshot(undisturbed)
        var writes = 0
        while true {
            let rig = Rig()
            for services in example.before { _ = try await rig.deploy(services) }
            let request = rig.request(example.deployed, options: example.options)
            let wasKilled = try await rig.killed(after: writes) { deployer in
                _ = try await deployer.deploy(request)
            }
            guard wasKilled else { break }
            let events = Shared<[String]>([])
            let again = try await rig.deploy(example.deployed, options: example.options) { event in
                if case .foundInterrupted(let text) = event.what { events.change { $0.append(text) } }
            }
            let comment: Comment = "killed after \(writes) writes"
            if again.services.contains(where: { $0.outcome != .unchanged }) {
                #expect(again.outcome == calm.outcome, comment)
            }
            let found = try await Snapshot(rig)
            #expect(found.objects == expected.objects, comment)
            #expect(found.images == expected.images, comment)
            #expect(found.areHistoriesSane, comment)
            #expect(found.current == expected.current, comment)
            // After the lock was taken, the next run knows that there was one before it.
            let isSilent = events.value.isEmpty
            if writes >= 2, again.needsLock { #expect(!isSilent, comment) }
            writes += 1
        }
        // Namespace, lock, record, objects: a deploy of anything has more steps than these.
        #expect(writes > 5)
    }

    @Test func aRollbackEndsAsIfNothingHadHappened() async throws {
        var expected: Snapshot?
        var writes = 0
        while true {
            let rig = Rig()
            _ = try await rig.deploy([Fixture.service("cart")])
            _ = try await rig.deploy([
                Fixture.service("cart") {
                    $0.version = "2"
                    $0.setting = "b"
                }
            ])
            let scope = rig.scope
            let limit = expected == nil ? Int.max : writes
            let wasKilled = try await rig.killed(after: limit) { deployer in
                _ = try await deployer.rollback("cart", in: scope, to: 1, options: Rig.options)
            }
            if expected == nil {
                expected = try await Snapshot(rig)
                continue
            }
            guard wasKilled else { break }
            let report = try await rig.whileTimePasses {
                try await rig.deployer.rollback("cart", in: scope, to: 1, options: Rig.options)
            }
            #expect(report.outcome == .succeeded)
            let found = try await Snapshot(rig)
            #expect(found.objects == expected?.objects, "killed after \(writes) writes")
            #expect(found.current == ["cart": 1], "killed after \(writes) writes")
            writes += 1
        }
        #expect(writes > 3)
    }

    @Test func aRollbackToTheLastProvenRevisionGoesNoFurtherTheSecondTime() async throws {
        var writes = 0
        while true {
            let rig = Rig()
            for version in ["1", "2", "3"] {
                _ = try await rig.deploy([Fixture.service("cart") { $0.version = version }])
            }
            let scope = rig.scope
            let wasKilled = try await rig.killed(after: writes) { deployer in
                _ = try await deployer.rollback("cart", in: scope, options: Rig.options)
            }
            guard wasKilled else { break }
            let comment: Comment = "killed after \(writes) writes"
            let rollback = { (rig: Rig) in
                try await rig.whileTimePasses {
                    try await rig.deployer.rollback("cart", in: scope, options: Rig.options)
                }
            }
            #expect(try await rollback(rig).outcome == .succeeded, comment)
            let history = try await rig.deployer.history(of: "cart", in: scope)
            #expect(history.current?.number == 2, comment)
            #expect(try await rig.live("Lease", "msctl.shop")?["spec"]?["holderIdentity"] == "", comment)
            // Asked once more, it is meant to go on: further back, and not to where it came from.
            _ = try await rollback(rig)
            #expect(try await rig.deployer.history(of: "cart", in: scope).current?.number == 1, comment)
            writes += 1
        }
        #expect(writes > 3)
    }

    @Test func finishesServicesOfTheKilledRunThatNobodyAsksForNow() async throws {
        var writes = 0
        var finished = 0
        let services = { (version: String) in
            ["cart", "catalog"].map { name in Fixture.service(name) { $0.version = version } }
        }
        while true {
            let rig = Rig()
            _ = try await rig.deploy(services("1"))
            let request = rig.request(services("2"))
            let wasKilled = try await rig.killed(after: writes) { deployer in
                _ = try await deployer.deploy(request)
            }
            guard wasKilled else { break }
            let comment: Comment = "killed after \(writes) writes"
            let begun = try await rig.deployer.history(of: "catalog", in: rig.scope).latest?.number == 2
            let report = try await rig.deploy([Fixture.service("cart") { $0.version = "3" }])
            #expect(report.outcome == .succeeded, comment)
            let history = try await rig.deployer.history(of: "catalog", in: rig.scope)
            #expect(history.current?.isUnfinished == false, comment)
            #expect(history.current?.number == (begun ? 2 : 1), comment)
            let image = FieldPath(".spec.template.spec.containers[0].image")
            let catalog = try #require(try await rig.live("Deployment", "catalog"))
            #expect(
                image?.value(in: .object(catalog.json))
                    == .string("registry.example/catalog:\(begun ? 2 : 1)"),
                comment
            )
            finished += begun ? 1 : 0
            writes += 1
        }
        #expect(finished > 2)
    }

    @Test func saysWhichServicesOfTheKilledRunItCannotFinish() async throws {
        let secret = { (version: String) in
            var service = Fixture.service("catalog") { $0.version = version }
            let object = KubernetesObject(
                type: RevisionSecret.type,
                metadata: [
                    "name": "keys", "namespace": "shop", "labels": .object(Fixture.labels("catalog")),
                ],
                members: ["data": ["key": .string(version == "1" ? "MQ==" : "Mg==")]]
            )
            service.objects.append(DesiredObject(object, service: "catalog"))
            return service
        }
        let rig = Rig()
        _ = try await rig.deploy([secret("1")])
        let request = rig.request([secret("2")])
        // Lock, record, and the Secret: then nothing more.
        #expect(try await rig.killed(after: 3) { _ = try await $0.deploy(request) })
        let report = try await rig.deploy([Fixture.service("cart")])
        #expect(report.outcome == .succeeded)
        #expect(report.services.map(\.service) == ["cart"])
        #expect(report.notes.contains { $0.hasPrefix("`catalog` was left half-done") })
    }
}

extension DeployReport {
    /// Whether the run had anything to do.
    fileprivate var needsLock: Bool { services.contains { $0.outcome != .unchanged } }
}
