// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A difference from a real server that is meant to be, or that cannot be helped, with the reason.
struct KnownDifference: Sendable {
    var recording: String
    /// The numbers of the exchanges.
    var exchanges: Set<Int>
    var reason: String

    init(_ recording: String, _ exchanges: Set<Int>, _ reason: String) {
        self.recording = recording
        self.exchanges = exchanges
        self.reason = reason
    }

    func covers(_ difference: Replay.Difference) -> Bool {
        recording == difference.recording && exchanges.contains(difference.number)
    }
}
