// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Rollout

@Suite struct ServiceOrderTests {
    @Test func startsEverythingThatWaitsForNothing() {
        var order = ServiceOrder(prerequisites: [[], [0], []])
        #expect(order.startable() == [0, 2])
        #expect(order.startable() == [])
        order.finish(2)
        #expect(!order.hasStartable)
        order.finish(0)
        #expect(order.startable() == [1])
    }

    @Test func breaksCirclesAtTheFirst() {
        var order = ServiceOrder(prerequisites: [[1], [0]])
        #expect(order.startable() == [0])
        order.finish(0)
        #expect(order.startable() == [1])
    }

    @Test func everythingIsStartedOnce() {
        for seed in 0..<200 {
            var random = Numbers(seed: UInt64(seed))
            let count = random.next(12) + 1
            let prerequisites = (0..<count).map { _ in
                Set((0..<random.next(4)).map { _ in random.next(count) })
            }
            var order = ServiceOrder(prerequisites: prerequisites)
            var started: [Int] = []
            var running: [Int] = []
            repeat {
                let next = order.startable()
                started += next
                running += next
                if !running.isEmpty { order.finish(running.remove(at: random.next(running.count))) }
            } while !running.isEmpty || order.hasStartable
            #expect(started.sorted() == Array(0..<count))
        }
    }
}

/// Numbers that look random and are the same in every run.
struct Numbers {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
