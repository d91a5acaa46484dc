// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Commands

@Suite struct NamespaceStateTests {
    private func line(_ metadata: JSONObject?, isMade: Bool = true) -> String? {
        let found = metadata.map { KubernetesObject(type: ResourceType.namespaces.type, metadata: $0) }
        return NamespaceState(found).check("shop", isMade: isMade)?.line(Paint(isOn: false))
    }

    @Test func saysWhereNothingCanBeMade() {
        #expect(line(["name": "shop"]) == nil)
        #expect(line(nil)?.hasPrefix("  · the namespace `shop` does not exist yet") == true)
        #expect(line(nil, isMade: false) == "  ✖ the namespace `shop` does not exist")
        let going = line(["name": "shop", "deletionTimestamp": "2026-01-01T00:00:00Z"])
        #expect(going?.hasPrefix("  ✖ the namespace `shop` is being deleted") == true)
    }

    private static let place = ["--env", "sandbox", "--state", "state.json"]

    /// A system with a deployed service, in a namespace that is being deleted and that something holds back.
    private func leaving() async throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        try scratch.write("web/msctl.yaml", SampleManifest.service("web") + "  scale: 2\n")
        let run = await scratch.run(["deploy", "--fail-on", "never", "--soak", "0s"] + Self.place)
        try #require(run.status == .done, "\(run.output)\(run.error)")
        let lines = try scratch.read("state.json").split(separator: "\n").map { line in
            var entry = try JSONReader.read(Array(line.utf8))
            guard entry["resource"]?.string == "namespaces", entry["name"]?.string == "shop",
                var object = entry["object"]?.object
            else { return String(line) }
            object["metadata"]?["deletionTimestamp"] = "2026-09-21T00:00:00Z"
            object["metadata"]?["finalizers"] = ["example.com/hold"]
            object["status"] = ["phase": "Terminating"]
            entry["object"] = .object(object)
            return String(decoding: entry.bytes(), as: UTF8.self)
        }
        try scratch.write("state.json", lines.joined(separator: "\n") + "\n")
        return scratch
    }

    /// What is asked about it is answered, and that the answer will not stay true is said.
    @Test func whoAsksIsToldThatTheNamespaceGoes() async throws {
        let scratch = try await leaving()
        let sentence = "the namespace `shop` is being deleted, and everything in it goes with it"
        let commands = [
            ["status"], ["status", "--format", "json"], ["history"], ["history", "--format", "json"],
            ["why", "web"],
        ]
        for command in commands {
            let run = await scratch.run(command + Self.place)
            #expect(run.error.contains(sentence), "\(command): \(run.output)\(run.error)")
        }
        let status = await scratch.run(["status", "--exit-status"] + Self.place)
        #expect(status.status == .unhealthy)
    }

    @Test func nothingIsBegunInANamespaceThatGoes() async throws {
        let scratch = try await leaving()
        for command in [["scale", "web=3"], ["rollback", "web"]] {
            let run = await scratch.run(command + Self.place)
            #expect(run.status == .preflight, "\(command)")
            #expect(run.error.contains("error: the namespace `shop` is being deleted: "), "\(run.error)")
            #expect(run.error.contains("  = nothing was attempted\n"), "\(run.error)")
            #expect(run.output.isEmpty, "\(command)")
        }
    }

    /// One that stays is not mentioned.
    @Test func aNamespaceThatStaysIsNotMentioned() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        try scratch.write("web/msctl.yaml", SampleManifest.service("web") + "  scale: 2\n")
        let run = await scratch.run(["deploy", "--fail-on", "never", "--soak", "0s"] + Self.place)
        try #require(run.status == .done, "\(run.output)\(run.error)")
        for command in [["status", "--exit-status"], ["history"], ["why", "web"], ["scale", "web=3"]] {
            let run = await scratch.run(command + Self.place)
            #expect(run.status == .done && !run.error.contains("being deleted"), "\(run.error)")
        }
    }
}
