// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// The directives of strategic merge patches.
@Suite struct StrategicPatchTests {
    private let web = Sample.deployments + "/web"

    private func patched(_ spec: JSONValue) async throws -> SandboxClient.Answer {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment())
        return try await client.send(
            "PATCH",
            web,
            ["spec": spec],
            type: "application/strategic-merge-patch+json"
        )
    }

    @Test func aListThatIsReplacedLosesEveryDirective() async throws {
        let containers: JSONValue = [
            ["name": "new", "image": "new:1"], ["$patch": "replace"], ["name": "web", "$patch": "delete"],
        ]
        let answer = try await patched(["template": ["spec": ["containers": containers]]])
        let list = answer.body[path: "spec", "template", "spec", "containers"]?.array ?? []
        #expect(list.compactMap { $0["name"] } == ["new"], "\(answer.text)")
    }

    @Test(
        arguments: [
            (["template": ["$patch": "merge"]], "unknown patch type: merge in map: map[$patch:merge]"),
            (
                ["template": ["spec": ["containers": [["name": "web", "$patch": "merge"]]]]],
                "merging lists cannot yet be specified in the patch"
            ),
            (
                ["template": ["spec": ["containers": [["name": "web", "$patch": "drop"]]]]],
                "unknown patch type: drop in map: map[$patch:drop name:web]"
            ),
        ] as [(JSONValue, String)]
    )
    func directivesThatThereAreNotAreRefused(spec: JSONValue, message: String) async throws {
        let answer = try await patched(spec)
        #expect(answer.status == 500)
        #expect(answer.body["message"] == .string(message))
    }

    @Test func keysThatAreRetainedAreAllThatIsSaid() async throws {
        let kept = try await patched(["strategy": ["$retainKeys": ["type"], "type": "Recreate"]])
        #expect(kept.body[path: "spec", "strategy"] == ["type": "Recreate"])
        let more: JSONValue = ["$retainKeys": ["type"], "type": "Recreate", "rollingUpdate": [:]]
        let refused = try await patched(["strategy": more])
        #expect(refused.status == 400)
        #expect(refused.body["message"] == "invalid patch format of retainKeys")
    }

    /// A port may be open for two protocols, and its number is the key by which lists of ports are merged.
    @Test func severalElementsOfOneKeyAllStay() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment())
        func patch(_ ports: JSONValue, order: JSONValue? = nil) async throws -> [JSONValue] {
            var container: JSONValue = ["name": "web", "ports": ports]
            if let order { container["$setElementOrder/ports"] = order }
            let spec: JSONValue = ["template": ["spec": ["containers": [container]]]]
            let answer = try await client.send(
                "PATCH",
                web,
                ["spec": spec],
                type: "application/strategic-merge-patch+json"
            )
            let containers = answer.body[path: "spec", "template", "spec", "containers"]?.array ?? []
            return (containers.first?["ports"]?.array ?? []).filter { $0["containerPort"] != 8080 }
        }
        let both: [JSONValue] = [
            ["containerPort": 53, "protocol": "UDP"], ["containerPort": 53, "protocol": "TCP"],
        ]
        #expect(try await patch(.array(both)) == both)
        let named = try await patch([["containerPort": 53, "name": "dns"]])
        #expect(named.map { $0["protocol"] } == ["UDP", "TCP"])
        #expect(named.map { $0["name"] } == ["dns", nil])
        let more = try await patch(
            [["containerPort": 9153, "protocol": "TCP"]],
            order: [["containerPort": 53], ["containerPort": 53], ["containerPort": 9153]]
        )
        #expect(more.map { $0["containerPort"] } == [53, 53, 9153])
        #expect(more.map { $0["protocol"] } == ["UDP", "TCP", "TCP"])
    }
}
