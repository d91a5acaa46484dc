// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@Suite struct ServerSideApplyTests {
    private let web = Sample.deployments + "/web"

    /// The Deployment whose container has other requests, and no limits.
    private func asking(_ requests: JSONObject) -> JSONValue {
        var deployment = Sample.deployment()
        var container = deployment[path: "spec", "template", "spec", "containers"]?.array?.first ?? [:]
        container["resources"] = ["requests": .object(requests)]
        deployment["spec"]?["template"]?["spec"]?["containers"] = [container]
        return deployment
    }

    @Test func createsWithDefaultsAndOwnership() async throws {
        let client = SandboxClient()
        let answer = try await client.apply(web, asking(["cpu": "0.1"]))
        #expect(answer.status == 201)
        let container = answer.body[path: "spec", "template", "spec", "containers"]?.array?.first
        #expect(container?["terminationMessagePath"] == "/dev/termination-log")
        #expect(container?[path: "resources", "requests", "cpu"] == "100m")
        #expect(container?["ports"] == [["containerPort": 8080, "protocol": "TCP"]])
        #expect(answer.body[path: "spec", "progressDeadlineSeconds"] == 600)
        let entry = answer.body[path: "metadata", "managedFields"]?.array?.first
        #expect(entry?["manager"] == "deployer")
        #expect(entry?["operation"] == "Apply")
        let ports = entry?[
            path: "fieldsV1",
            "f:spec",
            "f:template",
            "f:spec",
            "f:containers",
            #"k:{"name":"web"}"#,
            "f:ports"
        ]
        #expect(ports == [#"k:{"containerPort":8080,"protocol":"TCP"}"#: [".": [:], "f:containerPort": [:]]])
        #expect(entry?[path: "fieldsV1", "f:spec", "f:selector"] == [:])
    }

    @Test func applyingTwiceChangesNothing() async throws {
        let client = SandboxClient()
        let first = try await client.apply(web, asking(["cpu": "0.1", "memory": "64Mi"]))
        let second = try await client.apply(web, asking(["cpu": "100m", "memory": "65536Ki"]))
        #expect(second.status == 200)
        #expect(second.body == first.body)
    }

    @Test func conflictsNameFieldManagerAndValueStays() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(), as: "manager-a")
        let conflict = try await client.apply(
            web,
            ["apiVersion": "apps/v1", "kind": "Deployment", "spec": ["replicas": 5]],
            as: "manager-b"
        )
        #expect(conflict.status == 409)
        #expect(
            conflict.body["message"]
                == "Apply failed with 1 conflict: conflict with \"manager-a\": .spec.replicas"
        )
        #expect(
            conflict.body[path: "details", "causes"] == [
                [
                    "reason": "FieldManagerConflict", "message": "conflict with \"manager-a\"",
                    "field": ".spec.replicas",
                ]
            ]
        )
        let forced = try await client.apply(
            web,
            ["apiVersion": "apps/v1", "kind": "Deployment", "spec": ["replicas": 5]],
            as: "manager-b",
            query: "&force=true"
        )
        #expect(forced.body[path: "spec", "replicas"] == 5)
        let owners = (forced.body[path: "metadata", "managedFields"]?.array ?? [])
            .filter { $0[path: "fieldsV1", "f:spec", "f:replicas"] != nil }
        #expect(owners.map { $0["manager"] } == ["manager-b"])
    }

    /// What others apply is compared as they write it with what is stored, which has the canonical form.
    @Test func anEqualAmountThatAnotherManagerWritesDifferentlyIsAConflict() async throws {
        let client = SandboxClient()
        let spellings: JSONObject = ["cpu": "1000m", "memory": "1024Mi", "ephemeral-storage": "1000k"]
        let made = try await client.apply(web, asking(spellings), as: "manager-a")
        let container = made.body[path: "spec", "template", "spec", "containers"]?.array?.first
        let requests = container?[path: "resources", "requests"]
        let canonical: JSONObject = ["cpu": "1", "memory": "1Gi", "ephemeral-storage": "1M"]
        #expect(requests == .object(canonical))
        let conflict = try await client.apply(web, asking(spellings), as: "manager-b")
        let place = ".spec.template.spec.containers[name=\"web\"].resources.requests"
        #expect(
            conflict.body["message"]
                == .string(
                    "Apply failed with 3 conflicts: conflicts with \"manager-a\":\n- \(place).cpu\n- "
                        + "\(place).ephemeral-storage\n- \(place).memory"
                )
        )
        let shared = try await client.apply(web, asking(canonical), as: "manager-b")
        #expect(shared.status == 200)
        let number = try await client.apply(web, asking(["cpu": 1]), as: "manager-c")
        #expect(
            number.body["message"]
                == .string(
                    "Apply failed with 2 conflicts: conflicts with \"manager-a\":\n- \(place).cpu\nconflicts with "
                        + "\"manager-b\":\n- \(place).cpu"
                )
        )
        let forced = try await client.apply(web, asking(["cpu": 1]), as: "manager-c", query: "&force=true")
        #expect(forced.body[path: "metadata", "generation"] == 1)
    }

    @Test func namesContainersInConflictsAndGroupsSeveral() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(), as: "manager-a")
        let conflict = try await client.apply(
            web,
            Sample.deployment(image: "registry.example.com/web:2.0", replicas: 7),
            as: "manager-b"
        )
        #expect(
            conflict.body["message"]
                == "Apply failed with 2 conflicts: conflicts with \"manager-a\":\n- .spec.replicas\n- .spec.template.spec.containers[name=\"web\"].image"
        )
    }

    @Test func aDroppedFieldGoesBackToItsDefault() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(replicas: 4))
        let dropped = try await client.apply(web, Sample.deployment(replicas: nil))
        #expect(dropped.body[path: "spec", "replicas"] == 1)
        #expect(dropped.body[path: "metadata", "generation"] == 2)
    }

    @Test func aSharedFieldStaysWhenOneOwnerDropsIt() async throws {
        let client = SandboxClient()
        let path = "/api/v1/namespaces/default/configmaps/c"
        _ = try await client.apply(path, Sample.configMap("c", ["a": "1", "b": "2"]), as: "one")
        _ = try await client.apply(path, Sample.configMap("c", ["a": "1"]), as: "two")
        let after = try await client.apply(path, Sample.configMap("c", ["b": "2"]), as: "one")
        #expect(after.body["data"] == ["a": "1", "b": "2"])
        let gone = try await client.apply(path, Sample.configMap("c", [:]), as: "two")
        #expect(gone.body["data"] == ["b": "2"])
    }

    @Test func removesAListElementThatIsNoLongerApplied() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment())
        var body = Sample.deployment()
        var container = body[path: "spec", "template", "spec", "containers"]?.array?.first ?? [:]
        container["env"] = [["name": "C", "value": "3"], ["name": "A", "value": "1"]]
        body["spec"]?["template"]?["spec"]?["containers"] = [container]
        let answer = try await client.apply(web, body)
        let env = answer.body[path: "spec", "template", "spec", "containers"]?.array?.first?["env"]
        #expect(env == [["name": "C", "value": "3"], ["name": "A", "value": "1"]])
    }

    /// The order of variables after a container that has some was applied with others.
    private func variables(_ live: [String], _ applied: [String]) async throws -> [String] {
        let client = SandboxClient()
        func deployment(_ names: [String]) -> JSONValue {
            var deployment = Sample.deployment()
            let variables = names.map { JSONValue.object(["name": .string($0), "value": "1"]) }
            let containers = (deployment[path: "spec", "template", "spec", "containers"]?.array ?? []).map {
                container in
                var container = container
                container["env"] = .array(variables)
                return container
            }
            deployment["spec"]?["template"]?["spec"]?["containers"] = .array(containers)
            return deployment
        }
        _ = try await client.apply(web, deployment(live), as: "somebody")
        let answer = try await client.apply(web, deployment(applied))
        let again = try await client.apply(web, deployment(applied))
        #expect(again.body == answer.body)
        let container = answer.body[path: "spec", "template", "spec", "containers"]?.array?.first
        return (container?["env"]?.array ?? []).compactMap { $0["name"]?.string }
    }

    /// As structured-merge-diff does it: what only others have comes before the shared element that the walk goes on to.
    @Test(arguments: [
        ("AB", "BA", "BA"), ("AXB", "BA", "XBA"), ("XAB", "BA", "XBA"), ("ABX", "BA", "BXA"),
        ("AXB", "AB", "AXB"), ("AB", "NBA", "NBA"), ("AXBYC", "CA", "XBYCA"),
    ])
    func theAppliedOrderPrevails(live: String, applied: String, expected: String) async throws {
        func names(_ letters: String) -> [String] { letters.map { String($0) } }
        #expect(try await variables(names(live), names(applied)) == names(expected))
    }

    @Test func anUpdateTakesTheFieldsThatItChanges() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(), as: "manager-a")
        _ = try await client.send(
            "PATCH",
            web + "?fieldManager=editor",
            ["spec": ["replicas": 3]],
            type: "application/merge-patch+json"
        )
        let conflict = try await client.apply(web, Sample.deployment(), as: "manager-a")
        #expect(
            conflict.body["message"]
                == "Apply failed with 1 conflict: conflict with \"editor\" using apps/v1: .spec.replicas"
        )
    }

    @Test func aScalerIsRecordedOnlyWhereSomebodyOwnedTheReplicas() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(), as: "manager-a")
        let scale = web + "/scale?fieldManager=scaler"
        let scaled = try await client.send(
            "PATCH",
            scale,
            ["spec": ["replicas": 4]],
            type: "application/merge-patch+json"
        )
        #expect(scaled.body["kind"] == "Scale")
        let conflict = try await client.apply(web, Sample.deployment(), as: "manager-a")
        #expect(
            conflict.body["message"]
                == "Apply failed with 1 conflict: conflict with \"scaler\" with subresource \"scale\" using apps/v1: .spec.replicas"
        )
        let free = Sample.deployments + "/free"
        _ = try await client.apply(free, Sample.deployment("free", replicas: nil), as: "manager-a")
        _ = try await client.send(
            "PATCH",
            free + "/scale?fieldManager=scaler",
            ["spec": ["replicas": 4]],
            type: "application/merge-patch+json"
        )
        let kept = try await client.apply(free, Sample.deployment("free", replicas: nil), as: "manager-a")
        #expect(kept.body[path: "spec", "replicas"] == 4)
        let reset = try await client.apply(free, Sample.deployment("free", replicas: 1), as: "manager-a")
        #expect(reset.status == 200)
    }

    @Test func conflictsComeInTheOrderOfTheEntriesThatTheyAreWith() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(), as: "manager-a")
        let type = "application/merge-patch+json"
        let scale: JSONValue = ["spec": ["replicas": 4]]
        _ = try await client.send("PATCH", web + "/scale?fieldManager=editor", scale, type: type)
        let slow: JSONValue = ["spec": ["minReadySeconds": 5]]
        _ = try await client.send("PATCH", web + "?fieldManager=editor", slow, type: type)
        var body = Sample.deployment()
        body["spec"]?["minReadySeconds"] = 3
        let conflict = try await client.apply(web, body, as: "manager-a")
        #expect(
            conflict.body["message"]
                == .string(
                    "Apply failed with 2 conflicts: conflicts with \"editor\" with subresource \"scale\" using apps/v1:\n"
                        + "- .spec.replicas\nconflicts with \"editor\" using apps/v1:\n- .spec.minReadySeconds"
                )
        )
    }

    @Test(
        arguments: [
            (
                "spec.noSuchField", #"{"apiVersion":"apps/v1","kind":"Deployment","spec":{"noSuchField":1}}"#,
                500,
                "failed to create typed patch object (/; apps/v1, Kind=Deployment): .spec.noSuchField: field not declared in schema"
            ),
            (
                "wrong type", #"{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":"3"}}"#, 500,
                "failed to create typed patch object (/; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string"
            ),
            (
                "other kind", #"{"apiVersion":"apps/v1","kind":"StatefulSet"}"#, 400,
                "invalid object type: apps/v1, Kind=StatefulSet"
            ),
            (
                "managed fields",
                #"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"managedFields":[]}}"#, 400,
                "metadata.managedFields must be nil"
            ),
        ]
    )
    func refusesWhatDoesNotFit(name: String, body: String, status: Int, message: String) async throws {
        let client = SandboxClient()
        let answer = try await client.send(
            "PATCH",
            web + "?fieldManager=x",
            text: body,
            type: "application/apply-patch+yaml"
        )
        #expect(answer.status == status)
        #expect(answer.body["message"] == .string(message))
    }

    @Test func dryRunAnswersWithoutWriting() async throws {
        let client = SandboxClient()
        let created = try await client.apply(web, Sample.deployment(), query: "&dryRun=All")
        #expect(created.status == 201)
        #expect(created.body[path: "metadata", "resourceVersion"] == nil)
        #expect(created.body[path: "metadata", "uid"] != nil)
        #expect(try await client.send("GET", web).status == 404)
        let real = try await client.apply(web, Sample.deployment())
        let changed = try await client.apply(web, Sample.deployment(replicas: 9), query: "&dryRun=All")
        #expect(changed.body[path: "metadata", "generation"] == 2)
        #expect(
            changed.body[path: "metadata", "resourceVersion"]
                == real.body[path: "metadata", "resourceVersion"]
        )
        #expect(try await client.get(web)[path: "spec", "replicas"] == 2)
    }

    @Test func needsAFieldManager() async throws {
        let client = SandboxClient()
        let answer = try await client.send(
            "PATCH",
            web,
            Sample.deployment(),
            type: "application/apply-patch+yaml"
        )
        #expect(answer.status == 422)
        #expect(
            answer.body["message"]
                == "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
        )
    }

    @Test func ownershipBeginsAgainAfterItWasCleared() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(replicas: 3), as: "manager-a")
        let cleared = try await client.send(
            "PATCH",
            web,
            ["metadata": ["managedFields": [[:]]]],
            type: "application/merge-patch+json"
        )
        #expect(cleared.body[path: "metadata", "managedFields"] == nil)
        _ = try await client.apply(web, Sample.deployment(replicas: 3), as: "manager-a")
        let conflict = try await client.apply(web, Sample.deployment(replicas: 4), as: "manager-b")
        let causes = conflict.body[path: "details", "causes"]?.array ?? []
        #expect(
            Set(causes.compactMap { $0["message"]?.string }) == [
                "conflict with \"manager-a\"", "conflict with \"before-first-apply\" using apps/v1",
            ]
        )
    }

    @Test func anEmptyMapIsOwnedAsAWhole() async throws {
        let client = SandboxClient()
        let path = "/api/v1/namespaces/default/configmaps/leaf"
        _ = try await client.apply(path, Sample.configMap("leaf", [:]), as: "manager-a")
        let conflict = try await client.apply(path, Sample.configMap("leaf", ["k": "1"]), as: "manager-b")
        #expect(
            conflict.body["message"] == "Apply failed with 1 conflict: conflict with \"manager-a\": .data"
        )
    }
}
