// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The figures of a random system, found by trying everything instead of by formulas.
struct BruteForce {
    let system: RandomSystem

    /// Everything that a node calls or routes to.
    private func successors(_ node: Int) -> [Int] {
        guard node < system.serviceCount else { return [] }
        return system.calls[node].map(\.target) + system.routes.filter { $0.gateway == node }.map(\.target)
    }

    /// The nodes that some way of one step or more leads to.
    func reachable(from start: Int) -> Set<Int> {
        var found: Set<Int> = []
        var stack = successors(start)
        while let node = stack.popLast() {
            guard found.insert(node).inserted else { continue }
            stack += successors(node)
        }
        return found
    }

    /// The services that are in a circle.
    var circular: Set<Int> { Set((0..<system.serviceCount).filter { reachable(from: $0).contains($0) }) }

    /// The services in a circle or before one, whose sums mean nothing.
    var withheld: Set<Int> {
        let circular = circular
        return Set(
            (0..<system.serviceCount).filter {
                circular.contains($0) || !reachable(from: $0).isDisjoint(with: circular)
            }
        )
    }

    /// The nodes in a circle or behind one, of which nobody knows what arrives.
    var behindCircles: Set<Int> { circular.reduce(into: circular) { $0.formUnion(reachable(from: $1)) } }

    /// Whether a service answers while only the nodes of a bit mask are up.
    func answers(_ node: Int, up: Int) -> Bool {
        guard up & (1 << node) != 0 else { return false }
        guard node < system.serviceCount else { return true }
        return system.calls[node].allSatisfy { !$0.required || answers($0.target, up: up) }
    }

    private func probability(of up: Int) -> Double {
        (0..<system.nodeCount).reduce(1) { product, node in
            let share = Double(system.availability[node]) / 100
            return product * (up & (1 << node) != 0 ? share : 1 - share)
        }
    }

    /// The share of all failure states, weighed by their probability, in which something is true.
    func share(_ isGood: (Int) -> Bool) -> Double {
        (0..<(1 << system.nodeCount)).reduce(0) { $0 + (isGood($1) ? probability(of: $1) : 0) }
    }

    /// The availability of a route: of each request, the dice decide which side of the strangler answers it.
    func availability(of route: RandomSystem.Route) -> Double {
        (0..<(1 << system.nodeCount)).reduce(0) { $0 + probability(of: $1) * answered(of: route, up: $1) }
    }

    /// The share of a route's requests that get an answer while only the nodes of a bit mask are up: one by one, a hundred of them.
    func answered(of route: RandomSystem.Route, up: Int) -> Double {
        guard answers(route.gateway, up: up) else { return 0 }
        let answered = (0..<100).filter { request in
            request < route.newShare ? answers(route.target, up: up) : answers(route.legacy ?? 0, up: up)
        }
        return Double(answered.count) / 100
    }

    /// The share of all requests at peak that get no answer when one node alone is down; `nil` without requests.
    func lostTraffic(without node: Int) -> Double? {
        let up = (1 << system.nodeCount) - 1 - (1 << node)
        let total = system.routes.reduce(0) { $0 + $1.peak }
        guard total > 0 else { return nil }
        let lost = system.routes.reduce(0.0) { $0 + Double($1.peak) * (1 - answered(of: $1, up: up)) }
        return lost / Double(total)
    }

    /// The milliseconds until the last try of a call has ended, found by living through it.
    func duration(of call: RandomSystem.Call) -> Int {
        var clock = 0
        var wait = call.backoff
        for attempt in 0...call.retries {
            if attempt > 0 {
                clock += min(wait, call.cap)
                wait = min(wait * 2, call.cap)
            }
            clock += call.timeout
        }
        return clock
    }

    /// The milliseconds of all calls of a service.
    func duration(ofCallsFrom service: Int) -> Int {
        let calls = system.calls[service]
        let alone = calls.filter { $0.group == nil }.map { duration(of: $0) }
        let grouped = (0...1).map { (group: Int) -> Int in
            calls.filter { $0.group == group }.map { duration(of: $0) }.max() ?? 0
        }
        return (alone + grouped).reduce(0, +)
    }

    /// The most attempts at each node, over every way from every service.
    func attempts() -> [Double] {
        var best = Array(repeating: 1.0, count: system.nodeCount)
        func walk(_ node: Int, _ attempts: Double) {
            best[node] = max(best[node], attempts)
            guard node < system.serviceCount else { return }
            for call in system.calls[node] {
                let all = Double(call.retries + 1)
                walk(call.target, attempts * (call.budget.map { min(all, 1 + Double($0) / 100) } ?? all))
            }
            for route in system.routes where route.gateway == node {
                walk(route.target, attempts * Double(route.retries + 1))
            }
        }
        for service in 0..<system.serviceCount { walk(service, Double(system.eventRetries[service] + 1)) }
        return best
    }

    /// The requests per second at each service: every request is followed along every way.
    func load() -> [Double] {
        var load = Array(repeating: 0.0, count: system.serviceCount)
        func follow(_ node: Int, _ rate: Double) {
            guard node < system.serviceCount else { return }
            load[node] += rate
            for call in system.calls[node] { follow(call.target, rate * Double(call.calls)) }
        }
        for route in system.routes {
            follow(route.gateway, Double(route.peak))
            follow(route.target, Double(route.peak) * Double(route.newShare) / 100)
        }
        return load
    }

    /// The services that do not answer when one node alone is down.
    func broken(without node: Int) -> [Int] {
        let up = (1 << system.nodeCount) - 1 - (1 << node)
        return (0..<system.serviceCount).filter { !answers($0, up: up) }
    }

    /// The nodes on the longest way over required calls.
    func depth(_ node: Int) -> Int {
        guard node < system.serviceCount else { return 1 }
        return 1 + (system.calls[node].filter(\.required).map { depth($0.target) }.max() ?? 0)
    }
}
