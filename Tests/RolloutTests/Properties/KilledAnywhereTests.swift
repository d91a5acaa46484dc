// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Support
import Testing

@testable import Rollout

/// Killed at any write of any change to any system, and run again: the same end as if nothing had happened.
///
/// Only writes tell one moment from another: what a process knew is gone with it.
@Suite(.serialized) struct KilledAnywhereTests {
    @Test(arguments: Seeds.first(1))
    func theNextRunFinishesWhatOneBegan(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        var system = RandomSystem(&numbers, most: 2)
        let base = Rig(seed: seed)
        _ = try await base.deploy(system.desired)
        system.change(&numbers, faults: 0.2)
        let undisturbed = await base.fork(seed: seed)
        let calm = try await undisturbed.deploy(system.desired)
        try await undisturbed.settle()
        let expected = try await Snapshot(undisturbed)
        var writes = 0
        while true {
            let rig = await base.fork(seed: seed &+ UInt64(writes) &* 1000)
            let request = rig.request(system.desired)
            let wasKilled = try await rig.killed(after: writes) { deployer in
                _ = try await deployer.deploy(request)
            }
            guard wasKilled else { break }
            let again = try await rig.deploy(system.desired)
            let comment: Comment = "killed after \(writes) writes"
            if again.services.contains(where: { $0.outcome != .unchanged }) {
                #expect(again.outcome == calm.outcome, comment)
            }
            try await rig.settle()
            let found = try await Snapshot(rig)
            #expect(found.differences(from: expected) == [], comment)
            #expect(found.images == expected.images, comment)
            #expect(found.areHistoriesSane, comment)
            #expect(found.current == expected.current, comment)
            writes += 1
        }
    }
}
