// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What PodDisruptionBudgets count, and whom they guard.
@Suite struct BudgetTests {
    private let web = Sample.deployments + "/web"
    private let pods = "/api/v1/namespaces/default/pods"
    private let budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets"

    private func add(_ spec: JSONValue, to client: SandboxClient) async throws {
        var spec = spec
        spec["selector"] = ["matchLabels": ["app": "web"]]
        let made = try await client.send("POST", budgets, ["metadata": ["name": "web"], "spec": spec])
        #expect(made.status == 201, "\(made.text)")
        await client.server.advance(by: .seconds(5))
    }

    private func evict(_ name: String, in client: SandboxClient) async throws -> Int {
        let eviction: JSONValue = ["metadata": ["name": .string(name)]]
        return try await client.send("POST", "\(pods)/\(name)/eviction", eviction).status
    }

    private func aPod(of client: SandboxClient) async throws -> String {
        try await client.get(pods)["items"]?.array?.first?[path: "metadata", "name"]?.string ?? ""
    }

    @Test(arguments: [["maxUnavailable": 1], ["minAvailable": "75%"]] as [JSONValue])
    func aShareIsOneOfTheDeploymentAlsoWhileItIsUpdated(spec: JSONValue) async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(replicas: 4))
        try await add(spec, to: client)
        let broken: JSONObject = ["sandbox.msctl.dev/fail": "never-ready"]
        _ = try await client.apply(web, Sample.deployment(image: "web:2", replicas: 4, annotations: broken))
        await client.server.advance(by: .seconds(5))
        #expect(try await client.get(pods)["items"]?.array?.count == 5)
        let status = try await client.get(budgets + "/web")["status"]
        #expect(status?["expectedPods"] == 4)
        #expect(status?["desiredHealthy"] == 3)
        #expect(status?["currentHealthy"] == 3)
        #expect(status?["disruptionsAllowed"] == 0)
    }

    @Test(arguments: [(nil, 429), ("IfHealthyBudget", 429), ("AlwaysAllow", 201)] as [(String?, Int)])
    func aPodThatIsNotReadyIsGuardedAsItsBudgetSays(policy: String?, answer: Int) async throws {
        let client = SandboxClient()
        let broken: JSONObject = ["sandbox.msctl.dev/fail": "never-ready"]
        _ = try await client.apply(web, Sample.deployment(annotations: broken))
        try await add(
            ["minAvailable": 1, "unhealthyPodEvictionPolicy": policy.map { .string($0) }],
            to: client
        )
        #expect(try await evict(try await aPod(of: client), in: client) == answer)
    }

    @Test func whereTheHealthyPodsAreEnoughOthersGoForFree() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment())
        let broken: JSONValue = [
            "metadata": [
                "name": "broken", "labels": ["app": "web"],
                "annotations": ["sandbox.msctl.dev/fail": "never-ready"],
            ], "spec": ["containers": [["name": "web", "image": "web:1"]]],
        ]
        _ = try await client.send("POST", pods, broken)
        try await add(["minAvailable": 2], to: client)
        let healthy = try await client.get(pods + "?labelSelector=pod-template-hash")["items"]?.array ?? []
        let name = healthy.first?[path: "metadata", "name"]?.string ?? ""
        #expect(try await evict(name, in: client) == 429)
        #expect(try await evict("broken", in: client) == 201)
    }

    @Test func aPodThatDoesNotRunYetIsNoLoss() async throws {
        let client = SandboxClient()
        let broken: JSONObject = ["sandbox.msctl.dev/fail": "unschedulable"]
        _ = try await client.apply(web, Sample.deployment(annotations: broken))
        try await add(["minAvailable": 2], to: client)
        #expect(try await evict(try await aPod(of: client), in: client) == 201)
    }
}
