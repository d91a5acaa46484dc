// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

@testable import Sandbox

extension KnownDifference {
    /// Everything in which the sandbox differs from the recordings.
    static let all: [KnownDifference] =
        discovery + applying + reading + writing + propagation + other + controllers
        + (TimeZoneRules.areKnown ? [] : zones)

    /// Where the system knows no time zones, any name is one.
    private static let zones: [KnownDifference] = [
        KnownDifference(
            "09b-cronjobs",
            [8, 11],
            in: [".metadata.generation", ".spec.timeZone", "status 200 for 422"],
            "the names of time zones are not known"
        ),
        KnownDifference(
            "09b-cronjobs",
            [1],
            in: ["state of paused"],
            "the names of time zones are not known, so that a change is one that a server refuses"
        ),
    ]

    private static let discovery: [KnownDifference] = [
        KnownDifference(
            "01-discovery",
            [1, 2, 3, 44],
            in: [
                ".compiler", ".emulationMajor", ".emulationMinor", ".gitCommit", ".goVersion",
                ".minCompatibilityMajor", ".minCompatibilityMinor",
            ],
            "the sandbox says that it is one"
        ),
        KnownDifference(
            "01-discovery",
            [4, 5, 6, 7, 9, 12, 13, 14, 15, 16, 17, 18, 19, 28, 29, 39, 43, 45, 47, 48],
            in: [
                "", ".apiVersion", ".groups", ".items", ".paths", ".resources", ".serverAddressByClientCIDRs",
                "header Content-Type",
            ],
            "only the kinds that the sandbox serves are listed, most in one version"
        ),
        KnownDifference(
            "01-discovery",
            [8],
            in: ["status 200 for 304"],
            "discovery has no ETag: it is small and near"
        ),
        KnownDifference(
            "01-discovery",
            [10, 11, 21, 46],
            in: ["status 200 for 406"],
            "unknown forms of discovery get the plain one"
        ),
        KnownDifference(
            "01-discovery",
            [30, 32, 35],
            in: ["", "status 200 for 404"],
            "health has no single checks"
        ),
    ]

    private static let applying: [KnownDifference] = [
        KnownDifference(
            "02-ssa-basics",
            [17, 18, 19],
            in: [".message"],
            "of several unknown fields a real server names one or all, by chance"
        ),
        KnownDifference(
            "02-ssa-basics",
            [67],
            in: [".message"],
            "YAML mistakes are told in the words of another parser"
        ),
        KnownDifference(
            "03-ssa-ownership",
            [74, 76, 80, 81],
            in: [
                ".metadata.managedFields[before-first-apply/Update/apps/v1].fieldsV1.f:metadata.f:annotations.f:deployment.kubernetes.io/revision",
                ".metadata.managedFields[kubectl-client-side-apply/Update/apps/v1].fieldsV1.f:metadata.f:annotations.f:deployment.kubernetes.io/revision",
                "status 200 for 409",
            ],
            "a controller has written between the recorded requests"
        ),
        KnownDifference(
            "12-patches",
            [8],
            in: [".details.causes[].message", ".message"],
            "a patch that changes the kind is refused for the kind, not for what the other kind lacks"
        ),
        KnownDifference(
            "12-patches",
            [21],
            in: [".message"],
            "JSON mistakes are told in the words of another parser"
        ),
    ]

    private static let reading: [KnownDifference] = [
        KnownDifference(
            "05-list-watch",
            [13],
            in: [".message"],
            "continue tokens have another form, and so their mistakes"
        ),
        KnownDifference("05-list-watch", [70], in: ["opens a watch"], "a watch always speaks JSON"),
        KnownDifference(
            "05-list-watch",
            [92],
            in: ["", "[].object", "[].type"],
            "nothing has been compacted yet in a sandbox this young"
        ),
        KnownDifference(
            "14-table-metadata",
            [2, 8, 25],
            in: [
                ".items[].metadata.annotations", ".items[].metadata.labels.topology.kubernetes",
                ".rows[].cells[]", ".rows[].object.metadata.annotations",
                ".rows[].object.metadata.labels.topology.kubernetes",
                ".rows[].object.spec.template.metadata.annotations",
            ],
            "labels and annotations of other machinery"
        ),
        KnownDifference(
            "14-table-metadata",
            [5],
            in: [".columnDefinitions[].type"],
            "columns are called strings, whatever is in them"
        ),
        KnownDifference(
            "14-table-metadata",
            [15],
            in: [".apiVersion", ".rows[].object.apiVersion"],
            "tables have one version"
        ),
        KnownDifference(
            "14-table-metadata",
            [18],
            in: [
                ".columnDefinitions[].format", ".metadata.remainingItemCount", ".rows[].cells[]",
                ".rows[].object.metadata.name",
            ],
            "the events of two other machines"
        ),
        KnownDifference(
            "14-table-metadata",
            [21],
            in: ["status 200 for 406"],
            "metadata of a list is given as a list at once"
        ),
        KnownDifference(
            "14-table-metadata",
            [26],
            in: [".apiVersion", ".columnDefinitions", ".kind", ".metadata", ".rows", ".spec", ".status"],
            "a scale is never a table"
        ),
    ]

    private static let writing: [KnownDifference] = [
        KnownDifference(
            "04-errors",
            [46],
            in: [
                ".metadata.generation", ".status.conditions", ".status.observedGeneration",
                ".status.terminatingReplicas",
            ],
            "controllers have been here before the first request"
        ),
        KnownDifference("04-errors", [67], in: [".message"], "watches are not offered in the list of forms"),
        KnownDifference("04-errors", [69], in: [""], "the YAML has the owners that the recording left out"),
        KnownDifference(
            "04-errors",
            [124, 125, 126, 127, 128, 130],
            in: [
                ".status.conditions", ".status.replicas", ".status.updatedReplicas", "header Warning",
                "status 201 for 403",
            ],
            "there is no pod security admission"
        ),
        KnownDifference(
            "04-errors",
            [134, 136],
            in: [
                ".metadata.deletionGracePeriodSeconds", ".metadata.deletionTimestamp",
                ".metadata.resourceVersion", ".status.conditions",
            ],
            "a namespace is cleared without delay"
        ),
        KnownDifference(
            "04-errors",
            [139],
            in: [".details.causes[].message", ".message"],
            "the refusal does not come with a diff of Go values"
        ),
        KnownDifference(
            "04-errors",
            [111],
            in: [".status.used.count/configmaps"],
            "what a quota counts was there before it"
        ),
        KnownDifference(
            "13-deletion-gc",
            [25],
            in: [".items"],
            "one object more is listed; why is not known"
        ),
        KnownDifference(
            "13-deletion-gc",
            [60, 62, 64, 66],
            in: ["", ".items", ".metadata.resourceVersion"],
            "a collection is deleted object by object, and the list names the last version"
        ),
        KnownDifference(
            "13-deletion-gc",
            [71],
            in: [".metadata.finalizers"],
            "the propagation policy is no finalizer of a namespace"
        ),
        KnownDifference(
            "13-deletion-gc",
            [68, 69, 74],
            in: [
                "", ".status.conditions", "[].object.data.ca.crt", "[].object.data.k", "[].object.metadata",
                "[].object.status.conditions", "[].type",
            ],
            "a namespace is cleared without delay, in order of names, with fewer conditions"
        ),
    ]
}
