// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// Deletions that come upon each other, and those that only try.
@Suite struct DeletionTests {
    private let web = Sample.deployments + "/web"
    private let pods = "/api/v1/namespaces/default/pods"

    private func running() async throws -> SandboxClient {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(replicas: 1))
        await client.server.advance(by: .seconds(5))
        return client
    }

    private func pod(_ client: SandboxClient) async throws -> JSONValue {
        try await client.get(pods)["items"]?.array?.first ?? [:]
    }

    private func finalizers(_ object: JSONValue) -> JSONValue? { object[path: "metadata", "finalizers"] }

    @Test func aSecondDeletionSaysAnewWhatHappensToDependents() async throws {
        let client = try await running()
        let first = try await client.send("DELETE", web, ["propagationPolicy": "Foreground"])
        #expect(finalizers(first.body) == ["foregroundDeletion"])
        let silent = try await client.send("DELETE", web)
        #expect(silent.body == first.body)
        let second = try await client.send("DELETE", web, ["propagationPolicy": "Orphan"])
        #expect(finalizers(second.body) == ["orphan"])
        #expect(
            second.body[path: "metadata", "generation"] == first.body[path: "metadata", "generation"]
        )
        let last = try await client.send("DELETE", web, ["propagationPolicy": "Background"])
        #expect(last.body["status"] == "Success")
        #expect(try await client.send("GET", web).status == 404)
    }

    @Test func aPodThatIsGoingCanOnlyBeHurried() async throws {
        let client = try await running()
        let path = pods + "/" + (try await pod(client)[path: "metadata", "name"]?.string ?? "")
        let held: JSONValue = ["metadata": ["finalizers": ["example.com/held"]]]
        _ = try await client.send("PATCH", path, held, type: "application/merge-patch+json")
        let first = try await client.send("DELETE", path, ["gracePeriodSeconds": 60])
        #expect(first.body[path: "metadata", "deletionGracePeriodSeconds"] == 60)
        // Without a period of its own, and with a longer one, a deletion changes nothing.
        #expect(try await client.send("DELETE", path).body == first.body)
        #expect(try await client.send("DELETE", path, ["gracePeriodSeconds": 90]).body == first.body)
        let hurried = try await client.send("DELETE", path, ["gracePeriodSeconds": 10])
        #expect(hurried.body[path: "metadata", "deletionGracePeriodSeconds"] == 10)
        #expect(
            hurried.body[path: "metadata", "generation"] == first.body[path: "metadata", "generation"]
        )
    }

    @Test func aStoppedPodWaitsForItsFinalizers() async throws {
        let client = try await running()
        let path = pods + "/" + (try await pod(client)[path: "metadata", "name"]?.string ?? "")
        let held: JSONValue = ["metadata": ["finalizers": ["example.com/held"]]]
        _ = try await client.send("PATCH", path, held, type: "application/merge-patch+json")
        _ = try await client.send("DELETE", path)
        await client.server.advance(by: .seconds(60))
        let waiting = try await client.send("GET", path)
        #expect(waiting.status == 200)
        #expect(waiting.body[path: "metadata", "deletionGracePeriodSeconds"] == 0)
        #expect(waiting.body[path: "status", "phase"] == "Succeeded")
        let status = waiting.body["status"]
        #expect(status?["containerStatuses"]?.array?.first?[path: "state", "terminated", "exitCode"] == 0)
        let ready = status?["conditions"]?.array?.first { $0["type"] == "Ready" }
        #expect(ready?["status"] == "False")
        let free: JSONValue = ["metadata": ["finalizers": .null]]
        _ = try await client.send("PATCH", path, free, type: "application/merge-patch+json")
        #expect(try await client.send("GET", path).status == 404)
    }

    @Test func aStoppedPodThatIsHeldDoesNotHoldUpItsDeployment() async throws {
        let client = SandboxClient()
        var deployment = Sample.deployment(replicas: 1)
        deployment["spec"]?["strategy"] = ["type": "Recreate"]
        _ = try await client.apply(web, deployment)
        await client.server.advance(by: .seconds(5))
        let path = pods + "/" + (try await pod(client)[path: "metadata", "name"]?.string ?? "")
        let held: JSONValue = ["metadata": ["finalizers": ["example.com/held"]]]
        _ = try await client.send("PATCH", path, held, type: "application/merge-patch+json")
        deployment["spec"]?["template"]?["metadata"]?["annotations"] = ["version": "2"]
        _ = try await client.apply(web, deployment)
        await client.server.advance(by: .seconds(60))
        #expect(try await client.send("GET", path).status == 200)
        #expect(try await client.get(web)[path: "status", "updatedReplicas"] == 1)
    }

    @Test func finalizersThatAreThereAlreadyStayInTheirOrder() async throws {
        let client = SandboxClient()
        let maps = "/api/v1/namespaces/default/configmaps"
        var map = Sample.configMap("held", [:])
        map["metadata"]?["finalizers"] = ["foregroundDeletion", "example.com/held"]
        _ = try await client.send("POST", maps, map)
        let first = try await client.send("DELETE", maps + "/held", ["propagationPolicy": "Foreground"])
        #expect(finalizers(first.body) == ["foregroundDeletion", "example.com/held"])
        let second = try await client.send("DELETE", maps + "/held", ["propagationPolicy": "Foreground"])
        #expect(second.body == first.body)
    }

    @Test(
        arguments: [
            (["dryRun": "All"], "string into Go struct field DeleteOptions.dryRun of type []string"),
            (["dryRun": [true]], "bool into Go struct field DeleteOptions.dryRun of type string"),
            (
                ["gracePeriodSeconds": "60"],
                "string into Go struct field DeleteOptions.gracePeriodSeconds of type int64"
            ),
            (
                ["preconditions": ["uid": 1]],
                "number into Go struct field Preconditions.preconditions.uid of type types.UID"
            ),
        ] as [(JSONValue, String)]
    )
    func optionsOfTheWrongTypeDeleteNothing(options: JSONValue, misfit: String) async throws {
        let client = try await running()
        let refused = try await client.send("DELETE", web, options)
        #expect(refused.status == 400)
        #expect(refused.body["message"] == .string("json: cannot unmarshal " + misfit))
        #expect(try await client.get(web)[path: "metadata", "deletionTimestamp"] == nil)
    }

    @Test(arguments: ["?dryRun=Some", "?dryRun=All&dryRun=Some"])
    func aDeletionThatTriesInAnUnknownWayIsRefused(query: String) async throws {
        let client = try await running()
        let refused = try await client.send("DELETE", web + query)
        #expect(refused.status == 422)
        #expect(refused.body[path: "details", "kind"] == "DeleteOptions")
        #expect(try await client.send("DELETE", web, ["dryRun": ["Some"]]).status == 422)
        #expect(try await client.send("GET", web).status == 200)
    }

    @Test func anEvictionThatOnlyTriesSpendsNoDisruption() async throws {
        let client = try await running()
        let budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets"
        let budget: JSONValue = [
            "metadata": ["name": "web"],
            "spec": ["maxUnavailable": 1, "selector": ["matchLabels": ["app": "web"]]],
        ]
        _ = try await client.send("POST", budgets, budget)
        await client.server.advance(by: .seconds(1))
        let name = try await pod(client)[path: "metadata", "name"]?.string ?? ""
        let eviction: JSONValue = [
            "apiVersion": "policy/v1", "kind": "Eviction", "metadata": ["name": .string(name)],
        ]
        let tried = try await client.send("POST", "\(pods)/\(name)/eviction?dryRun=All", eviction)
        #expect(tried.status == 201)
        #expect(try await client.get(budgets + "/web")[path: "status", "disruptionsAllowed"] == 1)
    }

    @Test func jobsDeletedTogetherLeaveTheirPodsAsOneAloneDoes() async throws {
        let client = SandboxClient()
        let jobs = "/apis/batch/v1/namespaces/default/jobs"
        let job: JSONValue = [
            "metadata": ["name": "once"],
            "spec": [
                "template": [
                    "spec": ["restartPolicy": "Never", "containers": [["name": "once", "image": "once:1"]]]
                ]
            ],
        ]
        _ = try await client.send("POST", jobs, job)
        await client.server.advance(by: .seconds(5))
        _ = try await client.send("DELETE", jobs)
        await client.server.advance(by: .seconds(5))
        #expect(try await client.get(jobs)["items"] == [])
        #expect(try await client.get(pods)["items"]?.array?.count == 1)
    }

    @Test(
        arguments: [
            ("[]", "array"), ("\"x\"", "string"), ("1", "number"), ("true", "bool"),
        ]
    )
    func aBodyThatIsNoObjectIsRefused(body: String, kind: String) async throws {
        let client = SandboxClient()
        let maps = "/api/v1/namespaces/default/configmaps"
        _ = try await client.send("POST", maps, Sample.configMap("a", [:]))
        for path in [maps + "/a", maps] {
            let answer = try await client.send("DELETE", path, text: body)
            #expect(answer.status == 400)
            let message = answer.body["message"]?.string ?? ""
            #expect(
                message.contains("json: cannot unmarshal \(kind) into Go value of type struct"),
                "\(message)"
            )
        }
        #expect(try await client.send("GET", maps + "/a").status == 200)
        #expect(try await client.send("DELETE", maps + "/a", text: "null").status == 200)
    }

    @Test func aPodThatGoesAtOnceIsAnsweredAndSeenToGo() async throws {
        let client = try await running()
        let path = pods + "/" + (try await pod(client)[path: "metadata", "name"]?.string ?? "")
        let revision = await client.server.revision
        let watch = try await client.watch(pods + "?watch=true&resourceVersion=\(revision)")
        let tried = try await client.send("DELETE", path, ["gracePeriodSeconds": 0, "dryRun": ["All"]])
        let gone = try await client.send("DELETE", path, ["gracePeriodSeconds": 0])
        for answer in [tried, gone] {
            #expect(answer.body["kind"] == "Pod")
            #expect(answer.body[path: "metadata", "generation"] == 2)
            #expect(answer.body[path: "metadata", "deletionGracePeriodSeconds"] == 0)
            #expect(answer.body[path: "metadata", "deletionTimestamp"] != nil)
        }
        let events = try await client.events(2, of: watch)
        #expect(events.map { $0["type"] } == ["MODIFIED", "DELETED"])
        #expect(events[0][path: "object", "metadata", "deletionGracePeriodSeconds"] == 0)
        #expect(events[1]["object"] == gone.body)
    }

    /// What nobody schedules has nothing to wait for either.
    @Test func aPodOfAnotherSchedulerWaitsUntilItIsBound() async throws {
        let client = SandboxClient()
        let body: JSONValue = [
            "metadata": ["name": "p"],
            "spec": [
                "schedulerName": "elsewhere",
                "containers": [["name": "c", "image": "registry.example.com/c:1"]],
            ],
        ]
        _ = try await client.send("POST", pods, body)
        await client.server.advance(by: .seconds(30))
        let waiting = try await client.get(pods + "/p")
        #expect(waiting[path: "status", "phase"] == "Pending")
        #expect(waiting[path: "spec", "nodeName"] == nil)
        #expect(waiting[path: "status", "conditions"] == nil)
        // By nothing else than a binding.
        let patch: JSONValue = ["spec": ["nodeName": "sandbox-1"]]
        let patched = try await client.send("PATCH", pods + "/p", patch, type: "application/merge-patch+json")
        #expect(patched.status == 422)
        let binding: JSONValue = [
            "metadata": ["name": "p"], "target": ["kind": "Node", "name": "sandbox-1"],
        ]
        #expect(try await client.send("POST", pods + "/p/binding", binding).status == 201)
        await client.server.advance(by: .seconds(5))
        let bound = try await client.get(pods + "/p")
        #expect(bound[path: "status", "phase"] == "Running")
        #expect(bound[path: "spec", "nodeName"] == "sandbox-1")
        #expect(try await client.send("POST", pods + "/p/binding", binding).status == 409)
        _ = try await client.send("POST", pods, body.renamed("q"))
        let gone = try await client.send("DELETE", pods + "/q")
        #expect(gone.body["kind"] == "Pod")
        #expect(try await client.send("GET", pods + "/q").status == 404)
    }

    /// Some kinds are answered with what was deleted, others with a Status.
    @Test(
        arguments: [
            ("/api/v1/namespaces/default/serviceaccounts", "ServiceAccount", [:]),
            ("/api/v1/namespaces/default/resourcequotas", "ResourceQuota", [:]),
            (
                "/api/v1/namespaces/default/persistentvolumeclaims", "PersistentVolumeClaim",
                ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]
            ),
            ("/api/v1/namespaces/default/services", "Service", ["ports": [["port": 80]]]),
            ("/api/v1/namespaces/default/configmaps", "Status", nil),
            ("/api/v1/namespaces/default/secrets", "Status", nil),
        ] as [(String, String, JSONValue?)]
    )
    func aDeletionAnswersWithTheObjectOrAStatus(path: String, kind: String, spec: JSONValue?) async throws {
        let client = SandboxClient()
        var body: JSONValue = ["metadata": ["name": "x"]]
        if let spec, spec != [:] { body["spec"] = spec }
        let made = try await client.send("POST", path, body)
        #expect(made.status == 201, "\(made.text)")
        let answer = try await client.send("DELETE", path + "/x")
        #expect(answer.status == 200)
        #expect(answer.body["kind"]?.string == kind)
        let uid =
            kind == "Status" ? answer.body[path: "details", "uid"] : answer.body[path: "metadata", "uid"]
        #expect(uid == made.body[path: "metadata", "uid"])
    }
}

extension JSONValue {
    /// The same object under another name.
    fileprivate func renamed(_ name: String) -> JSONValue {
        var other = self
        other["metadata"]?["name"] = .string(name)
        return other
    }
}
