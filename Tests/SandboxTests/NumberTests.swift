// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// Numbers that a client can send and that a server cannot hold, count with or wait for.
@Suite struct NumberTests {
    private let web = Sample.deployments + "/web"

    private func deployment(_ spec: JSONObject) -> JSONValue {
        var deployment = Sample.deployment()
        for member in spec { deployment["spec"]?[member.key] = member.value }
        return deployment
    }

    /// A server that has trapped would not answer.
    private func lives(_ client: SandboxClient) async throws -> Bool {
        await client.server.advance(by: .seconds(120))
        return try await client.send("GET", "/version").status == 200
    }

    @Test(
        arguments: [
            (["revisionHistoryLimit": .integer(-1)], "spec.revisionHistoryLimit"),
            (["minReadySeconds": .integer(-1)], "spec.minReadySeconds"),
            (["progressDeadlineSeconds": 5, "minReadySeconds": 5], "spec.progressDeadlineSeconds"),
            (
                ["strategy": ["rollingUpdate": ["maxSurge": .integer(-1)]]],
                "spec.strategy.rollingUpdate.maxSurge"
            ),
        ] as [(JSONObject, String)]
    )
    func aDeploymentCountsNothingBelowZero(spec: JSONObject, field: String) async throws {
        let client = SandboxClient()
        let refused = try await client.send("POST", Sample.deployments, deployment(spec))
        #expect(refused.status == 422)
        let causes = refused.body[path: "details", "causes"]?.array ?? []
        #expect(causes.map { $0["field"] } == [.string(field)])
    }

    @Test func aCronJobKeepsNoNegativeNumberOfJobs() async throws {
        let client = SandboxClient()
        var cron = self.cron
        cron["spec"]?["successfulJobsHistoryLimit"] = .integer(-1)
        let refused = try await client.send("POST", "/apis/batch/v1/namespaces/default/cronjobs", cron)
        #expect(refused.status == 422)
        let cause = refused.body[path: "details", "causes"]?.array?.first
        #expect(cause?["field"] == "spec.successfulJobsHistoryLimit")
    }

    @Test(arguments: ["1.5", "3.0", "3000000000", "9223372036854775807", "99999999999999999999"])
    func aNumberOfReplicasIsWholeAndOf32Bits(number: String) async throws {
        let client = SandboxClient()
        var text = Sample.deployment().text()
        text = text.replacing("\"replicas\":2", with: "\"replicas\":\(number)")
        let refused = try await client.send("POST", Sample.deployments, text: text)
        #expect(refused.status == 400)
        #expect(
            refused.body["message"]
                == .string(
                    "Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal number "
                        + "\(number) into Go struct field DeploymentSpec.spec.replicas of type int32"
                )
        )
    }

    @Test func anAppliedNumberIsConvertedWhereThatLosesNothing() async throws {
        let client = SandboxClient()
        func apply(_ number: String) async throws -> SandboxClient.Answer {
            let text = Sample.deployment().text()
                .replacing("\"replicas\":2", with: "\"replicas\":\(number)")
            let type = "application/apply-patch+yaml"
            return try await client.send("PATCH", web + "?fieldManager=x", text: text, type: type)
        }
        #expect(try await apply("3.0").body[path: "spec", "replicas"] == 3)
        let refused = try await apply("1.5")
        #expect(refused.status == 500)
        #expect(
            refused.body["message"]
                == .string(
                    "failed to convert new object (default/web; apps/v1, Kind=Deployment) to proper version: unable to "
                        + "convert unstructured object to apps/v1, Kind=Deployment: cannot convert float64 to int32"
                )
        )
    }

    @Test func aSurgeBeyond32BitsIsRefused() async throws {
        let client = SandboxClient()
        let strategy: JSONValue = ["rollingUpdate": ["maxSurge": 9_223_372_036_854_775_807]]
        let refused = try await client.send("POST", Sample.deployments, deployment(["strategy": strategy]))
        #expect(refused.status == 400)
        #expect(try await lives(client))
    }

    @Test(arguments: [
        (#"{"spec":{"replicas":"5"}}"#, 400), (#"{"spec":{"replicas":1.5}}"#, 400),
        (#"{"spec":{"replicas":3000000000}}"#, 400), (#"{"spec":{"replicas":3}}"#, 200),
    ])
    func aScaleIsAWholeNumber(patch: String, status: Int) async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment())
        let type = "application/merge-patch+json"
        #expect(try await client.send("PATCH", web + "/scale", text: patch, type: type).status == status)
        let replicas = try await client.get(web)[path: "spec", "replicas"]
        #expect(replicas == (status == 200 ? 3 : 2))
    }

    @Test func aScaleHasTheOptionsOfEveryWrite() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment())
        let scale: JSONValue = ["apiVersion": "autoscaling/v1", "kind": "Scale", "spec": ["replicas": 9]]
        let type = "application/apply-patch+yaml"
        #expect(try await client.send("PATCH", web + "/scale", scale, type: type).status == 422)
        #expect(try await client.send("PUT", web + "/scale?dryRun=Some", scale).status == 422)
        #expect(try await client.get(web)[path: "spec", "replicas"] == 2)
    }

    @Test func aRevisionWithoutANextOneIsNotCountedOn() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment())
        await client.server.advance(by: .seconds(5))
        let sets = "/apis/apps/v1/namespaces/default/replicasets"
        let set = try await client.get(sets)["items"]?.array?.first?[path: "metadata", "name"]?.string ?? ""
        let last = JSONValue.string(String(Int64.max))
        let patch: JSONValue = ["metadata": ["annotations": ["deployment.kubernetes.io/revision": last]]]
        _ = try await client.send("PATCH", "\(sets)/\(set)", patch, type: "application/merge-patch+json")
        _ = try await client.apply(web, Sample.deployment(image: "registry.example.com/web:2.0"))
        #expect(try await lives(client))
        #expect(try await client.get(web)[path: "status", "updatedReplicas"] == 2)
    }

    @Test(arguments: ["99999999999999999999999999h", String(repeating: "9", count: 400) + "s", "2562048h"])
    func aTimeoutThatNobodyCanWaitForIsRefused(timeout: String) async throws {
        let answer = try await SandboxClient().send("GET", "/api/v1/nodes?timeout=\(timeout)")
        #expect(answer.status == 400)
        #expect(answer.body["message"]?.string?.hasPrefix("invalid timeout specified") == true)
    }

    private var cron: JSONValue {
        [
            "metadata": ["name": "often"],
            "spec": [
                "schedule": "* * * * *",
                "jobTemplate": [
                    "spec": [
                        "template": [
                            "spec": [
                                "restartPolicy": "Never",
                                "containers": [["name": "often", "image": "often:1"]],
                            ]
                        ]
                    ]
                ],
            ],
        ]
    }

    @Test(.timeLimit(.minutes(1)))
    func aScheduleThatWasMissedForCenturiesIsMadeUpForOnce() async throws {
        let client = SandboxClient()
        let path = "/apis/batch/v1/namespaces/default/cronjobs"
        _ = try await client.send("POST", path, cron)
        let old: JSONValue = ["status": ["lastScheduleTime": "0001-01-01T00:00:00Z"]]
        let type = "application/merge-patch+json"
        #expect(try await client.send("PATCH", path + "/often/status", old, type: type).status == 200)
        await client.server.advance(by: .seconds(1))
        #expect(try await client.get("/apis/batch/v1/namespaces/default/jobs")["items"]?.array?.count == 1)
        let last = try await client.get(path + "/often")[path: "status", "lastScheduleTime"]
        #expect(last == "2027-01-15T08:00:00Z")
    }

    private func statefulSet(_ spec: JSONObject) -> JSONValue {
        var set = Sample.deployment()
        set["kind"] = "StatefulSet"
        set["spec"]?["serviceName"] = "web"
        for member in spec { set["spec"]?[member.key] = member.value }
        return set
    }

    @Test func aStatefulSetTakesAnyLimitOfRevisions() async throws {
        let client = SandboxClient()
        let sets = "/apis/apps/v1/namespaces/default/statefulsets"
        let made = try await client.send("POST", sets, statefulSet(["revisionHistoryLimit": .integer(-1)]))
        #expect(made.status == 201)
        #expect(try await lives(client))
    }

    @Test func aFloodOfOrderedPodsComesInBursts() async throws {
        let client = SandboxClient()
        let set = statefulSet(["replicas": 700, "podManagementPolicy": "Parallel"])
        _ = try await client.send("POST", "/apis/apps/v1/namespaces/default/statefulsets", set)
        await client.server.advance(by: .milliseconds(6))
        let first = try await client.get("/api/v1/namespaces/default/pods?limit=1")
        #expect(first[path: "metadata", "remainingItemCount"] == 499)
        await client.server.advance(by: .seconds(5))
        let rest = try await client.get("/api/v1/namespaces/default/pods?limit=1")
        #expect(rest[path: "metadata", "remainingItemCount"] == 699)
    }

    @Test func aFloodOfPodsComesInBursts() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(replicas: 700))
        await client.server.advance(by: .milliseconds(12))
        let first = try await client.get("/api/v1/namespaces/default/pods?limit=1")
        #expect(first[path: "metadata", "remainingItemCount"] == 499)
        await client.server.advance(by: .seconds(5))
        let rest = try await client.get("/api/v1/namespaces/default/pods?limit=1")
        #expect(rest[path: "metadata", "remainingItemCount"] == 699)
    }
}
