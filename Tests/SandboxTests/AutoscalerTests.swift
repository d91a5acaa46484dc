// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// How fast autoscalers shrink what is used less.
@Suite struct AutoscalerTests {
    private let web = Sample.deployments + "/web"
    private let scalers = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers"

    /// A Deployment of this size and use, in percent of what was asked for; the aim is 80.
    private func use(_ percent: Int, replicas: Int? = nil, in client: SandboxClient) async throws {
        var object = Sample.deployment(replicas: replicas)
        object["metadata"]?["annotations"] = ["sandbox.msctl.dev/cpu": .string(String(percent))]
        _ = try await client.apply(web, object, query: "&force=true")
    }

    private func scale(most: Int64, _ behavior: JSONValue? = nil, in client: SandboxClient) async throws {
        let scaler: JSONValue = [
            "metadata": ["name": "web"],
            "spec": [
                "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"],
                "minReplicas": 1, "maxReplicas": .integer(most), "behavior": behavior,
            ],
        ]
        let made = try await client.send("POST", scalers, scaler)
        #expect(made.status == 201, "\(made.text)")
    }

    private func size(_ client: SandboxClient) async throws -> Int64? {
        try await client.get(web)[path: "spec", "replicas"]?.integer
    }

    private func reason(_ type: String, in client: SandboxClient) async throws -> JSONValue? {
        let conditions = try await client.get(scalers + "/web")[path: "status", "conditions"]?.array ?? []
        return conditions.first { $0["type"]?.string == type }?["reason"]
    }

    @Test func whatWasNeededLatelyHoldsTheSizeForFiveMinutes() async throws {
        let client = SandboxClient()
        try await use(120, replicas: 2, in: client)
        try await scale(most: 3, in: client)
        await client.server.advance(by: .seconds(20))
        #expect(try await size(client) == 3)
        try await use(40, in: client)
        await client.server.advance(by: .seconds(240))
        #expect(try await size(client) == 3)
        #expect(try await reason("AbleToScale", in: client) == "ScaleDownStabilized")
        await client.server.advance(by: .seconds(90))
        #expect(try await size(client) == 2)
    }

    @Test func aWindowOfItsOwnTakesThePlaceOfTheFiveMinutes() async throws {
        let client = SandboxClient()
        try await use(120, replicas: 2, in: client)
        try await scale(most: 3, ["scaleDown": ["stabilizationWindowSeconds": 0]], in: client)
        await client.server.advance(by: .seconds(20))
        #expect(try await size(client) == 3)
        try await use(40, in: client)
        await client.server.advance(by: .seconds(40))
        #expect(try await size(client) == 1)
    }

    @Test func policiesLimitHowMuchGoesAtATime() async throws {
        let client = SandboxClient()
        try await use(8, replicas: 9, in: client)
        let policies: JSONValue = [["type": "Pods", "value": 1, "periodSeconds": 60]]
        let rules: JSONValue = ["stabilizationWindowSeconds": 0, "policies": policies]
        try await scale(most: 9, ["scaleDown": rules], in: client)
        await client.server.advance(by: .seconds(50))
        #expect(try await size(client) == 8)
        #expect(try await reason("ScalingLimited", in: client) == "ScaleDownLimit")
        await client.server.advance(by: .seconds(60))
        #expect(try await size(client) == 7)
    }

    @Test func nothingGoesWhereScalingDownIsDisabled() async throws {
        let client = SandboxClient()
        try await use(8, replicas: 9, in: client)
        let rules: JSONValue = ["stabilizationWindowSeconds": 0, "selectPolicy": "Disabled"]
        try await scale(most: 9, ["scaleDown": rules], in: client)
        await client.server.advance(by: .seconds(600))
        #expect(try await size(client) == 9)
    }

    /// What it reports of itself is no reason to look again, or the limit of a step would hold for no time at all.
    @Test func growsOneStepInAPeriod() async throws {
        let client = SandboxClient()
        try await use(8000, replicas: 1, in: client)
        try await scale(most: 1000, in: client)
        await client.server.advance(by: .seconds(16))
        #expect(try await size(client) == 4)
        await client.server.advance(by: .seconds(13))
        #expect(try await size(client) == 4)
    }
}
