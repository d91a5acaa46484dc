// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import KubernetesClient

@Suite struct SilenceWatchTests {
    private let start = ContinuousClock.now
    private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func asksAfterThirtySilentSecondsAndGivesUpFifteenLater() {
        // C2.2: a dead path is noticed within 45 s.
        var watch = SilenceWatch(TransportSettings.Patience())
        #expect(watch.look(lastHeard: start, now: at(29)) == .nothing)
        #expect(watch.look(lastHeard: start, now: at(30)) == .ask)
        #expect(watch.look(lastHeard: start, now: at(44)) == .nothing)
        #expect(watch.look(lastHeard: start, now: at(45)) == .giveUp)
    }

    @Test func anyByteAfterTheQuestionCountsAsAnAnswer() {
        var watch = SilenceWatch(TransportSettings.Patience())
        #expect(watch.look(lastHeard: start, now: at(30)) == .ask)
        #expect(watch.look(lastHeard: at(31), now: at(46)) == .nothing)
        #expect(watch.look(lastHeard: at(31), now: at(60)) == .nothing)
        #expect(watch.look(lastHeard: at(31), now: at(61)) == .ask)
    }

    @Test func withoutAnOpenStreamNothingIsAsked() {
        var watch = SilenceWatch(TransportSettings.Patience())
        #expect(watch.look(lastHeard: start, now: at(30)) == .ask)
        #expect(watch.look(lastHeard: nil, now: at(50)) == .nothing)
        // A stream that opens later starts afresh.
        #expect(watch.look(lastHeard: at(60), now: at(61)) == .nothing)
    }
}
