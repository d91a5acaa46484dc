// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

@Suite struct WorkloadRefusalTests {
    @Test(arguments: deployments + sets + runs + scalers + metadata)
    func isRefusedAsByAServer(refusal: Refusal) async throws { try await refusal.check() }

    private static let negative = "must be greater than or equal to 0"
    private static let container = "spec.template.spec.containers[0]"

    private static let deployments: [Refusal] = [
        Refusal(
            "deployments",
            Made.workload(labels: ["app": "x", "team": "d e"]),
            .invalid("spec.template.labels", "d e", Made.labelValueRule)
        ),
        Refusal(
            "deployments",
            Made.workload(["selector": ["matchLabels": ["app": "b c"]]]),
            .invalid("spec.selector.matchLabels", "b c", Made.labelValueRule),
            .invalid("spec.selector", ["matchLabels": ["app": "b c"]], "invalid label selector")
        ),
        Refusal(
            "deployments",
            Made.workload(["selector": [:]]),
            .invalid("spec.selector", [:], "empty selector is invalid for deployment")
        ),
        Refusal(
            "deployments",
            Made.workload(["replicas": .integer(-1), "minReadySeconds": .integer(-2)]),
            .invalid("spec.replicas", .integer(-1), negative),
            .invalid("spec.minReadySeconds", .integer(-2), negative)
        ),
        Refusal(
            "deployments",
            Made.workload(["strategy": ["rollingUpdate": ["maxUnavailable": "150%"]]]),
            .invalid("spec.strategy.rollingUpdate.maxUnavailable", "150%", "must not be greater than 100%")
        ),
        Refusal(
            "deployments",
            Made.workload(["strategy": ["rollingUpdate": ["maxSurge": "few"]]]),
            .invalid(
                "spec.strategy.rollingUpdate.maxSurge",
                "few",
                "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', "
                    + "regex used for validation is '[0-9]+%')"
            )
        ),
        Refusal(
            "deployments",
            Made.workload(pod: Made.podSpec([:], ["restartPolicy": "Never"])),
            .unsupported("spec.template.spec.restartPolicy", "Never", "\"Always\"")
        ),
        Refusal(
            "deployments",
            Made.workload(pod: Made.podSpec([:], ["activeDeadlineSeconds": 5])),
            .forbidden(
                "spec.template.spec.activeDeadlineSeconds",
                "activeDeadlineSeconds in ReplicaSet is not Supported"
            )
        ),
        Refusal(
            "deployments",
            Made.workload(pod: Made.podSpec(["image": "", "ports": [["containerPort": 0]]])),
            .required("\(container).image"),
            .required("\(container).ports[0].containerPort")
        ),
    ]

    private static let claim: JSONValue = ["metadata": ["name": "data"], "spec": [:]]

    private static let sets: [Refusal] = [
        Refusal(
            "statefulsets",
            Made.workload(["volumeClaimTemplates": [claim]]),
            .required("spec.volumeClaimTemplates[0].spec.accessModes", "at least 1 access mode is required"),
            .required("spec.volumeClaimTemplates[0].spec.resources[storage]")
        ),
        Refusal(
            "statefulsets",
            Made.workload(["serviceName": "A"]),
            .invalid("spec.serviceName", "A", Made.labelRule)
        ),
        Refusal(
            "daemonsets",
            Made.workload(["updateStrategy": ["rollingUpdate": ["maxSurge": 1, "maxUnavailable": 1]]]),
            .invalid(
                "spec.updateStrategy.rollingUpdate.maxSurge",
                1,
                "may not be set when maxUnavailable is non-zero"
            )
        ),
    ]

    private static func schedule(_ text: String, _ words: String) -> Refusal {
        let schedule = JSONValue.string(text)
        return Refusal(
            "cronjobs",
            Made.cronJob(["schedule": schedule]),
            .invalid("spec.schedule", schedule, words)
        )
    }

    private static let runs: [Refusal] = [
        Refusal(
            "cronjobs",
            Made.cronJob(name: String(repeating: "x", count: 53)),
            .invalid(
                "metadata.name",
                .string(String(repeating: "x", count: 53)),
                "must be no more than 52 characters"
            )
        ),
        Refusal(
            "cronjobs",
            Made.cronJob(["schedule": "TZ=UTC * * * * *"]),
            .invalid(
                "spec.schedule",
                "TZ=UTC * * * * *",
                "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
            )
        ),
        schedule("60 * * * *", "end of range (60) above maximum (59): 60"),
        schedule("* * * * 7", "end of range (7) above maximum (6): 7"),
        schedule("* * * *", "expected exactly 5 fields, found 4: [* * * *]"),
        schedule("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"),
        schedule("*/0 * * * *", "step of range should be a positive number: */0"),
        schedule("@often", "unrecognized descriptor: @often"),
        Refusal(
            "cronjobs",
            Made.cronJob(["timeZone": "Not a zone"]),
            .invalid("spec.timeZone", "Not a zone", "unknown time zone Not a zone")
        ),
        Refusal(
            "cronjobs",
            Made.cronJob(["concurrencyPolicy": "Maybe"]),
            .unsupported("spec.concurrencyPolicy", "Maybe", "\"Allow\", \"Forbid\", \"Replace\"")
        ),
        Refusal(
            "jobs",
            Made.object([
                "backoffLimit": .integer(-1),
                "template": ["spec": .object(Made.podSpec([:], ["restartPolicy": "Never"]))],
            ]),
            .invalid("spec.backoffLimit", .integer(-1), negative)
        ),
        Refusal(
            "jobs",
            Made.object(["template": ["spec": .object(Made.podSpec())]]),
            .required("spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"")
        ),
    ]

    private static let scalers: [Refusal] = [
        Refusal(
            "horizontalpodautoscalers",
            Made.object([
                "scaleTargetRef": ["kind": "Deployment", "name": "x", "apiVersion": "apps/v1"],
                "maxReplicas": 2,
                "behavior": ["scaleDown": ["stabilizationWindowSeconds": 3601]],
            ]),
            .invalid(
                "spec.behavior.scaleDown.stabilizationWindowSeconds",
                3601,
                "must be less than or equal to 3600"
            )
        ),
        Refusal(
            "horizontalpodautoscalers",
            Made.object([
                "scaleTargetRef": ["kind": "Deployment", "name": "x", "apiVersion": "apps/v1"],
                "maxReplicas": 2,
                "metrics": [["type": "Pods"]],
            ]),
            .required("spec.metrics[0].pods", "must populate information for the given metric source")
        ),
        Refusal(
            "horizontalpodautoscalers",
            Made.object([
                "scaleTargetRef": ["kind": "Deployment", "name": "x"], "minReplicas": 0, "maxReplicas": 2,
            ]),
            .invalid("spec.minReplicas", 0, "must be greater than or equal to 1"),
            .invalid("spec.scaleTargetRef.apiVersion", "", "apiVersion must specify API group"),
            .forbidden(
                "spec.metrics",
                "must specify at least one Object or External metric to support scaling to zero replicas"
            )
        ),
        Refusal(
            "horizontalpodautoscalers",
            Made.object(["scaleTargetRef": ["name": "x", "apiVersion": "a/b/c"], "maxReplicas": 2]),
            .required("spec.scaleTargetRef.kind"),
            .invalid("spec.scaleTargetRef.apiVersion", "a/b/c", "unexpected GroupVersion string: a/b/c")
        ),
        Refusal(
            "poddisruptionbudgets",
            Made.object(["minAvailable": "101%"]),
            .invalid("spec.minAvailable", "101%", "must not be greater than 100%")
        ),
    ]

    private static let metadata: [Refusal] = [
        Refusal(
            "configmaps",
            ["metadata": ["name": "x", "annotations": ["a b": "c"]]],
            .invalid("metadata.annotations", "a b", Made.keyRule)
        ),
        Refusal(
            "configmaps",
            ["metadata": ["name": "x", "labels": ["A.b/c/d": "e"]]],
            .invalid(
                "metadata.labels",
                "A.b/c/d",
                "a valid label key " + String(Made.keyRule.dropFirst("name part ".count))
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )
        ),
        Refusal(
            "configmaps",
            ["metadata": ["name": "x", "labels": ["A/b": ""]]],
            .invalid("metadata.labels", "A/b", "prefix part " + Made.subdomainRule)
        ),
    ]

    /// Counts that cannot be are refused where they are reported, and nothing else is looked at there.
    @Test func aStatusCountsWhatCanBe() async throws {
        let client = SandboxClient()
        let path = Refusal.path("deployments")
        _ = try await client.send("POST", path, Made.workload(["replicas": 0]))
        let type = "application/merge-patch+json"
        func report(_ status: JSONObject) async throws -> SandboxClient.Answer {
            try await client.send("PATCH", "\(path)/x/status", ["status": .object(status)], type: type)
        }
        let negative = try await report(["replicas": .integer(-1)])
        #expect(negative.status == 422)
        #expect(
            negative.body["message"]
                == .string(
                    "Deployment.apps \"x\" is invalid: [status.replicas: Invalid value: -1: must be greater than or "
                        + "equal to 0, "
                        + ["updatedReplicas", "readyReplicas", "availableReplicas"].map {
                            "status.\($0): Invalid value: 0: cannot be greater than status.replicas"
                        }.joined(separator: ", ") + "]"
                )
        )
        let many = try await report(["replicas": 1, "readyReplicas": 2])
        let cause = many.body[path: "details", "causes"]?.array?.first
        #expect(cause?["field"] == "status.readyReplicas")
        #expect(cause?["message"] == "Invalid value: 2: cannot be greater than status.replicas")
        #expect(try await report(["replicas": 5]).status == 200)
    }
}
