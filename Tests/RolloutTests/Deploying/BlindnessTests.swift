// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes
import KubernetesClient
import Sandbox
import Support
import Testing

@testable import Rollout

/// Not to see a service says nothing about the service.
@Suite struct BlindnessTests {
    private let second = Fixture.service("cart") { $0.version = "2" }

    private func image(_ rig: Rig) async throws -> String? {
        let cart = try await rig.live("Deployment", "cart")
        return FieldPath(".spec.template.spec.containers[0].image")?
            .value(in: .object(cart?.json ?? [:]))?.string
    }

    @Test(arguments: ["deployments", "replicasets", "pods", "events"])
    func listsAgainAndAgainWhatItMayNotWatch(plural: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let report = try await rig.deploy(
            [second],
            striking: { request in
                request.reads(plural) && request.isWatch ? .status(403, reason: "Forbidden") : nil
            }
        )
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.ready == ReadyCount(ready: 2, desired: 2))
    }

    @Test func seesAFailureThroughListsAlone() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let broken = Fixture.broken("cart", "image-not-found")
        let report = try await rig.deploy(
            [broken],
            striking: { request in
                request.isWatch ? .status(403, reason: "Forbidden") : nil
            }
        )
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.cause?.code == .imageNotFound)
    }

    @Test(arguments: [401, 500])
    func waitsForAServerThatDoesNotAnswerForAMomentBeforeAnythingWasSeen(code: Int) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let strikes = Shared(4)
        let report = try await rig.deploy(
            [second],
            striking: { request in
                guard request.reads("pods"), strikes.value > 0 else { return nil }
                strikes.change { $0 -= 1 }
                return .status(code, reason: code == 401 ? "Unauthorized" : "InternalError")
            }
        )
        #expect(strikes.value == 0)
        #expect(report.outcome == .succeeded)
    }

    /// How the list of a kind does not come: the server asks for more time each time, or nothing is heard of it.
    enum Absence: CaseIterable {
        case refused
        case silent
    }

    /// Whatever a request does in those two minutes, they are two minutes.
    @Test(arguments: Absence.allCases, [true, false])
    func givesUpAfterTwoMinutesHoweverLongARequestLasts(
        absence: Absence,
        hasSeen: Bool
    ) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var options = Rig.options
        options.soak = .seconds(1200)
        if absence == .silent {
            await rig.server.inject([
                .init(
                    .latency(.seconds(3600)),
                    methods: ["GET"],
                    pathContains: "/pods?",
                    skips: hasSeen ? 3 : 0,
                    strikes: nil
                )
            ])
        }
        let lists = Shared(0)
        let begun = Shared<Duration?>(nil)
        let report = try await rig.deploy(
            [second],
            options: options,
            onEvent: { event in
                if case .started = event.what { begun.set(rig.clock.now.offset) }
            },
            striking: { request in
                guard request.reads("pods") else { return nil }
                if request.isWatch { return .status(403, reason: "Forbidden") }
                lists.change { $0 += 1 }
                guard absence == .refused, !hasSeen || lists.value > 3 else { return nil }
                return .busy(seconds: 50)
            }
        )
        #expect(report.outcome == .unconfirmed)
        #expect(report.services.first?.rollback == nil)
        let start = try #require(begun.value)
        let length = rig.clock.now.offset - start
        #expect(length > .seconds(115) && length < .seconds(130), "\(length)")
    }

    @Test func takesNothingBackForHavingSeenNothing() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var options = Rig.options
        options.soak = .seconds(60)
        let report = try await rig.deploy(
            [second],
            options: options,
            striking: { request in
                request.reads("deployments") && request.isWatch || request.reads("pods")
                    ? .status(401, reason: "Unauthorized") : nil
            }
        )
        #expect(report.outcome == .unconfirmed)
        let cart = try #require(report.services.first)
        #expect(cart.outcome == .unconfirmed)
        #expect(cart.rollback == nil)
        #expect(cart.rollbackFailure == nil)
        #expect(cart.notes.first?.hasPrefix("what was written cannot be watched: ") == true)
        #expect(try await image(rig) == "registry.example/cart:2")
        let again = try await rig.deploy([second])
        #expect(again.outcome == .succeeded)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.current?.number == 2)
        #expect(history.current?.isProven == true)
    }

    @Test func asksBeforehandForTheRightToSee() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("store") { $0.kind = "StatefulSet" }])
        let transport = DenyingTransport(base: rig.transport, verb: "none")
        let request = rig.request([
            Fixture.service("store") {
                $0.kind = "StatefulSet"
                $0.version = "2"
            }
        ])
        let deployer = rig.deployer(over: transport)
        _ = try await rig.whileTimePasses { try await deployer.deploy(request) }
        let asked = Set(transport.asked)
        #expect(asked.isSuperset(of: ["list statefulsets", "list pods", "delete pods", "get secrets"]))
    }

    @Test(arguments: ["pods", "replicasets"])
    func whatOnlyTellsCausesNeedNotBeSeen(plural: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let report = try await rig.deploy(
            [second],
            striking: { request in request.reads(plural) ? .status(403, reason: "Forbidden") : nil }
        )
        #expect(report.outcome == .succeeded)
        let transport = DenyingTransport(base: rig.transport, verb: "none")
        let deployer = rig.deployer(over: transport)
        let request = rig.request([Fixture.service("cart") { $0.version = "3" }])
        _ = try await rig.whileTimePasses { try await deployer.deploy(request) }
        #expect(!transport.asked.contains("list \(plural)"))
    }

    /// Large clusters keep Events in a store of their own; when that is down, deploys go on with poorer causes.
    @Test func anOutageOfEventsAloneStopsNothing() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var options = Rig.options
        options.soak = .seconds(300)
        let report = try await rig.deploy(
            [second],
            options: options,
            striking: { request in
                request.reads("events") ? .status(500, reason: "InternalError") : nil
            }
        )
        #expect(report.outcome == .succeeded)
    }

    @Test func asksBeforehandForWhatTheWayBackNeeds() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let transport = DenyingTransport(base: rig.transport, verb: "none")
        let deployer = rig.deployer(over: transport)
        let request = rig.request([Fixture.service("cart") { $0.setting = "b" }])
        _ = try await rig.whileTimePasses { try await deployer.deploy(request) }
        #expect(Set(transport.asked).isSuperset(of: ["delete configmaps", "get secrets"]))
    }

    @Test func doesNotWaitOnTheWayBackWhereNothingIsWatched() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        // Its configuration is written before the workload is refused.
        let changed = Fixture.service("cart") { $0.setting = "b" }
        var options = Rig.options
        options.waits = false
        let isStruck = Shared(false)
        let report = try await rig.deploy(
            [changed],
            options: options,
            striking: { request in
                let isWorkload = request.isWrite && request.path?.contains("/deployments/cart") == true
                guard isWorkload, !isStruck.value else { return nil }
                isStruck.set(true)
                return .status(422, reason: "Invalid")
            }
        )
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.rollback?.isVerified == true)
        #expect(report.duration < .seconds(60))
    }

    @Test func watchesAKindThatOnlyTheWayBackBrings() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("store") { $0.kind = "StatefulSet" }])
        let broken = { (version: String) in
            Fixture.service("store") {
                $0.version = version
                $0.fault = "image-not-found"
            }
        }
        var options = Rig.options
        options.rollsBack = false
        options.allowedDeletions = 1
        _ = try await rig.deploy([broken("2")], options: options)
        let set = try #require(try await rig.live("StatefulSet", "store"))
        try await rig.client.delete(set.reference, options: DeleteOptions(uid: set.uid))
        let report = try await rig.deploy([broken("3")])
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.rollback?.ready == ReadyCount(ready: 2, desired: 2))
    }

    @Test func asksOnTheWayBackForOneServiceOnly() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart"), Fixture.service("orders")])
        let isGoingBack = Shared(false)
        let lists = Shared<[String]>([])
        let broken = Fixture.broken("orders", "image-not-found")
        let report = try await rig.deploy(
            [broken],
            onEvent: { event in
                if case .rollingBack = event.what { isGoingBack.set(true) }
                if case .rolledBack = event.what { isGoingBack.set(false) }
            },
            striking: { request in
                let path = request.path ?? ""
                let isList = request.method == .get && path.contains("labelSelector") && !request.isWatch
                if isList, isGoingBack.value { lists.change { $0.append(path) } }
                return nil
            }
        )
        #expect(report.outcome == .failedRolledBack)
        #expect(!lists.value.isEmpty)
        #expect(lists.value.filter { !$0.contains("msctl.dev%2Fservice%3Dorders") } == [])
    }
}
