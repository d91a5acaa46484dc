// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Sandbox
import Support
import Testing

@testable import Rollout

/// Two runs at the same time on the same system: one writes, and the other waits or leaves.
@Suite(.serialized) struct TwoDeploysTests {
    /// One of the two runs.
    private struct Run: Sendable {
        var name: String
        var system: RandomSystem
        var delay: Duration
        var options: DeployOptions
    }

    private static func runs(_ system: RandomSystem, _ numbers: inout SeededNumbers) -> [Run] {
        ["first", "second"].map { name in
            var changed = system
            changed.change(&numbers)
            var options = Rig.options
            options.lock = numbers.happens(0.3) ? .fail : .wait(.seconds(900))
            let delay = Duration.milliseconds(numbers.pick([0, 0, 1, 5, 300, 2000]))
            return Run(name: name, system: changed, delay: delay, options: options)
        }
    }

    private static func start(_ run: Run, _ rig: Rig, _ transport: TroubledTransport, seed: UInt64) async
        -> Result<DeployReport, DeployError>
    {
        let deployer = rig.deployer(over: transport, seed: seed)
        do throws(DeployError) {
            // The sleep is not cancelled, because the run is not.
            try? await rig.clock.sleep(for: run.delay)
            return .success(try await deployer.deploy(rig.request(run.system.desired, options: run.options)))
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: Seeds.first(10))
    func onlyOneWritesAtATime(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        let system = RandomSystem(&numbers, most: 2)
        let rig = Rig(seed: seed)
        _ = try await rig.deploy(system.desired)
        let runs = Self.runs(system, &numbers)
        let log = WriteLog()
        let results = try await rig.whileTimePasses {
            try await ConcurrentRequests.map(runs) { run throws(DeployError) in
                let way = TroubledTransport(
                    writer: run.name,
                    base: rig.transport,
                    log: log,
                    clock: rig.clock
                )
                return await Self.start(run, rig, way, seed: seed)
            }
        }
        let outcomes = try results.map { try $0.get().outcome }
        #expect(log.turns.count <= 2, "\(log.turns)")
        for (run, outcome) in zip(runs, outcomes) {
            #expect(outcome == .succeeded || (outcome == .locked && run.options.lock == .fail))
        }
        #expect(outcomes.contains(.succeeded))
        let last = runs.first { $0.name == log.turns.last }
        if let last { #expect(try await !rig.deployer.plan(rig.request(last.system.desired)).hasChanges) }
        #expect(try await Snapshot(rig).areHistoriesSane)
    }

    @Test(arguments: Seeds.first(10))
    func whoLosesTheLockWritesNothingMore(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        let system = RandomSystem(&numbers, most: 2)
        let rig = Rig(seed: seed)
        _ = try await rig.deploy(system.desired)
        var runs = Self.runs(system, &numbers)
        runs[1].options.lock = .wait(.seconds(900))
        let log = WriteLog()
        let start = rig.clock.now.offset
        let from = start + .milliseconds(numbers.next(below: 3000))
        let trouble = numbers.pick(TroubledTransport.Trouble.allCases)
        let length = Duration.seconds(numbers.pick([5, 29, 45, 90]))
        if trouble == .none {
            await rig.server.inject([
                .init(
                    .leaseTheft(by: "thief"),
                    methods: ["PUT"],
                    pathContains: "/leases/",
                    skips: numbers.next(below: 4)
                )
            ])
        }
        let all = runs
        let results = try await rig.whileTimePasses {
            try await ConcurrentRequests.map(all) { run throws(DeployError) in
                var way = TroubledTransport(
                    writer: run.name,
                    base: rig.transport,
                    log: log,
                    clock: rig.clock
                )
                if run.name == "first" {
                    way.trouble = trouble
                    way.from = from
                    way.to = from + length
                }
                return await Self.start(run, rig, way, seed: seed)
            }
        }
        #expect(log.turns.count <= 2, "\(log.turns)")
        // The one whose way is in order gets there in the end, unless the lock was stolen from it.
        if trouble != .none { #expect(try results[1].get().outcome == .succeeded) }
        await rig.server.heal()
        #expect(try await rig.deploy(runs[1].system.desired).outcome == .succeeded)
        #expect(try await !rig.deployer.plan(rig.request(runs[1].system.desired)).hasChanges)
        #expect(try await Snapshot(rig).areHistoriesSane)
    }
}
