// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Sandbox
import Support
import Testing

@testable import Rollout

/// Whatever goes wrong on the way to the server: a deploy ends well, or says so, and the next one puts it right.
@Suite(.serialized) struct FaultTests {
    /// Which requests are struck.
    enum Verb: String, CaseIterable, Sendable {
        case read = "GET"
        case create = "POST"
        case apply = "PATCH"
        case replace = "PUT"
        case delete = "DELETE"
        case watch
    }

    static let faults: [FaultScript.Fault] = [
        .latency(.seconds(2)), .latency(.seconds(25)), .status(429, retryAfter: 3),
        .status(429, retryAfter: nil), .status(500, retryAfter: nil), .status(503, retryAfter: 2),
        .status(503, retryAfter: nil), .resetBefore, .resetAfter, .truncatedWatch(events: 2),
        .stalledWatch(events: 2), .expiredWatch(events: 2), .staleList(changes: 10),
        .leaseTheft(by: "thief"),
    ]

    private static func rule(
        _ verb: Verb,
        _ fault: FaultScript.Fault,
        skips: Int,
        strikes: Int = 1
    ) -> FaultScript.Rule {
        let isTheft = if case .leaseTheft = fault { true } else { false }
        return FaultScript.Rule(
            fault,
            methods: [verb == .watch ? "GET" : verb.rawValue],
            pathContains: isTheft ? "/leases/" : verb == .watch ? "watch=" : "",
            skips: skips,
            strikes: strikes
        )
    }

    /// Whether a fault can strike such a request at all.
    private static func isPossible(_ fault: FaultScript.Fault, _ verb: Verb) -> Bool {
        switch fault {
        case .latency, .status, .resetBefore: true
        case .resetAfter: verb != .watch
        case .truncatedWatch, .stalledWatch, .expiredWatch: verb == .watch
        case .staleList: verb == .read
        case .leaseTheft: verb == .replace
        }
    }

    @Test(arguments: Verb.allCases, Seeds.first(1))
    func survivesEveryFaultOnce(verb: Verb, seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        let world = try await World(&numbers, most: 1, seed: seed)
        for fault in Self.faults where Self.isPossible(fault, verb) {
            try await world.check([Self.rule(verb, fault, skips: numbers.next(below: 4))], seed: seed)
        }
    }

    @Test(arguments: Seeds.first(8))
    func survivesManyFaultsAtOnce(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        let world = try await World(&numbers, seed: seed)
        var rules: [FaultScript.Rule] = []
        for _ in 0...numbers.next(below: 4) {
            rules.append(
                Self.rule(
                    numbers.pick(Verb.allCases),
                    numbers.pick(Self.faults),
                    skips: numbers.next(below: 12),
                    strikes: 1 + numbers.next(below: 3)
                )
            )
        }
        try await world.check(rules, seed: seed)
    }

    /// A system, what becomes of it, and how that ends when nothing goes wrong.
    private struct World {
        let base: Rig
        let desired: [DesiredService]
        let expected: Snapshot

        init(_ numbers: inout SeededNumbers, most: Int = 2, seed: UInt64) async throws {
            var system = RandomSystem(&numbers, most: most)
            base = Rig(seed: seed)
            _ = try await base.deploy(system.desired)
            system.change(&numbers)
            desired = system.desired
            let undisturbed = await base.fork(seed: seed)
            #expect(try await undisturbed.deploy(desired).outcome == .succeeded)
            try await undisturbed.settle()
            expected = try await Snapshot(undisturbed)
        }

        func check(_ rules: [FaultScript.Rule], seed: UInt64) async throws {
            let comment: Comment = "\(rules.map { "\($0.methods) \($0.fault) after \($0.skips)" })"
            let rig = await base.fork(seed: seed)
            await rig.server.inject(rules)
            var end = "an error"
            do {
                end = try await rig.deploy(desired).outcome.rawValue
            } catch let error as DeployError {
                end = error.description
            }
            await rig.server.heal()
            if end == DeployOutcome.succeeded.rawValue {
                let found = try await Snapshot(rig)
                #expect(found.differences(from: expected) == [], comment)
                for history in try await rig.deployer.histories(in: rig.scope) {
                    // Without a proof the next failure would have nothing to go back to.
                    #expect(history.current?.isProven == true, comment)
                }
            }
            let again = try await rig.deploy(desired)
            let ends: Comment = "\(comment.rawValue), which ended with \(end)"
            #expect(again.outcome == .succeeded, ends)
            try await rig.settle()
            let found = try await Snapshot(rig)
            #expect(found.differences(from: expected) == [], ends)
            #expect(found.images == expected.images, ends)
            #expect(found.areHistoriesSane, ends)
        }
    }
}
