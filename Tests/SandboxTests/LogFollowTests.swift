// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// `kubectl logs -f`: the output of a container for as long as it runs.
@Suite struct LogFollowTests {
    private static let pod = "/api/v1/namespaces/default/pods/p"
    private static let annotation = "sandbox.msctl.dev/logs"

    private func running(_ annotations: JSONObject = [:]) async throws -> SandboxClient {
        let client = SandboxClient()
        let body: JSONValue = [
            "metadata": ["name": "p", "annotations": .object(annotations)],
            "spec": [
                "restartPolicy": "Never",
                "containers": [["name": "c", "image": "registry.example.com/c:1"]],
            ],
        ]
        _ = try await client.send("POST", "/api/v1/namespaces/default/pods", body)
        await client.server.advance(by: .seconds(1))
        return client
    }

    private func read(_ stream: AsyncThrowingStream<[UInt8], any Error>) async throws -> String {
        var bytes: [UInt8] = []
        for try await piece in stream { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func staysOpenUntilTheContainerEnds() async throws {
        let client = try await running(["sandbox.msctl.dev/run-for": "10s", Self.annotation: "one"])
        let log = try await client.watch(Self.pod + "/log?follow=true")
        await client.server.advance(by: .seconds(2))
        let more: JSONValue = ["metadata": ["annotations": .object([Self.annotation: "one\ntwo"])]]
        _ = try await client.send("PATCH", Self.pod, more, type: "application/merge-patch+json")
        await client.server.advance(by: .seconds(20))
        #expect(try await client.get(Self.pod)[path: "status", "phase"] == "Succeeded")
        #expect(try await read(log) == "one\ntwo\n")
    }

    @Test func endsWhenThePodGoes() async throws {
        let client = try await running()
        let log = try await client.watch(Self.pod + "/log?follow=true&tailLines=0")
        _ = try await client.send("DELETE", Self.pod, ["gracePeriodSeconds": 0])
        #expect(try await read(log) == "")
    }

    @Test(arguments: ["follow=false", "follow=true&limitBytes=3", ""])
    func endsAtOnceWhereNothingIsToFollow(query: String) async throws {
        let client = try await running()
        let log = try await client.watch(Self.pod + "/log?" + query)
        #expect(try await read(log).hasPrefix("c s"))
    }

    @Test func endsAtOnceWhenTheContainerHasEnded() async throws {
        let client = try await running(["sandbox.msctl.dev/run-for": "1s"])
        await client.server.advance(by: .seconds(10))
        let log = try await client.watch(Self.pod + "/log?follow=true")
        #expect(try await read(log) == "c started\n")
    }
}
