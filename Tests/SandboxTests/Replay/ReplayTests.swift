// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

/// Holds the sandbox against what a real Kubernetes 1.36 API server answered to the same requests.
@Suite struct ReplayTests {
    /// The sequences of requests, by file under `Tests/Recordings`.
    static let recordings = [
        "01-discovery", "02-ssa-basics", "03-ssa-ownership", "04-errors", "05-list-watch", "11-lease",
        "12-patches", "13-deletion-gc", "14-table-metadata", "15-misc",
    ]

    /// Here controllers stand still: in the recordings they interfere at moments of their own.
    static let quiet: Set<String> = ["02-ssa-basics", "03-ssa-ownership", "12-patches"]

    @Test(arguments: recordings)
    func answersAsARealServerDid(name: String) async throws {
        var replay = Replay(try Recording.read(name), isQuiet: Self.quiet.contains(name))
        try await replay.run()
        for difference in replay.differences
        where !KnownDifference.all.contains(where: { $0.covers(difference) }) {
            Issue.record("\(difference)")
        }
        let met = Set(replay.differences.map(\.number))
        for known in KnownDifference.all where known.recording == name {
            let gone = known.exchanges.subtracting(met).sorted()
            #expect(gone.isEmpty, "these no longer differ: \(known.reason)")
        }
    }
}
