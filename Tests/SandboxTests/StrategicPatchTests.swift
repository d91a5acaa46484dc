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
}
