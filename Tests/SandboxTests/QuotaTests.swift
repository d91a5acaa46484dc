// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

@Suite struct QuotaTests {
    private let quotas = "/api/v1/namespaces/default/resourcequotas"

    private func quota(_ client: SandboxClient, _ spec: JSONObject) async throws {
        let answer = try await client.send("POST", quotas, Made.object(spec, name: "q"))
        #expect(answer.status == 201, "\(answer.text)")
    }

    private func used(_ client: SandboxClient, _ name: String) async throws -> String? {
        await client.server.advance(by: .seconds(1))
        return try await client.get(quotas + "/q")[path: "status", "used", name]?.string
    }

    /// A scope, and which pods count there.
    @Test(
        arguments: [
            (["Terminating"], [:], [:], false), (["Terminating"], ["activeDeadlineSeconds": 9], [:], true),
            (["NotTerminating"], [:], [:], true),
            (["NotTerminating"], ["activeDeadlineSeconds": 9], [:], false),
            (["BestEffort"], [:], [:], true),
            (["BestEffort"], [:], ["resources": ["requests": ["cpu": "1m"]]], false),
            (["NotBestEffort"], [:], [:], false),
            (["NotBestEffort"], [:], ["resources": ["requests": ["cpu": "1m"]]], true),
            (["NotBestEffort", "Terminating"], [:], ["resources": ["requests": ["cpu": "1m"]]], false),
            (["PriorityClass"], [:], [:], false),
            (["PriorityClass"], ["priorityClassName": "system-node-critical"], [:], true),
        ] as [([String], JSONObject, JSONObject, Bool)]
    )
    func aScopeSaysWhichPodsCount(scopes: [String], spec: JSONObject, container: JSONObject, counts: Bool)
        async throws
    {
        let client = SandboxClient()
        let names = JSONValue.array(scopes.map { .string($0) })
        try await quota(client, ["hard": ["pods": "0"], "scopes": names])
        let answer = try await client.send("POST", Refusal.path("pods"), Made.pod(container, spec))
        #expect(answer.status == (counts ? 403 : 201), "\(answer.text)")
    }

    @Test(
        arguments: [
            ("In", ["system-node-critical"], true), ("In", ["other"], false), ("NotIn", ["other"], true),
            ("NotIn", ["system-node-critical"], false), ("DoesNotExist", [], false),
        ]
    )
    func aSelectorSaysWhichPrioritiesCount(name: String, values: [String], counts: Bool) async throws {
        let client = SandboxClient()
        let list = JSONValue.array(values.map { .string($0) })
        let condition: JSONValue = ["scopeName": "PriorityClass", "operator": .string(name), "values": list]
        try await quota(
            client,
            ["hard": ["pods": "0"], "scopeSelector": ["matchExpressions": [condition]]]
        )
        let pod = Made.pod([:], ["priorityClassName": "system-node-critical"])
        let answer = try await client.send("POST", Refusal.path("pods"), pod)
        #expect(answer.status == (counts ? 403 : 201), "\(answer.text)")
    }

    private func claim(_ size: String, name: String) -> JSONValue {
        Made.object(
            [
                "accessModes": ["ReadWriteOnce"], "storageClassName": "gold",
                "resources": ["requests": ["storage": .string(size)]],
            ],
            name: name
        )
    }

    @Test(arguments: ["requests.storage", "gold.storageclass.storage.k8s.io/requests.storage"])
    func storageIsCounted(name: String) async throws {
        let client = SandboxClient()
        try await quota(client, ["hard": .object([name: "10Gi"])])
        let claims = Refusal.path("persistentvolumeclaims")
        #expect(try await client.send("POST", claims, claim("6Gi", name: "a")).status == 201)
        #expect(try await used(client, name) == "6Gi")
        let refused = try await client.send("POST", claims, claim("5Gi", name: "b"))
        #expect(refused.status == 403)
        #expect(
            refused.body["message"]
                == .string(
                    "persistentvolumeclaims \"b\" is forbidden: exceeded quota: q, requested: \(name)=5Gi, used: "
                        + "\(name)=6Gi, limited: \(name)=10Gi"
                )
        )
    }

    @Test(
        arguments: [
            "persistentvolumeclaims", "count/persistentvolumeclaims",
            "gold.storageclass.storage.k8s.io/persistentvolumeclaims",
        ]
    )
    func claimsAreCounted(name: String) async throws {
        let client = SandboxClient()
        try await quota(client, ["hard": .object([name: "1"])])
        let claims = Refusal.path("persistentvolumeclaims")
        #expect(try await client.send("POST", claims, claim("1Gi", name: "a")).status == 201)
        #expect(try await used(client, name) == "1")
        #expect(try await client.send("POST", claims, claim("1Gi", name: "b")).status == 403)
    }

    @Test(arguments: [("services.nodeports", "NodePort"), ("services.loadbalancers", "LoadBalancer")])
    func portsAndBalancersAreCounted(name: String, type: String) async throws {
        let client = SandboxClient()
        try await quota(client, ["hard": .object([name: "1"])])
        let services = Refusal.path("services")
        func service(_ name: String, _ type: String) -> JSONValue {
            Made.object(["type": .string(type), "ports": [["port": 80]]], name: name)
        }
        #expect(try await client.send("POST", services, service("a", type)).status == 201)
        #expect(try await client.send("POST", services, service("b", "ClusterIP")).status == 201)
        #expect(try await used(client, name) == "1")
        #expect(try await client.send("POST", services, service("c", type)).status == 403)
        // Nor can it become one.
        let patch: JSONValue = ["spec": ["type": .string(type)]]
        let merge = "application/merge-patch+json"
        #expect(try await client.send("PATCH", services + "/b", patch, type: merge).status == 403)
        // Whoever is one already may change.
        let labels: JSONValue = ["metadata": ["labels": ["a": "b"]]]
        #expect(try await client.send("PATCH", services + "/a", labels, type: merge).status == 200)
    }

    @Test func everyKindIsCountedByItsName() async throws {
        let client = SandboxClient()
        try await quota(client, ["hard": ["count/deployments.apps": "1", "secrets": "1"]])
        let deployments = Refusal.path("deployments")
        #expect(try await client.send("POST", deployments, Sample.deployment("a")).status == 201)
        #expect(try await client.send("POST", deployments, Sample.deployment("b")).status == 403)
        #expect(try await used(client, "count/deployments.apps") == "1")
        #expect(try await used(client, "secrets") == "0")
    }

    /// A quota may count one kind in several ways at once.
    @Test func severalLimitsOfOneKindAreCountedTogether() async throws {
        let client = SandboxClient()
        let hard: JSONValue = ["persistentvolumeclaims": "3", "requests.storage": "10Gi", "configmaps": "9"]
        try await quota(client, ["hard": hard])
        let claims = Refusal.path("persistentvolumeclaims")
        for name in ["a", "b"] {
            #expect(try await client.send("POST", claims, claim("4Gi", name: name)).status == 201)
        }
        #expect(try await used(client, "persistentvolumeclaims") == "2")
        #expect(try await used(client, "requests.storage") == "8Gi")
        // The one that every namespace has.
        #expect(try await used(client, "configmaps") == "1")
    }
}
