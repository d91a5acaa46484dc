// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Parallelism
import Synchronization
import Testing

struct ParallelMapTests {
    @Test(arguments: [1, 2, 7], [0, 1, 2, 3, 1_000])
    func keepsTheOrderOfTheInputs(workers: Int, count: Int) {
        let results = Parallel.map(Array(0..<count), workers: workers) { $0 * $0 }
        #expect(results == (0..<count).map { $0 * $0 })
    }

    @Test func worksOnEachInputOnce() {
        let calls = Atomic<Int>(0)
        let words = Parallel.map((0..<5_000).map(String.init), workers: 4) { word -> String? in
            calls.add(1, ordering: .relaxed)
            return word.hasSuffix("7") ? nil : word
        }
        #expect(calls.load(ordering: .relaxed) == 5_000)
        #expect(words.count == 5_000)
        #expect(words.count { $0 == nil } == 500)
    }

    @Test func reallyUsesSeveralThreads() {
        // Each of two pieces of work waits until the other has begun: on one thread neither could end.
        let begun = Atomic<Int>(0)
        let results = Parallel.map([1, 2], workers: 2) { input in
            begun.add(1, ordering: .sequentiallyConsistent)
            while begun.load(ordering: .sequentiallyConsistent) < 2 {}
            return input
        }
        #expect(results == [1, 2])
    }

    @Test func knowsACore() { #expect(Parallel.cores >= 1) }
}
