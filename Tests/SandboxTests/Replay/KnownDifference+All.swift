// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension KnownDifference {
    /// Everything in which the sandbox differs from the recordings.
    static let all: [KnownDifference] =
        discovery + applying + reading + writing + propagation + other
        + controllers

    private static let discovery: [KnownDifference] = [
        KnownDifference("01-discovery", [1, 2, 3, 44], "the sandbox says that it is one"),
        KnownDifference(
            "01-discovery",
            [4, 5, 6, 7, 9, 12, 13, 14, 15, 16, 17, 18, 19, 28, 29, 39, 43, 45, 47, 48],
            "only the kinds that the sandbox serves are listed, most in one version"
        ),
        KnownDifference("01-discovery", [8], "discovery has no ETag: it is small and near"),
        KnownDifference("01-discovery", [10, 11, 21, 46], "unknown forms of discovery get the plain one"),
        KnownDifference("01-discovery", [30, 32, 35], "health has no single checks"),
    ]

    private static let applying: [KnownDifference] = [
        KnownDifference(
            "02-ssa-basics",
            [17, 18, 19],
            "of several unknown fields a real server names one or all, by chance"
        ), KnownDifference("02-ssa-basics", [67], "YAML mistakes are told in the words of another parser"),
        KnownDifference(
            "03-ssa-ownership",
            [74, 76, 80, 81],
            "a controller has written between the recorded requests"
        ),
        KnownDifference(
            "12-patches",
            [8],
            "a patch that changes the kind is refused for the kind, not for what the other kind lacks"
        ), KnownDifference("12-patches", [21], "JSON mistakes are told in the words of another parser"),
    ]

    private static let reading: [KnownDifference] = [
        KnownDifference("05-list-watch", [13], "continue tokens have another form, and so their mistakes"),
        KnownDifference("05-list-watch", [70], "a watch always speaks JSON"),
        KnownDifference("05-list-watch", [92], "nothing has been compacted yet in a sandbox this young"),
        KnownDifference("14-table-metadata", [2, 8, 25], "labels and annotations of other machinery"),
        KnownDifference("14-table-metadata", [5], "columns are called strings, whatever is in them"),
        KnownDifference("14-table-metadata", [15], "tables have one version"),
        KnownDifference("14-table-metadata", [18], "the events of two other machines"),
        KnownDifference("14-table-metadata", [21], "metadata of a list is given as a list at once"),
        KnownDifference("14-table-metadata", [26], "a scale is never a table"),
    ]

    private static let writing: [KnownDifference] = [
        KnownDifference("04-errors", [46], "controllers have been here before the first request"),
        KnownDifference("04-errors", [67], "watches are not offered in the list of forms"),
        KnownDifference("04-errors", [69], "the YAML has the owners that the recording left out"),
        KnownDifference("04-errors", [121, 122, 123], "limit ranges are stored, without effect"),
        KnownDifference("04-errors", [124, 125, 126, 127, 128, 130], "there is no pod security admission"),
        KnownDifference("04-errors", [134, 136], "a namespace is cleared without delay"),
        KnownDifference("04-errors", [139], "the refusal does not come with a diff of Go values"),
        KnownDifference("04-errors", [111], "what a quota counts was there before it"),
        KnownDifference("13-deletion-gc", [25], "one object more is listed; why is not known"),
        KnownDifference(
            "13-deletion-gc",
            [60, 62, 64, 66],
            "a collection is deleted object by object, and the list names the last version"
        ), KnownDifference("13-deletion-gc", [71], "the propagation policy is no finalizer of a namespace"),
        KnownDifference(
            "13-deletion-gc",
            [68, 69, 74],
            "a namespace is cleared without delay, in order of names, with fewer conditions"
        ),
    ]

    private static let propagation: [KnownDifference] = [
        KnownDifference(
            "05b-compaction",
            [104, 105],
            "a real server's cache remembers for watches what its store has forgotten"
        ),
        KnownDifference("13b-propagation", [31, 45], "controllers have been here before the second request"),
        KnownDifference(
            "13b-propagation",
            [27, 41, 42],
            "an owner is gone before its controller has counted once more"
        ),
    ]

    /// What controllers did: mostly how much of it one look of a client takes in.
    private static let controllers: [KnownDifference] = [
        KnownDifference("06-rollouts", [8], "the last pod is gone a moment earlier"),
        KnownDifference(
            "06-rollouts",
            [101, 102, 115, 116],
            "at once after a deletion the ReplicaSets have already counted their pods as going"
        ), KnownDifference("07a-rollout-image-pull", [14], "the last pod is gone a moment earlier"),
        KnownDifference(
            "07b-rollout-crash-loop",
            [1],
            "the first status was written before the ReplicaSet had its pods"
        ), KnownDifference("07b-rollout-crash-loop", [7, 8, 9], "the output of containers is made up"),
        KnownDifference(
            "07e-rollout-unschedulable",
            [1],
            "the first status was written before the ReplicaSet had its pods"
        ),
        KnownDifference(
            "07f-rollout-quota",
            [1, 2, 3, 6, 8],
            "the next try of a controller that was refused comes later, and the deadline is noticed later"
        ),
        KnownDifference(
            "09-jobs",
            [1, 17],
            "a Job is not held up by the finalizers of its pods, so that it ends in fewer steps"
        ), KnownDifference("09-jobs", [8], "the refusal does not come with Go's names of fields"),
        KnownDifference("09b-cronjobs", [8, 11], "the names of time zones are not known"),
        KnownDifference(
            "09b-cronjobs",
            [1, 4],
            "a Job made by hand is taken for the CronJob's own, and nothing is said of Jobs that end"
        ),
        KnownDifference(
            "09b-cronjobs",
            [2],
            "a Job is not held up by the finalizers of its pods, so that it ends in fewer steps"
        ),
        KnownDifference(
            "10-autoscaling-disruption",
            [2, 18, 19, 23, 24, 25],
            "an autoscaler looks again as soon as it has scaled, and has no metrics to ask for"
        ),
        KnownDifference(
            "10-autoscaling-disruption",
            [33],
            "the refusal does not come with Go's names of fields"
        ),
        KnownDifference(
            "10-autoscaling-disruption",
            [29, 45, 47, 49, 53],
            "the budget was changed more often than was recorded, and evicted pods are not remembered"
        ),
        KnownDifference(
            "10-autoscaling-disruption",
            [48, 50],
            "the pod that stands in for an evicted one is ready by then"
        ),
    ]

    private static let other: [KnownDifference] = [
        KnownDifference("15-misc", [6], "the beginning of a generated name is not checked by itself"),
        KnownDifference(
            "15-misc",
            [51, 52],
            "the name of a ReplicaSet in a sentence comes from another hash"
        ),
        KnownDifference("15-misc", [53], "controllers have caught up"),
        KnownDifference(
            "15-misc",
            [8, 9, 10, 11, 12, 13],
            "the sandbox warns of nothing but fields and job deletion"
        ), KnownDifference("15-misc", [18, 24], "there are no client certificates"),
        KnownDifference("15-misc", [28, 29], "the built-in roles are shorter, and rules are not merged"),
        KnownDifference("15-misc", [33], "accounts have no tokens"),
        KnownDifference(
            "15-misc",
            [
                56, 57, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 80, 81,
                82,
                83,
                84, 85, 86,
            ],
            "custom objects have no schema, and their definitions few conditions"
        ),
        KnownDifference("15-misc", Set(87...94), "there are no admission policies, webhooks or flow schemas"),
        KnownDifference("15-misc", Set(96...99), "priority and fairness strike by fault script only"),
        KnownDifference("15-misc", [101, 106, 115], "objects that others left behind"),
    ]
}
