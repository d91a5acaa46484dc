// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@Suite struct ReplayTests {
    /// The sequences of requests, by file under `Tests/Recordings`.
    static let recordings = [
        "01-discovery", "02-ssa-basics", "03-ssa-ownership", "04-errors", "05-list-watch",
        "10-autoscaling-disruption", "11-lease", "12-patches", "13-deletion-gc", "14-table-metadata",
        "15-misc",
    ]

    @Test(arguments: recordings)
    func answersAsARealServerDid(name: String) async throws {
        var replay = Replay(try Recording.read(name), isQuiet: ["02", "03", "12"].contains(name.prefix(2)))
        try await replay.run()
        for difference in replay.differences { print("DIFF", difference) }
        print("DIFFCOUNT", name, replay.differences.count)
    }
}
