// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What depends on what an object was before, and on what the server has added to it.
@Suite struct ChangeRefusalTests {
    private static let merge = "application/merge-patch+json"

    private func causes(_ answer: SandboxClient.Answer) -> [JSONValue] {
        (answer.body[path: "details", "causes"]?.array ?? []).compactMap { $0["field"] }
    }

    private func job(_ spec: JSONObject, labels: JSONObject = ["app": "x"]) -> JSONValue {
        let pod = Made.podSpec([:], ["restartPolicy": "Never"])
        var result: JSONObject = [
            "template": ["metadata": ["labels": .object(labels)], "spec": .object(pod)]
        ]
        for member in spec { result[member.key] = member.value }
        return Made.object(result)
    }

    @Test func aJobHasNoSelectorOfItsOwnUnlessItSaysSo() async throws {
        let client = SandboxClient()
        let jobs = Refusal.path("jobs")
        let selector: JSONValue = ["matchLabels": ["app": "x"]]
        let refused = try await client.send("POST", jobs, job(["selector": selector]))
        #expect(refused.status == 422)
        #expect(causes(refused) == ["spec.selector"])
        let told = refused.body["message"]?.string ?? ""
        #expect(told.contains("spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"x\",\""), "\(told)")
        #expect(told.hasSuffix(": `selector` not auto-generated"), "\(told)")
        let manual = job(["selector": selector, "manualSelector": true])
        let made = try await client.send("POST", jobs, manual)
        #expect(made.status == 201, "\(made.text)")
        #expect(made.body[path: "spec", "selector"] == selector)
    }

    @Test func aJobThatSelectsByHandNeedsASelector() async throws {
        let refused = try await SandboxClient()
            .send("POST", Refusal.path("jobs"), job(["manualSelector": true]))
        #expect(refused.status == 422)
        #expect(causes(refused) == ["spec.selector", "spec.template.metadata.labels"])
    }

    @Test func labelsOfAJobsOwnStayAsTheyAre() async throws {
        let refused = try await SandboxClient()
            .send("POST", Refusal.path("jobs"), job([:], labels: ["job-name": "y"]))
        #expect(refused.status == 422)
        #expect(causes(refused) == ["spec.template.metadata.labels[job-name]"])
        let told = refused.body["message"]?.string ?? ""
        #expect(told.hasSuffix(": must be 'x'"), "\(told)")
    }

    /// A claim, and what its status says.
    private func claim(_ client: SandboxClient, phase: JSONValue, size: JSONValue) async throws -> String {
        let claims = Refusal.path("persistentvolumeclaims")
        let body = Made.object([
            "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "4Gi"]],
        ])
        #expect(try await client.send("POST", claims, body).status == 201)
        let status: JSONValue = ["status": ["phase": phase, "capacity": ["storage": size]]]
        let path = claims + "/x"
        #expect(try await client.send("PATCH", path + "/status", status, type: Self.merge).status == 200)
        return path
    }

    @Test(
        arguments: [
            ("Bound", "4Gi", "8Gi", []), ("Bound", "4Gi", "4096Mi", []),
            ("Bound", "4Gi", "2Gi", ["spec.resources.requests.storage"]),
            // Less than was asked for, and more than there is: an expansion that does not come about is taken back.
            ("Bound", "2Gi", "3Gi", []), ("Bound", "2Gi", "2Gi", ["spec.resources.requests.storage"]),
            ("Pending", "0", "8Gi", ["spec"]),
        ] as [(JSONValue, JSONValue, JSONValue, [JSONValue])]
    )
    func aClaimThatHasAVolumeGrows(
        phase: JSONValue,
        has: JSONValue,
        wants: JSONValue,
        fields: [JSONValue]
    ) async throws {
        let client = SandboxClient()
        let path = try await claim(client, phase: phase, size: has)
        let patch: JSONValue = ["spec": ["resources": ["requests": ["storage": wants]]]]
        let answer = try await client.send("PATCH", path, patch, type: Self.merge)
        #expect(answer.status == (fields.isEmpty ? 200 : 422), "\(answer.text)")
        #expect(causes(answer) == fields)
    }

    @Test func aClaimGetsItsVolumeOnce() async throws {
        let client = SandboxClient()
        let path = try await claim(client, phase: "Pending", size: "0")
        for (volume, status) in [("a", 200), ("b", 422)] as [(JSONValue, Int)] {
            let patch: JSONValue = ["spec": ["volumeName": volume]]
            let answer = try await client.send("PATCH", path, patch, type: Self.merge)
            #expect(answer.status == status, "\(answer.text)")
        }
    }

    private func autoscaler(_ target: JSONObject) -> JSONValue {
        var body = Made.object(["scaleTargetRef": .object(target), "maxReplicas": 2])
        body["apiVersion"] = "autoscaling/v2"
        body["kind"] = "HorizontalPodAutoscaler"
        return body
    }

    @Test func whatAnAutoscalerScalesKeepsItsGroup() async throws {
        let client = SandboxClient()
        let path = Refusal.path("horizontalpodautoscalers")
        let made = try await client.send(
            "POST",
            path,
            autoscaler(["apiVersion": "apps/v1", "kind": "Deployment", "name": "x"])
        )
        #expect(made.status == 201)
        let patch: JSONValue = ["spec": ["scaleTargetRef": ["apiVersion": "v1"]]]
        let refused = try await client.send("PATCH", path + "/x", patch, type: Self.merge)
        #expect(refused.status == 422)
        #expect(causes(refused) == ["spec.scaleTargetRef.apiVersion"])
        // The one kind of the oldest group that can be scaled.
        var controller = autoscaler(["kind": "ReplicationController", "name": "x"])
        controller["metadata"] = ["name": "y"]
        #expect(try await client.send("POST", path, controller).status == 201)
    }

    @Test(arguments: ["application/strategic-merge-patch+json", "application/json", "text/plain"])
    func aCustomResourceIsPatchedInThreeWays(type: String) async throws {
        let client = SandboxClient()
        let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
        #expect(try await client.send("POST", definitions, Made.gadgets).status == 201)
        await client.server.advance(by: .seconds(1))
        let path = "/apis/example.com/v1/namespaces/default/gadgets/x"
        let answer = try await client.send("PATCH", path, ["spec": ["a": 1]], type: type)
        #expect(answer.status == 415)
        #expect(
            answer.body["message"]
                == .string(
                    "the body of the request was in an unknown format - accepted media types include: "
                        + "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"
                )
        )
    }

    @Test(arguments: ["OPTIONS", "BREW"])
    func aMethodThatNobodyKnowsIsRefusedInAServersWords(method: String) async throws {
        for path in ["", "/x", "/x/status"] {
            let answer = try await SandboxClient().send(method, Refusal.path("services") + path)
            #expect(answer.status == 405)
            #expect(answer.body["reason"] == "MethodNotAllowed")
            let words = "the server does not allow this method on the requested resource"
            #expect(answer.body["message"] == .string(words))
        }
    }
}
