// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

@Suite struct DaemonSetTests {
    private let agent = "/apis/apps/v1/namespaces/default/daemonsets/agent"
    private let pods = "/api/v1/namespaces/default/pods"
    private let merge = "application/merge-patch+json"

    private func daemonSet(_ version: Int, fails: String? = nil, update: JSONValue? = nil) -> JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": ["name": "agent"],
            "spec": [
                "selector": ["matchLabels": ["app": "agent"]],
                "updateStrategy": update.map { ["type": "RollingUpdate", "rollingUpdate": $0] },
                "template": [
                    "metadata": [
                        "labels": ["app": "agent"],
                        "annotations": fails.map { ["sandbox.msctl.dev/fail": .string($0)] },
                    ], "spec": ["containers": [["name": "agent", "image": .string("agent:\(version)")]]],
                ],
            ],
        ]
    }

    private func status(_ client: SandboxClient, _ field: String) async throws -> JSONValue? {
        try await client.get(agent)[path: "status", field]
    }

    private func list(_ client: SandboxClient) async throws -> [JSONValue] {
        try await client.get(pods)["items"]?.array ?? []
    }

    @Test(arguments: ["crash-loop", "never-ready", "image-not-found", "unschedulable"])
    func aBadRevisionIsMended(fault: String) async throws {
        let client = SandboxClient()
        _ = try await client.apply(agent, daemonSet(1))
        await client.server.advance(by: .seconds(5))
        #expect(try await status(client, "numberAvailable") == 3)
        _ = try await client.apply(agent, daemonSet(2, fails: fault))
        await client.server.advance(by: .seconds(10))
        // One at a time may be missing, so the other nodes keep what runs.
        #expect(try await status(client, "numberAvailable") == 2)
        #expect(try await status(client, "updatedNumberScheduled") == 1)
        _ = try await client.apply(agent, daemonSet(3))
        await client.server.advance(by: .seconds(10))
        #expect(try await status(client, "numberAvailable") == 3)
        #expect(try await status(client, "updatedNumberScheduled") == 3)
    }

    @Test(arguments: [2, "50%"] as [JSONValue])
    func asManyPodsAsMayBeUnavailableAreReplacedAtOnce(limit: JSONValue) async throws {
        let client = SandboxClient()
        _ = try await client.apply(agent, daemonSet(1, update: ["maxUnavailable": limit]))
        await client.server.advance(by: .seconds(5))
        let broken = daemonSet(2, fails: "never-ready", update: ["maxUnavailable": limit])
        _ = try await client.apply(agent, broken)
        await client.server.advance(by: .seconds(10))
        #expect(try await status(client, "updatedNumberScheduled") == 2)
        #expect(try await status(client, "numberReady") == 1)
    }

    @Test func aSurgeKeepsOldPodsUntilNewOnesAreThere() async throws {
        let client = SandboxClient()
        let surge: JSONValue = ["maxSurge": 1, "maxUnavailable": 0]
        _ = try await client.apply(agent, daemonSet(1, update: surge))
        await client.server.advance(by: .seconds(5))
        _ = try await client.apply(agent, daemonSet(2, fails: "never-ready", update: surge))
        await client.server.advance(by: .seconds(10))
        #expect(try await status(client, "numberReady") == 3)
        #expect(try await list(client).count == 4)
        _ = try await client.apply(agent, daemonSet(3, update: surge))
        await client.server.advance(by: .seconds(10))
        let images = try await list(client).map { $0[path: "spec", "containers"]?.array?.first?["image"] }
        #expect(images == ["agent:3", "agent:3", "agent:3"])
        #expect(try await status(client, "numberReady") == 3)
    }

    @Test func aPodCountsWhenItHasBeenReadyForLongEnough() async throws {
        let client = SandboxClient()
        var set = daemonSet(1)
        set["spec"]?["minReadySeconds"] = 5
        _ = try await client.apply(agent, set)
        await client.server.advance(by: .seconds(2))
        #expect(try await status(client, "numberReady") == 3)
        #expect(try await status(client, "numberUnavailable") == 3)
        await client.server.advance(by: .seconds(6))
        #expect(try await status(client, "numberAvailable") == 3)
        var next = daemonSet(2)
        next["spec"]?["minReadySeconds"] = 5
        _ = try await client.apply(agent, next)
        await client.server.advance(by: .seconds(3))
        #expect(try await status(client, "updatedNumberScheduled") == 1)
        await client.server.advance(by: .seconds(20))
        #expect(try await status(client, "updatedNumberScheduled") == 3)
    }

    @Test func onlyNodesThatAreSelectedGetAPod() async throws {
        let client = SandboxClient()
        let node = "/api/v1/nodes/sandbox-2"
        var set = daemonSet(1)
        set["spec"]?["template"]?["spec"]?["nodeSelector"] = ["disk": "ssd"]
        _ = try await client.apply(agent, set)
        await client.server.advance(by: .seconds(2))
        #expect(try await list(client) == [])
        let labelled: JSONValue = ["metadata": ["labels": ["disk": "ssd"]]]
        _ = try await client.send("PATCH", node, labelled, type: merge)
        await client.server.advance(by: .seconds(2))
        #expect(try await list(client).map { $0[path: "spec", "nodeName"] } == ["sandbox-2"])
        #expect(try await status(client, "desiredNumberScheduled") == 1)
        let plain: JSONValue = ["metadata": ["labels": ["disk": .null]]]
        _ = try await client.send("PATCH", node, plain, type: merge)
        await client.server.advance(by: .seconds(2))
        #expect(try await list(client) == [])
        #expect(try await status(client, "desiredNumberScheduled") == 0)
    }

    @Test(
        arguments: [
            (["operator": "NotIn", "values": ["sandbox-0"]], 2),
            (["operator": "In", "values": ["sandbox-0", "elsewhere"]], 1), (["operator": "Exists"], 3),
            (["operator": "DoesNotExist"], 0),
        ] as [(JSONValue, Int64)]
    )
    func onlyNodesOfTheRequiredAffinityGetAPod(requirement: JSONValue, count: Int64) async throws {
        let client = SandboxClient()
        var expression = requirement
        expression["key"] = "kubernetes.io/hostname"
        var set = daemonSet(1)
        set["spec"]?["template"]?["spec"]?["affinity"] = [
            "nodeAffinity": [
                "requiredDuringSchedulingIgnoredDuringExecution": [
                    "nodeSelectorTerms": [["matchExpressions": [expression]]]
                ]
            ]
        ]
        let made = try await client.apply(agent, set)
        #expect(made.status == 201, "\(made.text)")
        await client.server.advance(by: .seconds(2))
        #expect(try await status(client, "desiredNumberScheduled") == .integer(count))
        #expect(try await list(client).count == Int(count))
    }

    @Test func aPodComesToACordonedNodeButNotToAFullOne() async throws {
        let client = SandboxClient()
        let cordon: JSONValue = ["spec": ["unschedulable": true]]
        _ = try await client.send("PATCH", "/api/v1/nodes/sandbox-0", cordon, type: merge)
        _ = try await client.apply(agent, daemonSet(1))
        await client.server.advance(by: .seconds(5))
        #expect(try await status(client, "numberReady") == 3)
        var large = daemonSet(2)
        large["spec"]?["template"]?["spec"]?["containers"] = [
            ["name": "agent", "image": "agent:2", "resources": ["requests": ["cpu": "1000"]]]
        ]
        _ = try await client.apply(agent, large)
        await client.server.advance(by: .seconds(5))
        #expect(try await status(client, "numberReady") == 2)
        let waiting = try await list(client).filter { $0[path: "spec", "nodeName"] == nil }
        #expect(waiting.map { $0[path: "status", "phase"] } == ["Pending"])
        // It waits for the first node, and goes with it.
        _ = try await client.send("DELETE", "/api/v1/nodes/sandbox-0")
        await client.server.advance(by: .seconds(1))
        let name = waiting.first?[path: "metadata", "name"]?.string ?? ""
        #expect(try await client.send("GET", "\(pods)/\(name)").status == 404)
    }

    @Test func podsOfADeletedNodeGoAfterAWhile() async throws {
        let client = SandboxClient()
        _ = try await client.apply(agent, daemonSet(1))
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment(replicas: 3))
        await client.server.advance(by: .seconds(5))
        func stranded() async throws -> Int {
            try await list(client).count { $0[path: "spec", "nodeName"] == "sandbox-2" }
        }
        _ = try await client.send("DELETE", "/api/v1/nodes/sandbox-2")
        await client.server.advance(by: .seconds(30))
        #expect(try await stranded() == 2)
        #expect(try await status(client, "desiredNumberScheduled") == 2)
        #expect(try await status(client, "currentNumberScheduled") == 2)
        await client.server.advance(by: .seconds(20))
        #expect(try await stranded() == 0)
        #expect(try await list(client).count == 5)
        #expect(try await client.get(Sample.deployments + "/web")[path: "status", "readyReplicas"] == 3)
    }
}
