// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct DeployTests {
    @Test func deploysASystemAndProvesIt() async throws {
        let rig = Rig()
        let events = Shared<[String]>([])
        let report = try await rig.deploy([Fixture.service("catalog"), Fixture.service("cart")]) { event in
            if event.service == "cart" { events.change { $0.append(event.what.word) } }
        }
        #expect(report.outcome == .succeeded)
        #expect(report.services.map(\.service) == ["catalog", "cart"])
        #expect(report.services.map(\.outcome) == [.succeeded, .succeeded])
        #expect(report.services.map(\.revision) == [1, 1])
        #expect(
            report.services.map(\.ready) == [
                ReadyCount(ready: 2, desired: 2), ReadyCount(ready: 2, desired: 2),
            ]
        )
        let words = events.value
        #expect(words.first == "started")
        #expect(words.suffix(3) == ["ready", "proven", "finished"])
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.revisions.map(\.isProven) == [true])
        #expect(history.revisions.first?.images == ["registry.example/cart:1"])
        let deployment = try #require(try await rig.live("Deployment", "cart"))
        #expect(deployment.annotations[Label.revision] == "1")
    }

    @Test func writesNothingTheSecondTime() async throws {
        let rig = Rig()
        let services = [Fixture.service("catalog"), Fixture.service("cart") { $0.autoscaler = (2, 4) }]
        _ = try await rig.deploy(services)
        rig.transport.forget()
        let report = try await rig.deploy(services)
        #expect(report.outcome == .succeeded)
        #expect(report.services.map(\.outcome) == [.unchanged, .unchanged])
        #expect(report.services.first?.ready == ReadyCount(ready: 2, desired: 2))
        #expect(rig.transport.writes == [])
        #expect(!report.plan.hasChanges)
    }

    @Test func plansFieldByFieldWithoutWriting() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        rig.transport.forget()
        let plan = try await rig.deployer.plan(rig.request([Fixture.service("cart") { $0.version = "2" }]))
        let change = FieldChange(
            field: "spec.template.spec.containers[name=cart].image",
            pointer: "/spec/template/spec/containers/0/image",
            before: "registry.example/cart:1",
            after: "registry.example/cart:2"
        )
        let changed = plan.entries.filter { $0.change != .unchanged }
        #expect(changed.map(\.object.type.kind) == ["Deployment"])
        #expect(changed.map(\.change) == [.update([change])])
        #expect(rig.transport.writes == [])
    }

    @Test func rollsBackTheFailedServiceAlone() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("catalog"), Fixture.service("orders")])
        let report = try await rig.deploy([
            Fixture.service("catalog") { $0.version = "2" },
            Fixture.service("orders") {
                $0.version = "2"
                $0.fault = "image-not-found"
                $0.setting = "b"
            },
        ])
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.map(\.outcome) == [.succeeded, .failed])
        let orders = try #require(report.services.last)
        #expect(orders.revision == 2)
        #expect(orders.cause?.code == .imageNotFound)
        #expect(orders.cause?.headline == "image `registry.example/orders:2` does not exist")
        #expect(orders.cause?.span?.text == "image")
        #expect(orders.rollback?.revision == 1)
        #expect(orders.rollback?.isVerified == true)
        #expect(orders.rollback?.ready == ReadyCount(ready: 2, desired: 2))
        let image = FieldPath(".spec.template.spec.containers[0].image")
        let deployment = try #require(try await rig.live("Deployment", "orders"))
        #expect(image?.value(in: .object(deployment.json)) == "registry.example/orders:1")
        #expect(try await rig.live("ConfigMap", "orders-b") == nil)
        #expect(try await rig.live("ConfigMap", "orders-a") != nil)
        let history = try await rig.deployer.history(of: "orders", in: rig.scope)
        #expect(history.current?.number == 1)
        #expect(history.revision(2)?.failure == "image `registry.example/orders:2` does not exist")
        let catalog = try await rig.deployer.history(of: "catalog", in: rig.scope)
        #expect(catalog.current?.number == 2)
    }

    @Test func showsTheLogAndTheLineOfACrash() async throws {
        let rig = Rig()
        let report = try await rig.deploy([
            Fixture.service("orders") {
                $0.fault = "crash-loop"
                $0.log = "fatal: environment variable DATABASE_URL is not set"
            }
        ])
        #expect(report.outcome == .failedNotRolledBack)
        let cause = try #require(report.services.first?.cause)
        #expect(cause.code == .crashLoop)
        #expect(cause.headline.hasPrefix("container `orders` exits "))
        #expect(cause.logTail.contains { $0.contains("DATABASE_URL is not set") })
        #expect(cause.pointer == "/spec/template/spec/containers/0/env/0")
        #expect(cause.span?.text == "env")
        #expect(report.services.first?.rollback == nil)
    }

    @Test func namesTheMissingSecret() async throws {
        let rig = Rig()
        let report = try await rig.deploy([
            Fixture.service("orders") { $0.container = ["envFrom": [["secretRef": ["name": "absent"]]]] }
        ])
        let cause = try #require(report.services.first?.cause)
        #expect(cause.code == .missingSecret)
        #expect(cause.headline == "Secret `absent` does not exist")
        #expect(cause.pointer == "/spec/template/spec/containers/0/envFrom/0/secretRef")
    }

    @Test func refusesBeforeWritingWhenConfigurationIsMissing() async throws {
        let rig = Rig()
        var options = Rig.options
        options.checksConfiguration = true
        let report = try await rig.deploy(
            [
                Fixture.service("orders") { $0.container = ["envFrom": [["secretRef": ["name": "absent"]]]] }
            ],
            options: options
        )
        #expect(report.outcome == .preflightRefused)
        #expect(report.services.first?.cause?.code == .missingSecret)
        #expect(rig.transport.writes == [])
    }

    @Test func noticesWhatRunsAndNeverBecomesReady() async throws {
        let rig = Rig()
        let report = try await rig.deploy([Fixture.service("orders") { $0.fault = "never-ready" }])
        #expect(report.services.first?.cause?.code == .neverReady)
        #expect(report.services.first?.cause?.span?.text == "ready")
    }

    @Test(arguments: [("oom", RootCause.Code.outOfMemory), ("unschedulable", .unschedulable)])
    func namesOtherCauses(fault: String, code: RootCause.Code) async throws {
        let rig = Rig()
        let report = try await rig.deploy([Fixture.service("orders") { $0.fault = fault }])
        #expect(report.services.first?.cause?.code == code)
    }

    @Test func aRevisionThatWasTakenBackHasComeToItsEnd() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let report = try await rig.deploy([Fixture.broken("cart", "image-not-found")])
        #expect(report.outcome == .failedRolledBack)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.revisions.map(\.isUnfinished) == [false, false])
        #expect(history.current?.number == 1)
    }

    @Test func deletesConfigurationThatNothingWantsAnyMore() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let report = try await rig.deploy([Fixture.service("cart") { $0.setting = "b" }])
        #expect(report.pruned.map(\.name) == ["cart-a"])
        #expect(try await rig.live("ConfigMap", "cart-a") == nil)
        #expect(try await rig.live("ConfigMap", "cart-b") != nil)
    }

    @Test func startsANewDependencyFirst() async throws {
        let rig = Rig()
        let order = Shared<[String]>([])
        let report = try await rig.deploy([
            Fixture.service("cart") { $0.dependencies = ["catalog"] }, Fixture.service("catalog"),
        ]) { event in
            guard let service = event.service else { return }
            if ["started", "proven"].contains(event.what.word) {
                order.change { $0.append("\(service) \(event.what.word)") }
            }
        }
        #expect(report.outcome == .succeeded)
        // Which of the two is proven first is a race: both soak at the same time.
        #expect(order.value.prefix(2) == ["catalog started", "cart started"])
        #expect(Set(order.value.dropFirst(2)) == ["catalog proven", "cart proven"])
    }

    @Test func skipsWhatNeedsABrokenNewService() async throws {
        let rig = Rig()
        let report = try await rig.deploy([
            Fixture.service("cart") { $0.dependencies = ["catalog"] },
            Fixture.service("catalog") { $0.fault = "image-not-found" },
        ])
        #expect(report.services.map(\.outcome) == [.skipped, .failed])
        #expect(try await rig.live("Deployment", "cart") == nil)
    }

    @Test func deploysAHundredServices() async throws {
        let rig = Rig()
        let services = (0..<100).map { Fixture.service("s\($0)") }
        let report = try await rig.deploy(services)
        #expect(report.outcome == .succeeded)
        #expect(report.services.count == 100)
        #expect(report.services.allSatisfy { $0.ready == ReadyCount(ready: 2, desired: 2) })
    }
}

extension DeployEvent.What {
    /// The name of the case.
    var word: String { String("\(self)".prefix { $0 != "(" }) }
}
