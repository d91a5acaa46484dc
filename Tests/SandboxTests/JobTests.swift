// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

@Suite struct JobTests {
    private let once = "/apis/batch/v1/namespaces/default/jobs/once"
    private let pods = "/api/v1/namespaces/default/pods"
    private let merge = "application/merge-patch+json"

    /// Begins a Job whose containers run for so long and then end so.
    private func start(
        _ spec: JSONValue,
        exitCode: Int = 0,
        runFor: String = "100ms",
        restarts: String = "Never",
        in client: SandboxClient
    ) async throws {
        var spec = spec
        spec["template"] = [
            "metadata": [
                "annotations": [
                    "sandbox.msctl.dev/exit-code": .string(String(exitCode)),
                    "sandbox.msctl.dev/run-for": .string(runFor),
                ]
            ],
            "spec": ["restartPolicy": .string(restarts), "containers": [["name": "main", "image": "j:1"]]],
        ]
        let job: JSONValue = [
            "apiVersion": "batch/v1", "kind": "Job", "metadata": ["name": "once"], "spec": spec,
        ]
        let made = try await client.apply(once, job)
        #expect(made.status == 201, "\(made.text)")
    }

    private func list(_ client: SandboxClient) async throws -> [JSONValue] {
        try await client.get(pods)["items"]?.array ?? []
    }

    private func condition(_ client: SandboxClient, _ type: String) async throws -> JSONValue? {
        let conditions = try await client.get(once)[path: "status", "conditions"]?.array ?? []
        return conditions.first { $0["type"]?.string == type }
    }

    /// Writes how the first pod has ended, as a kubelet would.
    private func endAPod(_ status: JSONValue, in client: SandboxClient) async throws {
        let name = try await list(client).first?[path: "metadata", "name"]?.string ?? ""
        let answer = try await client.send("PATCH", "\(pods)/\(name)/status", ["status": status], type: merge)
        #expect(answer.status == 200, "\(answer.text)")
        await client.server.advance(by: .seconds(3))
    }

    private func policy(_ action: String, _ sign: String, _ code: Int64) -> JSONValue {
        let codes: JSONValue = ["operator": .string(sign), "values": [.integer(code)]]
        return ["rules": [["action": .string(action), "onExitCodes": codes]]]
    }

    @Test func anExitCodeThatFailsTheJobEndsItAtOnce() async throws {
        let client = SandboxClient()
        try await start(["podFailurePolicy": policy("FailJob", "In", 42)], exitCode: 42, in: client)
        await client.server.advance(by: .seconds(10))
        let pod = try await list(client)
        #expect(pod.count == 1)
        let failed = try await condition(client, "Failed")
        #expect(failed?["reason"] == "PodFailurePolicy")
        let name = pod.first?[path: "metadata", "name"]?.string ?? ""
        let cause = "Container main for pod default/\(name) failed with exit code 42"
        #expect(failed?["message"] == .string(cause + " matching FailJob rule at index 0"))
    }

    @Test(arguments: [("In", 42, true), ("In", 1, false), ("NotIn", 42, false), ("NotIn", 1, true)])
    func anIgnoredExitCodeDoesNotCount(sign: String, code: Int64, isIgnored: Bool) async throws {
        let client = SandboxClient()
        let rules = policy("Ignore", sign, code)
        try await start(["backoffLimit": 0, "podFailurePolicy": rules], exitCode: 42, in: client)
        await client.server.advance(by: .seconds(3))
        #expect((try await list(client).count > 1) == isIgnored)
        let reason = try await condition(client, "Failed")?["reason"]
        #expect(reason == (isIgnored ? nil : "BackoffLimitExceeded"))
        #expect(try await client.get(once)[path: "status", "failed"] == (isIgnored ? nil : 1))
    }

    @Test(arguments: [false, true])
    func aDisruptionMayBeIgnored(isIgnored: Bool) async throws {
        let client = SandboxClient()
        let patterns: JSONValue = [["type": "DisruptionTarget", "status": "True"]]
        let rules: JSONValue = ["rules": [["action": "Ignore", "onPodConditions": patterns]]]
        let spec: JSONValue = ["backoffLimit": 0, "podFailurePolicy": isIgnored ? rules : nil]
        try await start(spec, runFor: "60s", in: client)
        await client.server.advance(by: .seconds(3))
        try await endAPod(["phase": "Failed", "conditions": patterns], in: client)
        #expect(try await list(client).count == (isIgnored ? 2 : 1))
        #expect((try await condition(client, "Failed") == nil) == isIgnored)
    }

    @Test func startingAgainInThePodReachesTheLimitOneEarlier() async throws {
        var options = SandboxOptions()
        options.restartDelay = .seconds(1)
        let client = SandboxClient(options)
        try await start(["backoffLimit": 2], exitCode: 1, restarts: "OnFailure", in: client)
        // Back after 1 s, and again after 2 s; a third time would be after 4 s more.
        await client.server.advance(by: .seconds(3))
        #expect(try await condition(client, "Failed") == nil)
        await client.server.advance(by: .seconds(3))
        #expect(try await condition(client, "Failed")?["reason"] == "BackoffLimitExceeded")
    }

    @Test func afterTheFirstSuccessNoPodIsAddedWhereNoNumberIsGiven() async throws {
        let client = SandboxClient()
        try await start(["parallelism": 2], runFor: "30s", in: client)
        await client.server.advance(by: .seconds(3))
        try await endAPod(["phase": "Succeeded"], in: client)
        #expect(try await list(client).count == 2)
        #expect(try await client.get(once)[path: "status", "active"] == 1)
        #expect(try await condition(client, "Complete") == nil)
        await client.server.advance(by: .seconds(40))
        #expect(try await condition(client, "Complete")?["status"] == "True")
        #expect(try await list(client).count == 2)
    }

    @Test func lessParallelismTakesPodsAway() async throws {
        let client = SandboxClient()
        try await start(["parallelism": 3, "completions": 3], runFor: "60s", in: client)
        await client.server.advance(by: .seconds(3))
        _ = try await client.send("PATCH", once, ["spec": ["parallelism": 1]], type: merge)
        await client.server.advance(by: .seconds(3))
        #expect(try await list(client).count == 1)
        #expect(try await client.get(once)[path: "status", "active"] == 1)
    }

    @Test func anIndexedJobNumbersItsPods() async throws {
        let client = SandboxClient()
        let spec: JSONValue = ["completionMode": "Indexed", "completions": 4, "parallelism": 2]
        try await start(spec, runFor: "1s", in: client)
        await client.server.advance(by: .milliseconds(1800))
        #expect(try await client.get(once)[path: "status", "completedIndexes"] == "0,1")
        await client.server.advance(by: .seconds(5))
        let status = try await client.get(once)["status"]
        #expect(status?["completedIndexes"] == "0-3")
        #expect(status?["succeeded"] == 4)
        #expect(try await condition(client, "Complete") != nil)
        let made = try await list(client)
        let label = "batch.kubernetes.io/job-completion-index"
        #expect(made.map { $0[path: "metadata", "labels", label] } == ["0", "1", "2", "3"])
        #expect(made.map { $0[path: "metadata", "annotations", label] } == ["0", "1", "2", "3"])
        #expect(made.map { $0[path: "spec", "hostname"] } == ["once-0", "once-1", "once-2", "once-3"])
        #expect(made.first?[path: "metadata", "name"]?.string?.hasPrefix("once-0-") == true)
    }

    @Test func anIndexFailsByItsOwnLimit() async throws {
        let client = SandboxClient()
        let spec: JSONValue = [
            "completionMode": "Indexed", "completions": 2, "parallelism": 2, "backoffLimitPerIndex": 1,
        ]
        try await start(spec, exitCode: 1, in: client)
        await client.server.advance(by: .seconds(10))
        let status = try await client.get(once)["status"]
        #expect(status?["failedIndexes"] == "0,1")
        #expect(status?["completedIndexes"] == nil)
        #expect(try await condition(client, "Failed")?["reason"] == "FailedIndexes")
        let count = "batch.kubernetes.io/job-index-failure-count"
        let counts = try await list(client).compactMap { $0[path: "metadata", "annotations", count]?.string }
        #expect(counts.sorted() == ["0", "0", "1", "1"])
    }

    /// What came too late is not made up for.
    @Test(arguments: [nil, 10] as [Int64?])
    func aCronJobMakesUpForARunWithinItsDeadline(deadline: Int64?) async throws {
        let client = SandboxClient()
        let pod: JSONValue = [
            "metadata": ["annotations": ["sandbox.msctl.dev/run-for": "90s"]],
            "spec": ["restartPolicy": "Never", "containers": [["name": "main", "image": "j:1"]]],
        ]
        let cron: JSONValue = [
            "metadata": ["name": "tick"],
            "spec": [
                "schedule": "* * * * *", "concurrencyPolicy": "Forbid",
                "startingDeadlineSeconds": deadline.map { .integer($0) },
                "jobTemplate": ["spec": ["template": pod]],
            ],
        ]
        _ = try await client.send("POST", "/apis/batch/v1/namespaces/default/cronjobs", cron)
        // The first run lasts from 60 to 150 s, so that the one of 120 s has to wait.
        await client.server.advance(by: .seconds(170))
        let jobs = try await client.get("/apis/batch/v1/namespaces/default/jobs")["items"]?.array ?? []
        #expect(jobs.count == (deadline == nil ? 2 : 1))
        await client.server.advance(by: .seconds(30))
        let later = try await client.get("/apis/batch/v1/namespaces/default/jobs")["items"]?.array ?? []
        #expect(later.count == 2)
    }

    /// One that `kubectl create job --from` makes is the CronJob's too, and stands in the way of no schedule.
    @Test func aJobMadeByHandStandsInTheWayOfNoSchedule() async throws {
        let client = SandboxClient()
        let pod: JSONValue = [
            "metadata": ["annotations": ["sandbox.msctl.dev/run-for": "600s"]],
            "spec": ["restartPolicy": "Never", "containers": [["name": "main", "image": "j:1"]]],
        ]
        let cron: JSONValue = [
            "metadata": ["name": "tick"],
            "spec": [
                "schedule": "* * * * *", "concurrencyPolicy": "Forbid",
                "jobTemplate": ["spec": ["template": pod]],
            ],
        ]
        let crons = "/apis/batch/v1/namespaces/default/cronjobs"
        let made = try await client.send("POST", crons, cron)
        let manual: JSONValue = [
            "metadata": [
                "name": "manual", "annotations": ["cronjob.kubernetes.io/instantiate": "manual"],
                "ownerReferences": [
                    [
                        "apiVersion": "batch/v1", "kind": "CronJob", "name": "tick", "controller": true,
                        "uid": made.body[path: "metadata", "uid"],
                    ]
                ],
            ],
            "spec": ["template": pod],
        ]
        _ = try await client.send("POST", "/apis/batch/v1/namespaces/default/jobs", manual)
        await client.server.advance(by: .seconds(30))
        #expect(try await client.get(crons + "/tick")[path: "status", "active"] == nil)
        await client.server.advance(by: .seconds(60))
        let active = try await client.get(crons + "/tick")[path: "status", "active"]?.array ?? []
        #expect(active.count == 1)
        #expect(active.first?["name"] != "manual")
    }
}
