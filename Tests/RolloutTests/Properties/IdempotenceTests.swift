// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Support
import Testing

@testable import Rollout

/// Nothing is written twice, and a way back leads back: over systems that nobody chose.
@Suite(.serialized) struct IdempotenceTests {
    @Test(arguments: Seeds.first(4))
    func deployingTwiceWritesNothingTheSecondTime(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        var system = RandomSystem(&numbers)
        let rig = Rig(seed: seed)
        for _ in 0..<3 {
            let report = try await rig.deploy(system.desired)
            #expect(report.outcome == .succeeded)
            rig.transport.forget()
            let again = try await rig.deploy(system.desired)
            #expect(again.outcome == .succeeded)
            #expect(again.services.allSatisfy { $0.outcome == .unchanged })
            #expect(!again.plan.hasChanges)
            #expect(rig.transport.writes == [])
            system.change(&numbers)
        }
    }

    @Test(arguments: Seeds.first(4))
    func aRollbackUndoesADeploy(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        var system = RandomSystem(&numbers)
        let rig = Rig(seed: seed)
        _ = try await rig.deploy(system.desired)
        for _ in 0..<2 {
            let before = try await Snapshot(rig)
            system.change(&numbers)
            #expect(try await rig.deploy(system.desired).outcome == .succeeded)
            let changed = try await Snapshot(rig).current.filter { $0.value != before.current[$0.key] }
            for service in changed.keys.sorted() {
                let number = before.current[service]
                let report = try await rig.whileTimePasses {
                    try await rig.deployer.rollback(service, in: rig.scope, to: number, options: Rig.options)
                }
                #expect(report.outcome == .succeeded)
            }
            let after = try await Snapshot(rig)
            #expect(after.differences(from: before) == [])
            #expect(after.current == before.current)
            #expect(after.areHistoriesSane)
        }
    }

    @Test(arguments: Seeds.first(4))
    func aDeployThatFailsLeavesWhatWasThere(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        var system = RandomSystem(&numbers)
        let rig = Rig(seed: seed)
        _ = try await rig.deploy(system.desired)
        let before = try await Snapshot(rig)
        system.change(&numbers, faults: 1)
        let report = try await rig.deploy(system.desired)
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.allSatisfy { $0.outcome != .failed || $0.rollback?.isVerified == true })
        let after = try await Snapshot(rig)
        #expect(after.differences(from: before) == [])
        #expect(after.areHistoriesSane)
    }
}
