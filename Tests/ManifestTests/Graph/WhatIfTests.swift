// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest
import Testing

/// What is supposed gives the same figures as the same text in a manifest would.
@Suite struct WhatIfTests {
    private func supposing(_ facts: String...) throws -> ServiceSystem {
        var set = try ShippedManifests.shop()
        for fact in facts { set = try set.assuming(Assumption(fact)) }
        let (system, diagnostics) = ServiceSystem.resolve(set)
        #expect(diagnostics.isEmpty)
        return system
    }

    private func availability(_ name: String, in system: ServiceSystem) throws -> Double {
        let index = try #require(system.index(of: name))
        return try #require(system.availability(of: index))
    }

    @Test func changesOnlyWhatDependsOnTheFact() throws {
        let written = try supposing()
        let system = try supposing("acquirer.availability=99.0")
        func ratio(_ name: String, _ system: ServiceSystem) throws -> Double {
            try availability(name, in: system) / availability(name, in: written)
        }
        #expect(abs(try ratio("payments", system) - 0.99 / 0.999) < 1e-12)
        #expect(abs(try ratio("orders", system) - 0.99 / 0.999) < 1e-12)
        #expect(try ratio("cart", system) == 1)
        let optional = try supposing("orders.payments.required=false")
        let payments = try availability("payments", in: written)
        #expect(abs(try ratio("orders", optional) - 1 / payments) < 1e-12)
    }

    @Test func takesEverySubject() throws {
        let system = try supposing(
            "catalog.slo=99.99",
            "catalog.availability=99.5",
            "catalog.deadline=1s",
            "catalog.min=4",
            "catalog.max=20",
            "catalog.rpsPerReplica=10",
            "external/acquirer.deadline=700ms",
            "orders.cart/v1.timeout=1s",
            "orders.cart.retries=2",
            "orders.cart.calls=3",
            "orders.cart.fallback=cache",
            "/v1/orders.weight=100",
            "/v1/orders.peak=40/s",
            "/v1/orders.timeout=9s",
            "/v1/orders.retries=1"
        )
        let index = try #require(system.index(of: "catalog"))
        let catalog = system.resolved[index]
        #expect(catalog.slo?.value.percent == 99.99)
        #expect(catalog.scale.min.value == 4 && catalog.scale.max.value == 20)
        #expect(catalog.scale.rpsPerReplica?.value == 10)
        #expect(catalog.slo?.origin.span?.file.path == "--if")
        let call = try #require(
            system.calls.first {
                system.services[$0.caller].name == "orders" && $0.call.api.value.description == "cart/v1"
            }
        )
        #expect(call.resolved.timeout?.value == .seconds(1) && call.resolved.attempts.value == 3)
        #expect(call.call.meanCalls == 3)
        let route = try #require(system.routes.first { $0.route.path.value == "/v1/orders" })
        #expect(route.share == 1 && route.route.peak?.value.perSecond == 40 && route.route.attempts == 2)
        let orders = try #require(system.index(of: "orders"))
        #expect(system.load()[orders]?.peak == 40)
    }

    @Test(arguments: Assumption.Fact.allCases) func everyFactHasASubjectAndAForm(fact: Assumption.Fact) {
        #expect(!Assumption.subjects(of: fact).isEmpty)
        #expect(!Assumption.form(of: fact).isEmpty)
    }

    /// The mixture of the worked example: new path 99.551 %, monolith 99.450 %.
    @Test(arguments: [(100, 99.551), (0, 99.450), (25, 99.475)])
    func mixesTheStranglersWays(weight: Int, expected: Double) throws {
        let system = try supposing("/v1/orders.weight=\(weight)")
        let route = try #require(system.routes.first { $0.route.path.value == "/v1/orders" })
        #expect(abs((system.availability(of: route) ?? 0) * 100 - expected) < 0.0006)
    }

    @Test func anOutageBreaksDegradesAndStarves() throws {
        let system = ServiceSystem.resolve(try ShippedManifests.shop()).0
        func outage(_ names: String...) throws -> Outage {
            system.outage(of: Set(try names.map { try #require(system.index(of: $0)) }))
        }
        let catalog = try outage("catalog")
        #expect(catalog.radius.services.map { system.services[$0].name } == ["catalog"])
        #expect(catalog.degraded.map { system.services[$0.caller].name } == ["cart"])
        #expect(catalog.routes.map(\.edge.route.path.value) == ["/v1/catalog"])
        #expect(catalog.starved.map { system.services[$0.subscriber].name } == ["cart"])
        let gateway = try outage("gateway")
        #expect(gateway.radius.trafficShare == 1)
        #expect(gateway.routes.map(\.share) == system.routes.map { _ in 1 })
        let orders = try outage("orders")
        #expect(orders.routes.map(\.share) == [0.25])
        let external = try #require(system.externals.firstIndex { $0.name.value == "legacy-shop" })
        let legacy = system.outage(of: [system.services.count + external])
        #expect(legacy.radius.services.isEmpty)
        #expect(legacy.routes.map(\.edge.route.path.value) == ["/v1/orders"])
        #expect(legacy.routes.map(\.share) == [0.75])
        #expect(legacy.radius.trafficShare == 15.0 / 540)
        #expect(legacy.journeys.map(\.route.value).allSatisfy { $0 == "/v1/orders" })
        let both = try outage("catalog", "payments")
        #expect(both.radius.services.map { system.services[$0].name } == ["catalog", "orders", "payments"])
    }

    @Test(arguments: 0..<60) func theTrafficOfAllNodesAtOnceIsThatOfEach(seed: Int) throws {
        let (system, _) = RandomSystem(seed: seed).resolved()
        let alone = (0..<system.graph.nodeCount).map { system.blastRadius(ofNode: $0).trafficShare }
        // Without a route there is no traffic to lose.
        guard !system.routes.isEmpty else {
            #expect(system.blastTraffic() == nil && alone.compactMap(\.self).isEmpty)
            return
        }
        let shares = try #require(system.blastTraffic())
        try #require(shares.count == alone.count)
        for (node, share) in shares.enumerated() {
            let single = try #require(alone[node])
            #expect(abs(share - single) < 1e-12, "node \(node) of system \(seed)")
        }
    }

    @Test func aStranglerThatMovesNothingOrEverythingLosesOneSideOnly() throws {
        for (weight, orders, legacy) in [(0, 0, 1), (100, 1, 0)] {
            let system = try supposing("/v1/orders.weight=\(weight)")
            let external = try #require(system.externals.firstIndex { $0.name.value == "legacy-shop" })
            let new = system.outage(of: [try #require(system.index(of: "orders"))])
            #expect(new.routes.count == orders)
            #expect(system.outage(of: [system.services.count + external]).routes.count == legacy)
            if weight == 0 { #expect(new.radius.trafficShare == 0) }
        }
    }

    /// A route is available as often as it does not lose its requests: two ways to reckon one thing.
    @Test(arguments: 0..<60) func aRouteIsAvailableAsFarAsNothingIsLost(seed: Int) {
        let (system, _) = RandomSystem(seed: seed, isPerfect: true).resolved()
        for node in 0..<system.graph.nodeCount {
            let down = system.withoutAnswers(from: [node])
            let lost = system.outage(of: [node]).routes
            for route in system.routes {
                guard let left = down.availability(of: route) else { continue }
                let share = lost.first { $0.edge == route }?.share ?? 0
                #expect(
                    abs(left - (1 - share)) < 1e-12,
                    "\(route.route.path.value), node \(node), seed \(seed)"
                )
            }
        }
    }

    @Test(arguments: 0..<40) func whatDoesNotAnswerTakesItsCallersAlong(seed: Int) {
        let (system, _) = RandomSystem(seed: seed).resolved()
        for node in 0..<system.graph.nodeCount {
            let down = system.withoutAnswers(from: [node])
            let broken = Set(system.blastRadius(ofNode: node).services)
            for service in system.services.indices {
                // Behind a circle there is no figure, before and after.
                let before = system.availability(of: service)
                let expected = broken.contains(service) ? before.map { _ in 0.0 } : before
                #expect(down.availability(of: service) == expected)
            }
        }
    }
}
