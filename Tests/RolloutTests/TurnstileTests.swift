// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Rollout

@Suite struct TurnstileTests {
    @Test func letsSoManyInAtATimeAndAllInTheEnd() async {
        let turnstile = Turnstile(places: 3)
        let inside = Shared(0)
        let most = Shared(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await turnstile.enter()
                    inside.change { $0 += 1 }
                    let now = inside.value
                    most.change { $0 = max($0, now) }
                    await Task.yield()
                    inside.change { $0 -= 1 }
                    turnstile.leave()
                }
            }
        }
        #expect(inside.value == 0)
        #expect((1...3).contains(most.value))
    }
}
