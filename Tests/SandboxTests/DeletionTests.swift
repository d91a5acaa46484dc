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
}
