// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What leads from a Service to its pods.
@Suite struct EndpointSliceTests {
    private func slices(_ spec: JSONObject, fails: String? = nil) async throws -> [JSONValue] {
        let client = SandboxClient()
        var members: JSONObject = ["selector": ["app": "web"], "ports": [["port": 80, "targetPort": 8080]]]
        for member in spec { members[member.key] = member.value }
        let service: JSONValue = [
            "metadata": ["name": "web", "labels": ["team": "shop"]], "spec": .object(members),
        ]
        let made = try await client.send("POST", "/api/v1/namespaces/default/services", service)
        #expect(made.status == 201, "\(made.text)")
        let annotations: JSONObject = fails.map { ["sandbox.msctl.dev/fail": .string($0)] } ?? [:]
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment(annotations: annotations))
        await client.server.advance(by: .seconds(5))
        let path = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices"
        let selected = path + "?labelSelector=kubernetes.io/service-name%3Dweb"
        return try await client.get(selected)["items"]?.array ?? []
    }

    private func readiness(_ slices: [JSONValue]) -> [JSONValue?] {
        slices.flatMap { $0["endpoints"]?.array ?? [] }.map { $0[path: "conditions", "ready"] }
    }

    @Test func aServiceLeadsToTheReadyPodsThatItSelects() async throws {
        let slices = try await slices([:])
        #expect(readiness(slices) == [true, true])
        #expect(slices.first?["ports"] == [["name": "", "port": 8080, "protocol": "TCP"]])
        #expect(slices.first?[path: "metadata", "labels", "team"] == "shop")
        #expect(slices.first?[path: "metadata", "labels", "service.kubernetes.io/headless"] == nil)
    }

    @Test func aHeadlessOneIsMarkedAsSuch() async throws {
        let slices = try await slices(["clusterIP": "None"])
        #expect(slices.first?[path: "metadata", "labels", "service.kubernetes.io/headless"] == "")
    }

    @Test func aNameOutsideOfTheClusterHasNone() async throws {
        let slices = try await slices(["type": "ExternalName", "externalName": "db.example.com"])
        #expect(slices.isEmpty)
    }

    @Test func podsThatAreNotReadyAreShownAsReadyWhereThatIsAskedFor() async throws {
        #expect(readiness(try await slices([:], fails: "never-ready")) == [false, false])
        let published = try await slices(["publishNotReadyAddresses": true], fails: "never-ready")
        #expect(readiness(published) == [true, true])
    }

    @Test func podsOfANodeThatIsGoneAreSkippedBeforeTheyAreCollected() async throws {
        let client = SandboxClient()
        let spec: JSONValue = ["selector": ["app": "web"], "ports": [["port": 80]]]
        let service: JSONValue = ["metadata": ["name": "web"], "spec": spec]
        _ = try await client.send("POST", "/api/v1/namespaces/default/services", service)
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment(replicas: 3))
        await client.server.advance(by: .seconds(5))
        _ = try await client.send("DELETE", "/api/v1/nodes/sandbox-2")
        // A Service is looked at again when one of its pods changes.
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment(replicas: 4))
        await client.server.advance(by: .seconds(5))
        let path = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices"
        let endpoints = try await client.get(path)["items"]?.array?.flatMap { $0["endpoints"]?.array ?? [] }
        let nodes = (endpoints ?? []).compactMap { $0["nodeName"]?.string }
        #expect(nodes.sorted() == ["sandbox-0", "sandbox-0", "sandbox-1"])
    }
}
