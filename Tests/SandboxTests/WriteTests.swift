// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Sandbox
import Testing

@Suite struct WriteTests {
    private let maps = "/api/v1/namespaces/default/configmaps"

    @Test(
        arguments: [
            ("POST", "/api/v1/namespaces/nope/configmaps", 404, "namespaces \"nope\" not found"),
            ("GET", "/api/v1/namespaces/default/configmaps/nope", 404, "configmaps \"nope\" not found"),
            (
                "GET", "/apis/apps/v1/namespaces/default/deployments/x/scale", 404,
                "deployments.apps \"x\" not found"
            ),
            (
                "GET", "/api/v1/namespaces/default/widgets/x", 404,
                "the server could not find the requested resource"
            ),
            (
                "PUT", "/api/v1/namespaces/default/configmaps", 405,
                "the server does not allow this method on the requested resource"
            ),
        ]
    )
    func wordsRefusalsAsAServer(method: String, path: String, status: Int, message: String) async throws {
        let client = SandboxClient()
        let body = method == "GET" ? nil : Sample.configMap("x", [:])
        let answer = try await client.send(method, path, body)
        #expect(answer.status == status)
        #expect(answer.body["message"] == .string(message))
    }

    @Test func anUnknownGroupGetsPlainText() async throws {
        let answer = try await SandboxClient().send("GET", "/apis/example.com/v1/widgets")
        #expect(answer.status == 404)
        #expect(answer.text == "404 page not found\n")
    }

    @Test func locksOptimistically() async throws {
        let client = SandboxClient()
        let first = try await client.send("POST", maps, Sample.configMap("one", ["k": "1"]))
        #expect(first.status == 201)
        #expect(
            try await client.send("POST", maps, Sample.configMap("one", [:])).body["reason"]
                == "AlreadyExists"
        )
        var next = first.body
        next["data"] = ["k": "2"]
        #expect(try await client.send("PUT", maps + "/one", next).status == 200)
        let stale = try await client.send("PUT", maps + "/one", next)
        #expect(stale.status == 409)
        #expect(stale.body["reason"] == "Conflict")
        #expect(stale.body[path: "details", "kind"] == "configmaps")
    }

    @Test func ofSomeKindsAnUpdateMakesWhatDoesNotExist() async throws {
        let client = SandboxClient()
        let service: JSONValue = ["metadata": ["name": "web"], "spec": ["ports": [["port": 80]]]]
        let path = "/api/v1/namespaces/default/services/web"
        #expect(try await client.send("PUT", path + "/status", service).status == 404)
        #expect(try await client.send("PUT", path, service).status == 201)
        #expect(try await client.send("PUT", maps + "/none", Sample.configMap("none", [:])).status == 404)
    }

    @Test func anUpdateThatIsMeantForAnotherObjectMakesNone() async throws {
        let client = SandboxClient()
        let path = "/api/v1/namespaces/default/services/web"
        var service: JSONValue = [
            "metadata": ["name": "web", "uid": "u-1"], "spec": ["ports": [["port": 80]]],
        ]
        let refused = try await client.send("PUT", path, service)
        #expect(refused.status == 409)
        #expect(
            refused.body["message"]
                == .string(
                    "Operation cannot be fulfilled on services \"web\": StorageError: invalid object, Code: 4, Key: "
                        + "/registry/services/specs/default/web, ResourceVersion: 0, AdditionalErrorMsg: "
                        + "Precondition failed: UID in precondition: u-1, UID in object meta: "
                )
        )
        service["metadata"] = ["name": "web", "resourceVersion": "7"]
        let made = try await client.send("PUT", path, service)
        #expect(made.status == 201)
        #expect(made.body[path: "metadata", "resourceVersion"] != "7")
        service["metadata"] = [:]
        let nameless = try await client.send("PUT", "/api/v1/namespaces/default/services/other", service)
        #expect(
            nameless.body["message"]
                == "the name of the object (other based on URL) was undeterminable: name must be provided"
        )
    }

    @Test func aDefinitionIsUpdatedByThoseWhoHaveSeenIt() async throws {
        let client = SandboxClient()
        let path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
        let names: JSONValue = ["plural": "widgets", "singular": "widget", "kind": "Widget"]
        let schema: JSONValue = ["openAPIV3Schema": ["type": "object"]]
        let definition: JSONValue = [
            "metadata": ["name": "widgets.example.com"],
            "spec": [
                "group": "example.com", "scope": "Namespaced", "names": names,
                "versions": [["name": "v1", "served": true, "storage": true, "schema": schema]],
            ],
        ]
        let made = try await client.send("POST", path, definition)
        #expect(made.status == 201)
        #expect(try await client.send("PUT", path + "/widgets.example.com", definition).status == 422)
        #expect(try await client.send("PUT", path + "/widgets.example.com", made.body).status == 200)
    }

    @Test func aBudgetIsUpdatedByThoseWhoHaveSeenIt() async throws {
        let client = SandboxClient()
        let budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets"
        let budget: JSONValue = ["metadata": ["name": "web"], "spec": ["maxUnavailable": 1]]
        let made = try await client.send("POST", budgets, budget)
        #expect(try await client.send("PUT", budgets + "/web", budget).status == 422)
        #expect(try await client.send("PUT", budgets + "/web", made.body).status == 200)
    }

    @Test func fieldValidationRefusesWarnsOrIsSilent() async throws {
        let client = SandboxClient()
        var body = Sample.deployment()
        body["spec"]?["replica"] = 3
        let strict = try await client.send("POST", Sample.deployments + "?fieldValidation=Strict", body)
        #expect(strict.status == 400)
        #expect(
            strict.body["message"]?.string?.hasSuffix("strict decoding error: unknown field \"spec.replica\"")
                == true
        )
        let warned = try await client.send("POST", Sample.deployments + "?dryRun=All", body)
        #expect(warned.status == 201)
        let name = try #require(HTTPField.Name("Warning"))
        #expect(warned.headers[name] == "299 - \"unknown field \\\"spec.replica\\\"\"")
        let silent = try await client.send("POST", Sample.deployments + "?fieldValidation=Ignore", body)
        #expect(silent.headers[name] == nil)
    }

    @Test func refusesToChangeASelector() async throws {
        let client = SandboxClient()
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment())
        let patch: JSONValue = [
            "spec": [
                "selector": ["matchLabels": ["app": "x"]], "template": ["metadata": ["labels": ["app": "x"]]],
            ]
        ]
        let answer = try await client.send(
            "PATCH",
            Sample.deployments + "/web",
            patch,
            type: "application/merge-patch+json"
        )
        #expect(answer.status == 422)
        #expect(answer.body[path: "details", "causes"]?.array?.first?["field"] == "spec.selector")
        #expect(answer.body["message"]?.string?.hasSuffix("field is immutable") == true)
    }

    @Test(
        arguments: [
            (#"{"spec":{"replicas":"x"}}"#, "map[spec:map[replicas:x]]", "unrecognized type: int32"),
            (
                #"{"metadata":{"labels":{"a":1}}}"#, "map[metadata:map[labels:map[a:1]]]",
                "cannot convert int64 to string"
            ),
            (
                #"{"spec":{"template":[1,null]}}"#, "map[spec:map[template:[1 <nil>]]]",
                "cannot restore struct from: slice"
            ),
        ]
    )
    func aStrategicPatchOfTheWrongTypeIsShownAsAServerShowsIt(patch: String, shown: String, reason: String)
        async throws
    {
        let client = SandboxClient()
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment())
        let answer = try await client.send(
            "PATCH",
            Sample.deployments + "/web",
            text: patch,
            type: "application/strategic-merge-patch+json"
        )
        #expect(answer.status == 422)
        #expect(
            answer.body[path: "details", "causes"]?.array?.first?["message"]
                == .string("Invalid value: \"\(shown)\": \(reason)")
        )
    }

    @Test(
        arguments: [
            ("kubernetes.io/tls", ["tls.crt"], ["data[tls.key]"]),
            ("kubernetes.io/basic-auth", [], ["data[username]", "data[password]"]),
            ("kubernetes.io/basic-auth", ["password"], []),
            ("example.com/own", [], []),
        ]
    )
    func aSecretHoldsWhatItsTypePromises(type: String, keys: [String], missing: [String]) async throws {
        let secret: JSONValue = [
            "metadata": ["name": "s"], "type": .string(type),
            "stringData": .object(JSONObject(keys.map { ($0, "x") })),
        ]
        let answer = try await SandboxClient().send("POST", "/api/v1/namespaces/default/secrets", secret)
        #expect(answer.status == (missing.isEmpty ? 201 : 422))
        let causes = answer.body[path: "details", "causes"]?.array ?? []
        #expect(causes.compactMap { $0["field"]?.string } == missing)
    }

    @Test func aCustomKindIsNotTakenForTheOneOfTheSameName() async throws {
        let client = SandboxClient()
        let definition: JSONValue = [
            "metadata": ["name": "services.serving.example.com"],
            "spec": [
                "group": "serving.example.com", "scope": "Namespaced",
                "names": ["kind": "Service", "plural": "services"],
                "versions": [
                    [
                        "name": "v1", "served": true, "storage": true,
                        "schema": ["openAPIV3Schema": ["type": "object"]],
                    ]
                ],
            ],
        ]
        _ = try await client.send(
            "POST",
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            definition
        )
        await client.server.advance(by: .seconds(1))
        let made = try await client.send(
            "POST",
            "/apis/serving.example.com/v1/namespaces/default/services",
            ["apiVersion": "serving.example.com/v1", "kind": "Service", "metadata": ["name": "1.web"]]
        )
        #expect(made.status == 201, "\(made.text)")
        #expect(made.body[path: "spec", "clusterIP"] == nil)
        #expect(made.body["status"] == nil)
    }

    @Test func aPodWithoutItsAccountIsRefusedByTheBeginningOfItsName() async throws {
        let client = SandboxClient()
        var deployment = Sample.deployment()
        deployment["spec"]?["template"]?["spec"]?["serviceAccountName"] = "nobody"
        _ = try await client.apply(Sample.deployments + "/web", deployment)
        await client.server.advance(by: .seconds(5))
        let events = try await client.get("/api/v1/namespaces/default/events")["items"]?.array ?? []
        let refusals = events.filter { $0["reason"] == "FailedCreate" }
        #expect(refusals.count == 1)
        let message = refusals.first?["message"]?.string ?? ""
        #expect(message.contains(/pods "web-[a-z0-9]+-" is forbidden: error looking up service account/))
        #expect((refusals.first?["count"]?.integer ?? 0) > 1)
    }

    @Test func patchesJSON() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", maps, Sample.configMap("c", ["a": "1"]))
        let failed = try await client.send(
            "PATCH",
            maps + "/c",
            [
                ["op": "add", "path": "/data/x", "value": "1"],
                ["op": "test", "path": "/data/a", "value": "no"],
            ],
            type: "application/json-patch+json"
        )
        #expect(failed.status == 422)
        #expect(failed.body["message"] == "the server rejected our request due to an error in our request")
        let done = try await client.send(
            "PATCH",
            maps + "/c",
            [["op": "replace", "path": "/data/none", "value": "1"], ["op": "remove", "path": "/data/a"]],
            type: "application/json-patch+json"
        )
        #expect(done.body["data"] == ["none": "1"])
    }

    @Test func strategicMergePutsANewContainerFirst() async throws {
        let client = SandboxClient()
        let web = Sample.deployments + "/web"
        _ = try await client.apply(web, Sample.deployment())
        func containers(_ patch: JSONValue) async throws -> [String] {
            let body: JSONValue = ["spec": ["template": ["spec": patch]]]
            let answer = try await client.send(
                "PATCH",
                web,
                body,
                type: "application/strategic-merge-patch+json"
            )
            let list = answer.body[path: "spec", "template", "spec", "containers"]?.array ?? []
            return list.compactMap { $0["name"]?.string }
        }
        #expect(try await containers(["containers": [["name": "new", "image": "new:1"]]]) == ["new", "web"])
        #expect(
            try await containers(["$setElementOrder/containers": [["name": "web"], ["name": "new"]]])
                == ["web", "new"]
        )
        #expect(try await containers(["containers": [["name": "new", "$patch": "delete"]]]) == ["web"])
    }

    @Test func finalizersHoldAnObjectUntilTheyAreGone() async throws {
        let client = SandboxClient()
        var map = Sample.configMap("held", [:])
        map["metadata"]?["finalizers"] = ["example.com/a"]
        _ = try await client.send("POST", maps, map)
        let held = try await client.send("DELETE", maps + "/held")
        #expect(held.body[path: "metadata", "deletionTimestamp"] != nil)
        let freed = try await client.send(
            "PATCH",
            maps + "/held",
            ["metadata": ["finalizers": .null]],
            type: "application/merge-patch+json"
        )
        #expect(freed.status == 200)
        #expect(try await client.send("GET", maps + "/held").status == 404)
    }

    @Test func deletesOnlyWhatWasMeant() async throws {
        let client = SandboxClient()
        let made = try await client.send("POST", maps, Sample.configMap("one", [:]))
        let wrong = try await client.send("DELETE", maps + "/one", ["preconditions": ["uid": "other"]])
        #expect(wrong.status == 409)
        #expect(wrong.body[path: "details", "kind"] == "ConfigMap")
        let uid = made.body[path: "metadata", "uid"] ?? ""
        let right = try await client.send("DELETE", maps + "/one", ["preconditions": ["uid": uid]])
        #expect(right.body["status"] == "Success")
        #expect(right.body[path: "details", "uid"] == uid)
    }

    @Test func aNamespaceTakesItsContentAlong() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", "/api/v1/namespaces", ["metadata": ["name": "shop"]])
        await client.server.advance(by: .seconds(1))
        _ = try await client.send("POST", "/api/v1/namespaces/shop/configmaps", Sample.configMap("c", [:]))
        let marked = try await client.send("DELETE", "/api/v1/namespaces/shop")
        #expect(marked.body[path: "status", "phase"] == "Terminating")
        let refused = try await client.send(
            "POST",
            "/api/v1/namespaces/shop/configmaps",
            Sample.configMap("d", [:])
        )
        #expect(refused.status == 403)
        #expect(refused.body[path: "details", "causes"]?.array?.first?["reason"] == "NamespaceTerminating")
        await client.server.advance(by: .seconds(5))
        #expect(try await client.send("GET", "/api/v1/namespaces/shop").status == 404)
    }

    @Test func aQuotaStopsPodsAndTheDeploymentSaysSo() async throws {
        let client = SandboxClient()
        let quota: JSONValue = ["metadata": ["name": "pods"], "spec": ["hard": ["pods": "1"]]]
        _ = try await client.send("POST", "/api/v1/namespaces/default/resourcequotas", quota)
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment(replicas: 3))
        await client.server.advance(by: .seconds(3))
        let conditions =
            try await client.get(Sample.deployments + "/web")[path: "status", "conditions"]?.array ?? []
        let failure = conditions.first { $0["type"] == "ReplicaFailure" }
        #expect(failure?["reason"] == "FailedCreate")
        #expect(
            failure?["message"]?.string?.hasSuffix(
                "is forbidden: exceeded quota: pods, requested: pods=1, used: pods=1, limited: pods=1"
            ) == true
        )
    }
}
