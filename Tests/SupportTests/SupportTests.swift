// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Support
import Testing

@Suite struct MarkedTextTests {
    @Test func takesMarkersOut() {
        let text = MarkedText("a: ⟪2:ü⟫ ⟪1:b⟪⟫⟫ ⟪3⟫")
        #expect(text.text == "a: ü b 3")
        #expect(text.ranges == [6..<7, 3..<5, 7..<7, 8..<9])
        #expect(MarkedText.marking("a: ü b", [3..<5, 6..<6]) == "a: ⟪ü⟫ ⟪⟫b")
    }
}

@Suite struct UnifiedDiffTests {
    @Test func showsChangesWithThreeLinesOfContext() {
        let old = (1...10).map { "\($0)\n" }.joined()
        #expect(unifiedDiff(from: old, to: old) == "")
        #expect(
            unifiedDiff(from: old, to: old.replacing("6\n", with: "six\n"))
                == "@@ -3 +3 @@\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9\n"
        )
        #expect(unifiedDiff(from: "a\n", to: "a") == "@@ -1 +1 @@\n-a\n+a␄\n")
    }
}

@Suite(.disabled(if: isUpdatingGoldens, "it would rewrite what it compares")) struct GoldenTests {
    @Test func reportsAMissingGolden() {
        withKnownIssue {
            golden("x", story: "no-such-story", file: "x.txt")
        } matching: { issue in
            issue.description.contains("does not exist") && issue.description.contains("UPDATE_GOLDEN=1")
        }
    }

    @Test func comparesWholeFolders() {
        golden([("a.txt", "a\n"), ("deep/b.txt", "b\n")], story: "golden-helper")
        withKnownIssue { golden([("a.txt", "a\n")], story: "golden-helper") }
        withKnownIssue { golden([("a.txt", "c\n"), ("deep/b.txt", "b\n")], story: "golden-helper") }
    }
}

@Suite struct ManualClockTests {
    @Test func wakesSleepersWhenTheirTimeHasCome() async throws {
        let clock = ManualClock()
        async let first: Void = clock.sleep(for: .seconds(5))
        async let second: Void = clock.sleep(for: .seconds(10))
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(5))
        try await first
        #expect(clock.sleeperCount == 1)
        #expect(clock.now.offset == .seconds(5))
        clock.advanceToNextDeadline()
        try await second
        #expect(clock.now.offset == .seconds(10))
        try await clock.sleep(until: clock.now)
    }

    @Test func cancellationEndsASleep() async {
        let clock = ManualClock()
        let task = Task { try await clock.sleep(for: .seconds(5)) }
        await clock.waitForSleepers()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.sleeperCount == 0)
    }
}
