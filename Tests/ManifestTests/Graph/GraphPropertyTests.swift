// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest
import Testing

/// The graph's arithmetic against brute force, on small systems of all shapes; a seed replays one of them.
@Suite struct GraphPropertyTests {
    static let seeds = Array(1...60)

    private struct Case {
        let random: RandomSystem
        let brute: BruteForce
        let system: ServiceSystem
        /// The service or node of the resolved system, by its number in the random one.
        let node: [Int]

        init(seed: Int) throws {
            random = RandomSystem(seed: seed)
            brute = BruteForce(system: random)
            let (system, diagnostics) = random.resolved()
            try #require(diagnostics.map(\.headline) == [])
            self.system = system
            // Names sort as their numbers, because there are fewer than ten of each.
            node = Array(0..<random.nodeCount)
            try #require(node.map(system.name(ofNode:)) == node.map(random.name))
        }

        var services: Range<Int> { 0..<random.serviceCount }
        /// Services whose sums mean something.
        var counted: [Int] { services.filter { !brute.withheld.contains($0) } }
    }

    private func isNear(_ left: Double?, _ right: Double) -> Bool {
        left.map { abs($0 - right) <= 1e-9 * max(1, abs(right)) } ?? false
    }

    /// Several properties speak of systems without circles, or of routes: enough of the seeds have to give some.
    @Test func theSystemsAreOfAllShapes() throws {
        let cases = try Self.seeds.map(Case.init)
        let straight = cases.filter { $0.brute.circular.isEmpty }
        #expect(cases.count - straight.count >= 3)
        let routed = straight.filter { !$0.random.routes.isEmpty }
        #expect(routed.count >= 20)
        let shared = routed.filter { !$0.random.routes.compactMap(\.legacy).isEmpty }
        #expect(shared.count >= 5)
    }

    @Test(arguments: seeds)
    func circlesWithholdTheNumbersThatDependOnThemAndNoOthers(seed: Int) throws {
        let test = try Case(seed: seed)
        let withheld = test.services.filter(test.system.graph.withheld.contains)
        #expect(Set(withheld) == test.brute.withheld)
        let unknown = test.services.filter { test.system.availability(of: $0) == nil }
        #expect(Set(unknown) == test.brute.withheld)
        let loads = test.system.load()
        let behind = test.brute.behindCircles
        #expect(
            Set(test.services.filter { loads[$0] == nil }) == behind.filter { $0 < test.random.serviceCount }
        )
        let attempts = test.system.retryAmplification()
        #expect(Set(attempts.indices.filter { attempts[$0] == nil }) == behind)
        let circles = Set(test.system.graph.cycles.flatMap { $0 })
        #expect(circles == test.brute.circular)
    }

    @Test(arguments: seeds)
    func availabilityIsTheShareOfAllFailureStates(seed: Int) throws {
        let test = try Case(seed: seed)
        for service in test.counted {
            let share = test.brute.share { test.brute.answers(service, up: $0) }
            #expect(isNear(test.system.availability(of: service), share), "\(test.random.name(service))")
        }
        let required = test.system.graph.hardClosure[0].members
        guard required.allSatisfy({ !test.brute.withheld.contains($0) }),
            !test.random.calls[0].contains(where: { $0.target == 0 })
        else { return }
        for route in test.system.routes where test.counted.contains(route.target.service ?? -1) {
            let number = try #require(Int(route.route.path.value.dropFirst(2)))
            #expect(
                isNear(
                    test.system.availability(of: route),
                    test.brute.availability(of: test.random.routes[number])
                )
            )
        }
    }

    @Test(arguments: seeds)
    func callsTakeAsLongAsTheirTriesAndWaits(seed: Int) throws {
        let test = try Case(seed: seed)
        for service in test.services {
            let expected = Duration.milliseconds(test.brute.duration(ofCallsFrom: service))
            #expect(test.system.worstCaseTime(ofCallsFrom: service) == expected)
        }
    }

    @Test(arguments: seeds)
    func attemptsAreTheLargestProductOverAllWays(seed: Int) throws {
        let test = try Case(seed: seed)
        guard test.brute.circular.isEmpty else { return }
        let expected = test.brute.attempts()
        let found = test.system.retryAmplification()
        for node in test.node {
            #expect(isNear(found[node]?.attempts, expected[node]), "\(test.random.name(node))")
            #expect(found[node]?.path.last == node)
        }
    }

    @Test(arguments: seeds)
    func loadIsWhatAllRequestsBringAlongAllWays(seed: Int) throws {
        let test = try Case(seed: seed)
        guard test.brute.circular.isEmpty else { return }
        let expected = test.brute.load()
        let found = test.system.load()
        for service in test.services {
            #expect(isNear(found[service]?.peak, expected[service]), "\(test.random.name(service))")
            let callers = found[service]?.callers.reduce(0) { $0 + $1.rate } ?? 0
            #expect(isNear(callers + (found[service]?.external ?? 0), expected[service]))
        }
    }

    @Test(arguments: seeds)
    func theBlastRadiusIsWhatFailsWhenOneNodeDoes(seed: Int) throws {
        let test = try Case(seed: seed)
        guard test.brute.circular.isEmpty else { return }
        let counts = test.system.blastCounts()
        let traffic = test.system.blastTraffic()
        for node in test.node {
            let broken = test.brute.broken(without: node)
            let radius = test.system.blastRadius(ofNode: node)
            #expect(radius.services == broken)
            #expect(counts[node] == broken.count)
            #expect(isNear(radius.serviceShare, Double(broken.count) / Double(test.random.serviceCount)))
            guard let lost = test.brute.lostTraffic(without: node) else {
                #expect(radius.trafficShare == nil && traffic == nil)
                continue
            }
            #expect(isNear(radius.trafficShare, lost), "\(test.random.name(node))")
            #expect(isNear(traffic?[node], lost), "\(test.random.name(node))")
        }
    }

    @Test(arguments: seeds)
    func anOutageNamesTheShareOfEveryRouteThatGetsNoAnswer(seed: Int) throws {
        let test = try Case(seed: seed)
        guard test.brute.circular.isEmpty else { return }
        for node in test.node {
            let up = (1 << test.random.nodeCount) - 1 - (1 << node)
            let lost = test.system.outage(of: [node]).routes
            for (number, route) in test.random.routes.enumerated() {
                let expected = 1 - test.brute.answered(of: route, up: up)
                let found = lost.first { $0.edge.route.path.value == "/r\(number)" }
                #expect((found == nil) == (expected == 0))
                #expect(isNear(found?.share ?? 0, expected), "/r\(number) without \(test.random.name(node))")
            }
        }
    }

    @Test(arguments: seeds)
    func theDeepestPathIsTheLongestChainOfRequiredCalls(seed: Int) throws {
        let test = try Case(seed: seed)
        let paths = test.system.deepestRequiredPaths()
        for service in test.counted {
            #expect(paths[service].count == test.brute.depth(service))
            #expect(paths[service].first == service)
        }
    }

    @Test(arguments: [(1, 1), (1, 2), (2, 3), (3, 5), (4, 4), (0, 3), (4, 3)])
    func someOfEqualPartsAreTheShareOfTheirStates(needed: Int, parts: Int) {
        let each = 0.9
        let share = (0..<(1 << parts)).reduce(0.0) { sum, up in
            let working = up.nonzeroBitCount
            guard working >= needed else { return sum }
            return sum + (0..<parts).reduce(1.0) { $0 * (up & (1 << $1) != 0 ? each : 1 - each) }
        }
        #expect(isNear(ServiceSystem.availability(ofAtLeast: needed, of: parts, each: each), share))
    }
}
