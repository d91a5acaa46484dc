// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension KnownDifference {
    static let propagation: [KnownDifference] = [
        KnownDifference(
            "05b-compaction",
            [104, 105],
            in: ["", "[].object", "[].type"],
            "a real server's cache remembers for watches what its store has forgotten"
        ),
        KnownDifference(
            "13b-propagation",
            [31, 45],
            in: [".status", "status 404 for 200"],
            "controllers have been here before the second request"
        ),
        KnownDifference(
            "13b-propagation",
            [27, 41, 42],
            in: ["state of d-foreground", "state of d-foreground-#3", "turn 1 of d-orphan"],
            "an owner is gone before its controller has counted once more"
        ),
    ]

    /// What controllers did: mostly how much of it one look of a client takes in.
    static let controllers: [KnownDifference] = [
        KnownDifference(
            "06-rollouts",
            [8],
            in: [".status.terminatingReplicas"],
            "the last pod is gone a moment earlier"
        ),
        KnownDifference(
            "06-rollouts",
            [101, 102, 115, 116],
            in: [".items[].status", ".status", "state of web", "state of web-#3"],
            "at once after a deletion the ReplicaSets have already counted their pods as going"
        ),
        KnownDifference(
            "07a-rollout-image-pull",
            [14],
            in: [".status.terminatingReplicas"],
            "the last pod is gone a moment earlier"
        ),
        KnownDifference(
            "07b-rollout-crash-loop",
            [1],
            in: ["turn 2 of crash"],
            "the first status was written before the ReplicaSet had its pods"
        ),
        KnownDifference(
            "07b-rollout-crash-loop",
            [7, 8, 9],
            in: [""],
            "the output of containers is made up"
        ),
        KnownDifference(
            "07e-rollout-unschedulable",
            [1],
            in: ["turn 2 of big"],
            "the first status was written before the ReplicaSet had its pods"
        ),
        KnownDifference(
            "07f-rollout-quota",
            [1, 2, 3, 6, 8],
            in: [".status", "count of q-#1-…", "turn 2 of q-#1", "turn 6 of q"],
            "the next try of a controller that was refused comes later, and the deadline is noticed later"
        ),
        KnownDifference(
            "09-jobs",
            [1, 17],
            in: [
                ".status", "turn 2 of bad0", "turn 2 of bad1", "turn 2 of dl", "turn 2 of ok",
                "turn 2 of ttl", "turn 3 of sus",
            ],
            "a Job is not held up by the finalizers of its pods, so that it ends in fewer steps"
        ),
        KnownDifference(
            "09-jobs",
            [8],
            in: [".details.causes[].message", ".message"],
            "the refusal does not come with Go's names of fields"
        ),
        KnownDifference(
            "09b-cronjobs",
            [4],
            in: [
                "missing cronjob-controller CronJob SawCompletedJob",
                "missing cronjob-controller CronJob UnexpectedJob",
            ],
            "nothing is said of Jobs that end, and of those that were made by hand"
        ),
        KnownDifference(
            "09b-cronjobs",
            [2],
            in: ["turn 2 of every-@", "turn 2 of manual-1"],
            "a Job is not held up by the finalizers of its pods, so that it ends in fewer steps"
        ),
        KnownDifference(
            "10-autoscaling-disruption",
            [2, 19, 24, 25],
            in: [".items", ".status", "turn 2 of web"],
            "an autoscaler has no metrics to ask for, and a Deployment has counted its new pod a moment earlier"
        ),
        KnownDifference(
            "10-autoscaling-disruption",
            [33],
            in: [".details.causes[].message", ".message"],
            "the refusal does not come with Go's names of fields"
        ),
        KnownDifference(
            "10-autoscaling-disruption",
            [29, 45, 47, 49, 53],
            in: [".metadata.generation", ".status", "turn 2 of web2", "turn 5 of web"],
            "the budget was changed more often than was recorded, and evicted pods are not remembered"
        ),
        KnownDifference(
            "10-autoscaling-disruption",
            [48, 50],
            in: [".details.causes[].message"],
            "the pod that stands in for an evicted one is ready by then"
        ),
    ]

    static let other: [KnownDifference] = [
        KnownDifference(
            "15-misc",
            [6],
            in: [".details.causes", ".message"],
            "the beginning of a generated name is not checked by itself"
        ),
        KnownDifference(
            "15-misc",
            [51, 52],
            in: [".status.conditions[].message"],
            "the name of a ReplicaSet in a sentence comes from another hash"
        ),
        KnownDifference(
            "15-misc",
            [53],
            in: [".metadata.resourceVersion", ".status.conditions[].message", ".status.observedGeneration"],
            "controllers have caught up"
        ),
        KnownDifference(
            "15-misc",
            [8, 9, 10, 11, 12, 13],
            in: [
                ".spec.containers[].volumeMounts", ".spec.externalTrafficPolicy", ".spec.volumes",
                "header Warning", "status 404 for 200",
            ],
            "the sandbox warns of nothing but fields and job deletion"
        ),
        KnownDifference(
            "15-misc",
            [18, 24],
            in: [".status.userInfo.extra"],
            "there are no client certificates"
        ),
        KnownDifference(
            "15-misc",
            [28, 29],
            in: [".status.nonResourceRules", ".status.resourceRules"],
            "the built-in roles are shorter, and rules are not merged"
        ),
        KnownDifference("15-misc", [33], in: ["status 404 for 201"], "accounts have no tokens"),
        KnownDifference(
            "15-misc",
            [
                56, 57, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 74, 75, 76, 77, 78, 80, 81, 82,
                83, 84, 85, 86,
            ],
            in: [
                "", ".apiVersion", ".columnDefinitions[]", ".details", ".kind", ".message", ".metadata",
                ".resources[].storageVersionHash", ".resources[].verbs[]", ".rows", ".spec", ".status",
                "[].object", "[].type", "header Content-Type", "header Warning", "status 200 for 422",
                "status 200 for 500", "status 201 for 400", "status 201 for 422", "status 404 for 200",
                "status 409 for 200",
            ],
            "custom objects have no schema, and their definitions few conditions"
        ),
        KnownDifference(
            "15-misc",
            Set(87...94),
            in: [
                "status 200 for 422", "status 201 for 422", "status 201 for 500", "status 404 for 201",
                "status 409 for 201",
            ],
            "there are no admission policies, webhooks or flow schemas"
        ),
        KnownDifference(
            "15-misc",
            Set(96...99),
            in: ["opens a watch", "status 200 for 429", "status 403 for 429"],
            "priority and fairness strike by fault script only"
        ),
        KnownDifference(
            "15-misc",
            [101, 106, 115],
            in: [
                ".items[].data.a", ".items[].data.forbidden", ".items[].endpoints", ".items[].metadata",
                ".items[].ports", ".metadata.remainingItemCount",
            ],
            "objects that others left behind"
        ),
    ]
}
