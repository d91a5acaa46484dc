// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// Kinds that are served in more than the version in which they are stored.
@Suite struct VersionTests {
    private let inV1 = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers"
    private let inV2 = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers"
    private let prefix = "autoscaling.alpha.kubernetes.io/"

    private func scaler(_ version: String, most: Int64 = 5, _ spec: JSONObject = [:]) -> JSONValue {
        var members: JSONObject = [
            "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"],
            "maxReplicas": .integer(most),
        ]
        for member in spec { members[member.key] = member.value }
        return [
            "apiVersion": .string("autoscaling/\(version)"), "kind": "HorizontalPodAutoscaler",
            "metadata": ["name": "web"], "spec": .object(members),
        ]
    }

    /// What the older version has no field for, of every type of metric.
    private let rich: JSONObject = [
        "minReplicas": 2,
        "metrics": [
            [
                "type": "Resource",
                "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 60]],
            ],
            [
                "type": "Resource",
                "resource": ["name": "memory", "target": ["type": "AverageValue", "averageValue": "1Gi"]],
            ],
            [
                "type": "Pods",
                "pods": [
                    "metric": ["name": "hits", "selector": ["matchLabels": ["a": "b"]]],
                    "target": ["type": "AverageValue", "averageValue": "10"],
                ],
            ],
            [
                "type": "Object",
                "object": [
                    "describedObject": ["apiVersion": "v1", "kind": "Service", "name": "web"],
                    "metric": ["name": "hits"], "target": ["type": "Value", "value": "100"],
                ],
            ],
            [
                "type": "External",
                "external": [
                    "metric": ["name": "queue"], "target": ["type": "AverageValue", "averageValue": "30"],
                ],
            ],
            [
                "type": "ContainerResource",
                "containerResource": [
                    "name": "cpu", "container": "web",
                    "target": ["type": "Utilization", "averageUtilization": 70],
                ],
            ],
        ],
        "behavior": [
            "scaleDown": [
                "stabilizationWindowSeconds": 60, "selectPolicy": "Min",
                "policies": [["type": "Pods", "value": 1, "periodSeconds": 30]],
            ]
        ],
    ]

    private func withoutOrder(_ metrics: JSONValue?) -> Set<JSONValue> { Set(metrics?.array ?? []) }

    @Test func discoveryNamesBothVersionsAndPrefersTheStoredOne() async throws {
        let client = SandboxClient()
        let group = try await client.get("/apis/autoscaling")
        let versions = group["versions"]?.array ?? []
        #expect(versions.map { $0["version"] } == ["v2", "v1"])
        #expect(group[path: "preferredVersion", "version"] == "v2")
        for version in ["v1", "v2"] {
            let resources = try await client.get("/apis/autoscaling/\(version)")["resources"]?.array ?? []
            #expect(
                resources.map { $0["name"] } == [
                    "horizontalpodautoscalers", "horizontalpodautoscalers/status",
                ]
            )
        }
        let events = try await client.get("/apis/events.k8s.io/v1")["resources"]?.array ?? []
        #expect(events.map { $0["name"] } == ["events"])
        let schemas = try await client.get("/openapi/v3/apis/autoscaling/v1")[path: "components", "schemas"]
        let spec = schemas?["io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec"]
        #expect(spec?[path: "properties", "targetCPUUtilizationPercentage", "type"] == "integer")
    }

    @Test func whatIsCreatedInTheOlderVersionIsReadInTheNewer() async throws {
        let client = SandboxClient()
        let body = scaler("v1", ["targetCPUUtilizationPercentage": 70])
        let created = try await client.send("POST", inV1 + "?fieldManager=a", body)
        #expect(created.status == 201)
        #expect(created.body["apiVersion"] == "autoscaling/v1")
        #expect(created.body[path: "spec", "targetCPUUtilizationPercentage"] == 70)
        #expect(created.body[path: "spec", "minReplicas"] == 1)
        #expect(created.body["status"] == ["currentReplicas": 0, "desiredReplicas": 0])
        let entry = created.body[path: "metadata", "managedFields"]?.array?.first
        #expect(entry?["apiVersion"] == "autoscaling/v1")
        #expect(entry?[path: "fieldsV1", "f:spec", "f:targetCPUUtilizationPercentage"] == [:])
        let stored = try await client.get(inV2 + "/web")
        #expect(stored["apiVersion"] == "autoscaling/v2")
        let target: JSONValue = ["type": "Utilization", "averageUtilization": 70]
        #expect(
            stored[path: "spec", "metrics"] == [
                ["type": "Resource", "resource": ["name": "cpu", "target": target]]
            ]
        )
        #expect(stored[path: "metadata", "managedFields"] == created.body[path: "metadata", "managedFields"])
        let unknown = try await client.send("POST", inV1 + "?fieldValidation=Strict", scaler("v1", rich))
        #expect(unknown.status == 400)
    }

    @Test func whatTheOlderVersionCannotSaySurvivesAWriteInIt() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", Sample.deployments, Sample.deployment())
        _ = try await client.send("POST", inV2, scaler("v2", rich))
        await client.server.advance(by: .seconds(20))
        let before = try await client.get(inV2 + "/web")
        #expect(before[path: "status", "conditions"] != nil)
        var old = try await client.get(inV1 + "/web")
        #expect(old[path: "spec", "targetCPUUtilizationPercentage"] == 60)
        #expect(old[path: "spec", "metrics"] == nil)
        #expect(old[path: "spec", "behavior"] == nil)
        #expect(old[path: "status", "conditions"] == nil)
        let annotations = old[path: "metadata", "annotations"]
        let behavior = annotations?[prefix + "behavior"]?.string ?? ""
        #expect(behavior.hasPrefix(#"{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":60,"#))
        #expect(annotations?[prefix + "metrics"]?.string?.contains(#""targetAverageValue":"1Gi""#) == true)
        #expect(annotations?[prefix + "conditions"] != nil)
        old["spec"]?["maxReplicas"] = 9
        #expect(try await client.send("PUT", inV1 + "/web", old).status == 200)
        let after = try await client.get(inV2 + "/web")
        #expect(after[path: "spec", "maxReplicas"] == 9)
        #expect(
            withoutOrder(after[path: "spec", "metrics"]) == withoutOrder(before[path: "spec", "metrics"])
        )
        #expect(after[path: "spec", "behavior"] == before[path: "spec", "behavior"])
        #expect(after["status"] == before["status"])
        #expect(after[path: "metadata", "annotations"] == nil)
    }

    @Test func listsWatchesAndPatchesSpeakTheVersionOfTheirAddress() async throws {
        let client = SandboxClient()
        let stream = try await client.watch(inV1 + "?watch=1")
        _ = try await client.send("POST", inV2, scaler("v2"))
        let patch: JSONValue = ["spec": ["targetCPUUtilizationPercentage": 55]]
        let patched = try await client.send(
            "PATCH",
            inV1 + "/web",
            patch,
            type: "application/merge-patch+json"
        )
        #expect(patched.status == 200)
        let events = try await client.events(2, of: stream)
        #expect(events.map { $0[path: "object", "apiVersion"] } == ["autoscaling/v1", "autoscaling/v1"])
        #expect(
            events.map { $0[path: "object", "spec", "targetCPUUtilizationPercentage"] } == [80, 55]
        )
        let list = try await client.get(inV1)
        #expect(list["apiVersion"] == "autoscaling/v1")
        #expect(list["items"]?.array?.first?[path: "spec", "targetCPUUtilizationPercentage"] == 55)
        let stored = try await client.get(inV2 + "/web")[path: "spec", "metrics"]?.array?.first
        #expect(stored?[path: "resource", "target", "averageUtilization"] == 55)
        #expect(try await client.send("DELETE", inV1 + "/web").status == 200)
        #expect(try await client.send("GET", inV2 + "/web").status == 404)
    }

    @Test func ownersAreComparedInTheVersionTheyWroteIn() async throws {
        let client = SandboxClient()
        let target: JSONValue = ["type": "Utilization", "averageUtilization": 60]
        let metrics: JSONValue = [["type": "Resource", "resource": ["name": "cpu", "target": target]]]
        _ = try await client.apply(inV2 + "/web", scaler("v2", ["metrics": metrics]), as: "a")
        let refused = try await client.apply(inV1 + "/web", scaler("v1", most: 6), as: "b")
        #expect(
            refused.body["message"]
                == "Apply failed with 1 conflict: conflict with \"a\": .spec.maxReplicas"
        )
        let other = try await client.apply(
            inV1 + "/web",
            scaler("v1", ["targetCPUUtilizationPercentage": 50]),
            as: "b"
        )
        #expect(other.status == 409)
        #expect(other.body["message"]?.string?.contains(".spec.metrics") == true)
        let taken = try await client.apply(
            inV1 + "/web",
            scaler("v1", ["targetCPUUtilizationPercentage": 50]),
            as: "b",
            query: "&force=true"
        )
        #expect(taken.status == 200)
        let managers = taken.body[path: "metadata", "managedFields"]?.array ?? []
        let first = managers.first { $0["manager"] == "a" }
        #expect(first?["apiVersion"] == "autoscaling/v2")
        #expect(first?[path: "fieldsV1", "f:spec", "f:metrics"] == nil)
        let second = managers.first { $0["manager"] == "b" }
        #expect(second?["apiVersion"] == "autoscaling/v1")
        #expect(second?[path: "fieldsV1", "f:spec", "f:scaleTargetRef"] == [:])
    }

    @Test func whoAppliesInAnotherVersionKeepsOneEntryAndGivesUpWhatIsLeftOut() async throws {
        let client = SandboxClient()
        var first = scaler("v2", ["minReplicas": 2])
        first["metadata"]?["labels"] = ["team": "a"]
        _ = try await client.apply(inV2 + "/web", first)
        let second = try await client.apply(inV1 + "/web", scaler("v1", most: 7))
        #expect(second.status == 200)
        #expect(second.body[path: "metadata", "labels"] == nil)
        #expect(second.body[path: "spec", "maxReplicas"] == 7)
        // Nobody owns it any more, and so it is what it is by default.
        #expect(second.body[path: "spec", "minReplicas"] == 1)
        #expect(second.body[path: "spec", "targetCPUUtilizationPercentage"] == 80)
        let managers = second.body[path: "metadata", "managedFields"]?.array ?? []
        #expect(managers.map { $0["apiVersion"] } == ["autoscaling/v1"])
    }

    /// Whatever the version, the refusal names the fields as they are stored.
    @Test func anAutoscalerThatAimsAtNothingIsRefusedInEitherVersion() async throws {
        let client = SandboxClient()
        let nothing = scaler("v1", most: 0, ["minReplicas": 0, "targetCPUUtilizationPercentage": 0])
        let refused = try await client.send("POST", inV1, nothing)
        #expect(refused.status == 422)
        let causes = refused.body[path: "details", "causes"]?.array ?? []
        #expect(
            Set(causes.compactMap { $0["field"]?.string }) == [
                "spec.minReplicas", "spec.maxReplicas", "spec.metrics",
                "spec.metrics[0].resource.target.averageUtilization",
            ]
        )
        let target: JSONValue = ["type": "Utilization"]
        let vague: JSONValue = [["type": "Resource", "resource": ["name": "cpu", "target": target]]]
        let other = try await client.send("POST", inV2, scaler("v2", ["metrics": vague]))
        #expect(
            other.body["message"]?.string?
                .hasSuffix(
                    "spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target "
                        + "raw value or a target utilization"
                ) == true
        )
    }

    @Test func eventsAreTheSameObjectsUnderOtherNames() async throws {
        let client = SandboxClient()
        let path = "/apis/events.k8s.io/v1/namespaces/default/events"
        let event: JSONValue = [
            "apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": ["name": "e"],
            "regarding": ["kind": "ConfigMap", "name": "c", "namespace": "default"],
            "eventTime": "2026-01-01T00:00:00.000001Z", "reason": "Test", "action": "Tested", "note": "new",
            "type": "Warning", "reportingController": "example.com/tool", "reportingInstance": "tool-1",
        ]
        let created = try await client.send("POST", path, event)
        #expect(created.status == 201)
        #expect(created.body["note"] == "new")
        let stored = try await client.get("/api/v1/namespaces/default/events/e")
        #expect(stored["message"] == "new")
        #expect(stored["reportingComponent"] == "example.com/tool")
        #expect(stored[path: "involvedObject", "name"] == "c")
        let found = try await client.get(path + "?fieldSelector=regarding.name%3Dc")
        #expect(found["items"]?.array?.count == 1)
        let changed = try await client.send(
            "PATCH",
            path + "/e",
            ["note": "other"],
            type: "application/merge-patch+json"
        )
        #expect(changed.status == 422)
        let series: JSONValue = ["series": ["count": 2, "lastObservedTime": "2026-01-01T00:00:05.000000Z"]]
        let goes = try await client.send("PATCH", path + "/e", series, type: "application/merge-patch+json")
        #expect(goes.status == 200)
        let untimed = try await client.send("POST", path, ["metadata": ["name": "f"], "reason": "Test"])
        #expect(untimed.status == 422)
    }

    /// In the newer kind: fields that are deprecated, a series of one, and a type of one's own.
    @Test func aNewEventIsHeldToTheNewerKind() async throws {
        let client = SandboxClient()
        let event: JSONValue = [
            "metadata": ["name": "e"],
            "regarding": ["kind": "ConfigMap", "name": "c", "namespace": "default"],
            "eventTime": "2026-01-01T00:00:00.000001Z", "reason": "Test", "action": "Tested", "type": "Loud",
            "reportingController": "example.com/tool", "reportingInstance": "tool-1", "deprecatedCount": 3,
            "deprecatedSource": ["component": "tool"],
            "series": ["count": 1, "lastObservedTime": "2026-01-01T00:00:05.000000Z"],
        ]
        let refused = try await client.send(
            "POST",
            "/apis/events.k8s.io/v1/namespaces/default/events",
            event
        )
        #expect(refused.status == 422)
        let causes = refused.body[path: "details", "causes"]?.array ?? []
        #expect(causes.map { $0["field"] } == ["series.count", "type", "count", "source"])
        #expect(causes.dropFirst().first?["message"] == "Invalid value: \"\": has invalid value: Loud")
    }
}
