// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers
import Support
import Testing

@Suite struct SeededExecutorTests {
    private actor Diary {
        var entries: [String] = []

        func note(_ entry: String) { entries.append(entry) }
    }

    /// Three workers that sleep, pass and meet in an actor and a stream; what the diary holds in the end.
    private static func story(seed: UInt64?) async throws -> [String] {
        let executor = SeededExecutor(seed: seed)
        let clock = ManualClock()
        let diary = Diary()
        return try await executor.run {
            let (stream, sink) = AsyncStream.makeStream(of: Int.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<3 {
                    group.addTask {
                        for round in 0..<3 {
                            await executor.pass()
                            await diary.note("\(worker).\(round)")
                            try await clock.sleep(for: .seconds(1 + worker))
                            sink.yield(worker)
                        }
                    }
                }
                group.addTask {
                    var heard = 0
                    for await worker in stream {
                        await diary.note("heard \(worker) at \(clock.now.offset.components.seconds)")
                        heard += 1
                        if heard == 9 { break }
                    }
                }
                try await group.waitForAll()
            }
            return await diary.entries
        } passTime: {
            guard clock.nextDeadline != nil else { return "nobody sleeps" }
            clock.advanceToNextDeadline()
            return nil
        }
    }

    @Test func timeMovesOnlyWhenNothingElseCan() async throws {
        let story = try await Self.story(seed: nil)
        #expect(story.prefix(3) == ["0.0", "1.0", "2.0"])
        #expect(
            story.filter { $0.hasPrefix("heard") } == [
                "heard 0 at 1", "heard 1 at 2", "heard 0 at 2", "heard 2 at 3", "heard 0 at 3",
                "heard 1 at 4",
                "heard 2 at 6", "heard 1 at 6", "heard 2 at 9",
            ]
        )
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func theSameSeedTellsTheSameStory(seed: UInt64) async throws {
        #expect(try await Self.story(seed: seed) == Self.story(seed: seed))
    }

    @Test func otherSeedsTellOtherStories() async throws {
        var stories: Set<[String]> = []
        for seed in 1...20 as ClosedRange<UInt64> { stories.insert(try await Self.story(seed: seed)) }
        #expect(stories.count > 5)
    }

    @Test func saysWhenNothingWillEverHappen() async throws {
        await #expect(throws: SeededExecutor.Stuck.self) {
            try await SeededExecutor().run {
                try await ManualClock().sleep(for: .seconds(1))
            } passTime: {
                "no clock"
            }
        }
    }
}
