// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest
import Testing

/// The worked example of the rule catalogue: the shop in production, in figures.
@Suite struct ShopFiguresTests {
    let system: ServiceSystem

    init() throws {
        let set = try ShippedManifests.shop()
        let (system, diagnostics) = ServiceSystem.resolve(set)
        #expect(diagnostics.map(\.headline) == [])
        self.system = system
    }

    struct Row: Sendable {
        var service: String
        var own: Double
        var closure: [String]
        var availability: Double
        var budget: Double
        var loss: Double
        var radius: Int
        var traffic: Double?
    }

    static let rows = [
        Row(
            service: "gateway",
            own: 99.95,
            closure: [],
            availability: 99.950,
            budget: 43,
            loss: 22,
            radius: 20
        ),
        Row(
            service: "catalog",
            own: 99.90,
            closure: [],
            availability: 99.900,
            budget: 86,
            loss: 43,
            radius: 20,
            traffic: 74.1
        ),
        Row(
            service: "cart",
            own: 99.90,
            closure: [],
            availability: 99.900,
            budget: 86,
            loss: 43,
            radius: 40,
            traffic: 23.1
        ),
        Row(
            service: "orders",
            own: 99.90,
            closure: ["acquirer", "cart", "payments"],
            availability: 99.601,
            budget: 259,
            loss: 173,
            radius: 20,
            traffic: 0.9
        ),
        Row(
            service: "payments",
            own: 99.90,
            closure: ["acquirer"],
            availability: 99.800,
            budget: 130,
            loss: 86,
            radius: 40,
            traffic: 0.9
        ),
    ]

    @Test(arguments: rows)
    func computesTheWorkedExample(row: Row) throws {
        let index = try #require(system.index(of: row.service))
        #expect(abs(system.ownAvailability(of: index) * 100 - row.own) < 0.005)
        let closure = system.graph.hardClosure[index].members.map { system.name(ofNode: $0) }.sorted()
        #expect(closure == row.closure)
        let availability = try #require(system.availability(of: index))
        #expect(abs(availability * 100 - row.availability) < 0.0006)
        let slo = try #require(system.resolved[index].slo?.value.fraction)
        #expect(ServiceSystem.lossMinutes(slo).rounded() == row.budget)
        #expect(ServiceSystem.lossMinutes(availability).rounded() == row.loss)
        let radius = system.blastRadius(ofNode: index)
        #expect((radius.serviceShare * 100).rounded() == Double(row.radius))
        if let traffic = row.traffic {
            #expect(abs((radius.trafficShare ?? 0) * 100 - traffic) < 0.05)
        }
    }

    @Test(arguments: [("/v1/catalog", 99.850), ("/v1/cart", 99.850), ("/v1/orders", 99.475)])
    func computesJourneys(path: String, expected: Double) throws {
        let route = try #require(system.routes.first { $0.route.path.value == path })
        #expect(abs((system.availability(of: route) ?? 0) * 100 - expected) < 0.0006)
    }

    @Test(arguments: [
        ("orders", Duration.milliseconds(2350)), ("payments", .milliseconds(1300)),
        ("cart", .milliseconds(200)),
    ])
    func computesWorstCaseCallTimes(service: String, expected: Duration) throws {
        let index = try #require(system.index(of: service))
        #expect(system.worstCaseTime(ofCallsFrom: index) == expected)
    }

    @Test func computesLoad() throws {
        let load = system.load()
        let orders = try #require(system.index(of: "orders"))
        let cart = try #require(system.index(of: "cart"))
        let catalog = try #require(system.index(of: "catalog"))
        #expect(load[orders]?.peak == 5)
        #expect(load[cart]?.peak == 125)
        #expect(load[catalog]?.peak == 462.5)
        #expect(load[catalog]?.callers.map(\.service) == [cart])
        #expect(load[catalog]?.callers.map(\.rate) == [62.5])
        #expect(ServiceSystem.replicas(for: 4 * 400 + 62.5, each: 150) == 14)
        #expect(system.capacity(of: catalog) == 1500)
    }

    @Test func namesTheWayOfMostAttempts() throws {
        let catalog = try #require(system.index(of: "catalog"))
        let cart = try #require(system.index(of: "cart"))
        let amplification = system.retryAmplification()
        #expect(amplification[catalog]?.attempts == 2)
        #expect(amplification[cart]?.attempts == 2)
        #expect(amplification[cart]?.path.map { system.name(ofNode: $0) } == ["gateway", "orders", "cart"])
    }

    @Test func findsTheDeepestRequiredPath() throws {
        let orders = try #require(system.index(of: "orders"))
        let path = system.deepestRequiredPaths()[orders].map { system.name(ofNode: $0) }
        #expect(path == ["orders", "payments", "acquirer"])
    }

    @Test func connectsPublishersWithSubscribers() {
        let pairs = system.events.map { [$0.publisher, $0.subscriber].map { system.services[$0].name } }
        #expect(pairs == [["catalog", "cart"], ["orders", "payments"], ["payments", "orders"]])
    }
}
