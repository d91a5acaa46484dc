// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// A pod lives on a node, and nowhere else.
@Suite struct NodeTests {
    private static let pods = "/api/v1/namespaces/default/pods"
    private static let nodes = "/api/v1/nodes"

    private func pod(on node: String) -> JSONValue {
        [
            "metadata": ["name": "p"],
            "spec": [
                "nodeName": .string(node),
                "containers": [["name": "c", "image": "registry.example.com/c:1"]],
            ],
        ]
    }

    private func phase(_ client: SandboxClient) async throws -> JSONValue? {
        try await client.get(Self.pods + "/p")[path: "status", "phase"]
    }

    @Test func aPodOfANodeThatIsNotThereWaitsForIt() async throws {
        let client = SandboxClient()
        #expect(try await client.send("POST", Self.pods, pod(on: "late")).status == 201)
        await client.server.advance(by: .seconds(20))
        let waiting = try await client.get(Self.pods + "/p")
        #expect(waiting[path: "status", "phase"] == "Pending")
        #expect(waiting[path: "status", "startTime"] == nil)
        #expect(try await client.send("POST", Self.nodes, ["metadata": ["name": "late"]]).status == 201)
        await client.server.advance(by: .seconds(20))
        #expect(try await phase(client) == "Running")
    }

    @Test func aPodOfANodeThatNeverComesIsCollected() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", Self.pods, pod(on: "never"))
        await client.server.advance(by: .seconds(39))
        #expect(try await phase(client) == "Pending")
        await client.server.advance(by: .seconds(2))
        #expect(try await client.send("GET", Self.pods + "/p").status == 404)
    }

    /// Nobody ends it there; the collector does, when the node has been away for a while.
    @Test func aPodThatIsDeletedAfterItsNodeEndsWithTheCollector() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", Self.pods, pod(on: "sandbox-1"))
        await client.server.advance(by: .seconds(5))
        #expect(try await phase(client) == "Running")
        _ = try await client.send("DELETE", Self.nodes + "/sandbox-1")
        #expect(try await client.send("DELETE", Self.pods + "/p").status == 200)
        await client.server.advance(by: .seconds(35))
        let ending = try await client.get(Self.pods + "/p")
        #expect(ending[path: "metadata", "deletionTimestamp"] != nil)
        await client.server.advance(by: .seconds(10))
        #expect(try await client.send("GET", Self.pods + "/p").status == 404)
    }
}
