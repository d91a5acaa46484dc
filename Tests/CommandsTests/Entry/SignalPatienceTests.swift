// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct SignalPatienceTests {
    @Test func twoSignalsOfOneWishCancelOnce() {
        var patience = SignalPatience()
        #expect(patience.receive(at: .seconds(10)) == .cancel)
        #expect(patience.receive(at: .seconds(10) + .microseconds(3)) == .ignore)
        #expect(patience.receive(at: .milliseconds(10_999)) == .ignore)
    }

    @Test func aLaterSignalEndsTheProcess() {
        var patience = SignalPatience()
        #expect(patience.receive(at: .seconds(10)) == .cancel)
        #expect(patience.receive(at: .seconds(11)) == .end)
    }
}
