// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

/// Holds the sandbox against what a real Kubernetes 1.36 API server answered to the same requests.
@Suite struct ReplayTests {
    /// The sequences of requests, by file under `Tests/Recordings`.
    static let recordings = [
        "01-discovery", "02-ssa-basics", "03-ssa-ownership", "04-errors", "05-list-watch", "05b-compaction",
        "06-rollouts", "07a-rollout-image-pull", "07b-rollout-crash-loop", "07c-rollout-never-ready",
        "07d-rollout-missing-configmap", "07e-rollout-unschedulable", "07f-rollout-quota", "08-statefulset",
        "09-jobs", "09b-cronjobs", "10-autoscaling-disruption", "11-lease", "12-patches", "13-deletion-gc",
        "13b-propagation", "14-table-metadata", "15-misc",
    ]

    /// Here controllers stand still: in the recordings they interfere at moments of their own.
    static let quiet: Set<String> = ["02-ssa-basics", "03-ssa-ownership", "12-patches"]

    /// How long after a full minute a recording began: controllers count in seconds, and CronJobs in minutes.
    static let offsets: [String: Duration] = [
        "06-rollouts": .milliseconds(50_082), "07a-rollout-image-pull": .milliseconds(50_128),
        "07b-rollout-crash-loop": .milliseconds(6733), "07c-rollout-never-ready": .milliseconds(17_406),
        "07d-rollout-missing-configmap": .milliseconds(28_395),
        "07e-rollout-unschedulable": .milliseconds(41_864), "07f-rollout-quota": .milliseconds(53_504),
        "08-statefulset": .milliseconds(22_643), "09-jobs": .milliseconds(22_677),
        "09b-cronjobs": .milliseconds(46_404), "13b-propagation": .milliseconds(20_500),
    ]

    @Test(arguments: recordings)
    func answersAsARealServerDid(name: String) async throws {
        var replay = Replay(
            try Recording.read(name),
            isQuiet: Self.quiet.contains(name),
            offset: Self.offsets[name] ?? .seconds(10)
        )
        try await replay.run()
        for difference in replay.differences
        where !KnownDifference.all.contains(where: { $0.covers(difference) }) {
            Issue.record("\(difference)")
        }
        let met = Set(replay.differences.map(\.number))
        for known in KnownDifference.all where known.recording == name {
            let gone = known.exchanges.subtracting(met).sorted()
            #expect(gone.isEmpty, "these no longer differ: \(known.reason)")
            let stale = known.stalePlaces(replay.differences)
            #expect(stale.isEmpty, "nothing differs there any more: \(known.reason)")
        }
    }

    /// An excuse is one for what it names: a refusal, or another difference, is still told.
    @Test(
        arguments: [
            (".items[2].status.replicas: is 1, should be 2", true), (".itemsX: is 1, should be 2", false),
            ("status 500, should be 200: , should be {}", false),
            ("header Warning: is [], should be [x]", true),
            ("header Retry-After: is [], should be [1]", false), (": 1 elements, should be 2", false),
            ("web: turn 2 of 5 is {}, should be {} of 4", true),
            ("web: turn 3 of 5 is {}, should be {} of 4", false),
            ("api: turn 2 of 5 is {}, should be {} of 4", false),
            ("web: {\"a\":1} was not seen then; next was nothing", false),
            ("missing: job-controller to Job ok: Normal Completed: Job completed", true),
            ("missing: job-controller to Job ok: Normal Suspended: Job suspended", false),
            ("invented: job-controller to Job ok: Normal Completed: Job completed", false),
        ]
    )
    func excusesWhatIsNamed(what: String, isExcused: Bool) {
        let known = KnownDifference(
            "r",
            [7],
            in: [".items", "header Warning", "turn 2 of web", "missing job-controller Job Completed"],
            "a reason"
        )
        let difference = Replay.Difference(recording: "r", exchange: "7 x", what: what, number: 7)
        #expect(known.covers(difference) == isExcused, "\(difference.place)")
        let elsewhere = Replay.Difference(recording: "r", exchange: "8 x", what: what, number: 8)
        #expect(!known.covers(elsewhere))
    }
}
