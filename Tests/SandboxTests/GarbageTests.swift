// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What goes when an owner is missing, and what a cluster puts back.
@Suite struct GarbageTests {
    private let maps = "/api/v1/namespaces/default/configmaps"
    private let roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles"
    private let merge = "application/merge-patch+json"

    private func owner(_ name: String, uid: JSONValue? = nil, kind: String = "ConfigMap") -> JSONValue {
        [
            "apiVersion": kind == "ConfigMap" ? "v1" : "example.com/v1", "kind": .string(kind),
            "name": .string(name), "uid": uid ?? "11111111-2222-3333-4444-555555555555",
        ]
    }

    private func exists(_ path: String, in client: SandboxClient) async throws -> Bool {
        try await client.send("GET", path).status == 200
    }

    @Test func aMissingOwnerThatIsAddedLaterCountsAsOneFromTheStart() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", maps, Sample.configMap("a", [:]))
        await client.server.advance(by: .seconds(1))
        let owned: JSONValue = ["metadata": ["ownerReferences": [owner("nobody")]]]
        _ = try await client.send("PATCH", maps + "/a", owned, type: merge)
        await client.server.advance(by: .seconds(1))
        #expect(try await !exists(maps + "/a", in: client))
    }

    @Test func besideAnOwnerThatExistsAMissingOneIsOnlyTakenOut() async throws {
        let client = SandboxClient()
        let real = try await client.send("POST", maps, Sample.configMap("real", [:])).body
        let there = owner("real", uid: real[path: "metadata", "uid"])
        var map = Sample.configMap("a", [:])
        map["metadata"]?["ownerReferences"] = [owner("nobody"), there]
        _ = try await client.send("POST", maps, map)
        await client.server.advance(by: .seconds(1))
        let left = try await client.get(maps + "/a")[path: "metadata", "ownerReferences"]?.array
        #expect(left?.map { $0["name"] } == ["real"])
        _ = try await client.send("DELETE", maps + "/real")
        await client.server.advance(by: .seconds(1))
        #expect(try await !exists(maps + "/a", in: client))
    }

    @Test(arguments: ["ConfigMap", "Widget"])
    func whereNobodyCanSayWhetherAnOwnerExistsNothingGoes(kind: String) async throws {
        let client = SandboxClient()
        // A ConfigMap has a namespace and a ClusterRole has none; of Widgets the server knows nothing.
        let role: JSONValue = [
            "metadata": ["name": "a", "ownerReferences": [owner("nobody", kind: kind)]], "rules": [],
        ]
        let made = try await client.send("POST", roles, role)
        #expect(made.status == 201, "\(made.text)")
        await client.server.advance(by: .seconds(60))
        #expect(try await exists(roles + "/a", in: client))
    }

    @Test func theEndOfANamespacedOwnerTakesNothingOutsideOfNamespaces() async throws {
        let client = SandboxClient()
        let real = try await client.send("POST", maps, Sample.configMap("real", [:])).body
        let reference = owner("real", uid: real[path: "metadata", "uid"])
        let role: JSONValue = ["metadata": ["name": "a", "ownerReferences": [reference]], "rules": []]
        _ = try await client.send("POST", roles, role)
        await client.server.advance(by: .seconds(1))
        _ = try await client.send("DELETE", maps + "/real")
        await client.server.advance(by: .seconds(60))
        #expect(try await exists(roles + "/a", in: client))
    }

    @Test(
        arguments: [
            "/api/v1/namespaces/default/services/kubernetes",
            "/api/v1/namespaces/default/serviceaccounts/default",
            "/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt",
        ]
    )
    func whatAClusterNeedsComesBack(path: String) async throws {
        let client = SandboxClient()
        let before = try await client.get(path)
        _ = try await client.send("DELETE", path)
        #expect(try await !exists(path, in: client))
        await client.server.advance(by: .seconds(15))
        let after = try await client.get(path)
        for field in ["spec", "data"] { #expect(after[field] == before[field]) }
        #expect(after[path: "metadata", "uid"] != before[path: "metadata", "uid"])
        #expect(after[path: "metadata", "name"] == before[path: "metadata", "name"])
    }
}
