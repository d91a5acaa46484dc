// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// `why`, `logs` and `events` answer for what somebody else has made, by its name.
@Suite struct ForeignWorkloadTests {
    private static let namespace = "shop"

    private func rig(
        _ apiVersion: String,
        _ kind: String,
        _ name: String,
        _ spec: JSONValue,
        _ annotations: JSONObject = [:]
    )
        async throws -> Rig
    {
        let rig = Rig()
        _ = try await rig.client.create(Fixture.namespace.object)
        let object = KubernetesObject(
            type: GroupVersionKind(apiVersion: apiVersion, kind: kind),
            metadata: [
                "name": .string(name), "namespace": .string(Self.namespace),
                "annotations": annotations.isEmpty ? nil : .object(annotations),
            ],
            members: ["spec": spec]
        )
        _ = try await rig.client.create(object, options: WriteOptions(fieldManager: "kubectl-create"))
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(110)) }
        return rig
    }

    private func follow(_ name: String, in rig: Rig) async throws -> [ServiceLogLine] {
        let lines = Shared<[ServiceLogLine]>([])
        try await rig.whileTimePasses {
            let follower = rig.task {
                try await rig.deployer.followLogs(of: name, in: rig.scope) { line in
                    lines.change { $0.append(line) }
                }
            }
            try await rig.clock.sleep(for: .seconds(130))
            follower.cancel()
            try await follower.value
        }
        return lines.value
    }

    private static let container: JSONValue = ["name": "main", "image": "registry.example/main:1"]

    @Test func aCronJobIsExplainedByItsLastRun() async throws {
        let spec: JSONValue = [
            "schedule": "* * * * *",
            "jobTemplate": [
                "spec": [
                    "backoffLimit": 0,
                    "template": [
                        "metadata": [
                            "annotations": [
                                "sandbox.msctl.dev/exit-code": "3", "sandbox.msctl.dev/logs": "no such table",
                            ]
                        ],
                        "spec": ["restartPolicy": "Never", "containers": [Self.container]],
                    ],
                ]
            ],
        ]
        let rig = try await rig("batch/v1", "CronJob", "fcron", spec)
        let why = try await rig.deployer.why("fcron", in: rig.scope)
        #expect(!why.isOurs)
        #expect(!why.isReady)
        #expect(why.cause?.code == .jobFailed)
        #expect(why.cause?.headline.hasSuffix("container `main` exited 3") == true)
        #expect(why.cause?.logTail == ["no such table"])
        #expect(why.workloads.map(\.name) == ["fcron"])
        #expect(
            try await rig.deployer.logs(of: "fcron", in: rig.scope).contains { $0.text == "no such table" }
        )
        #expect(try await !rig.deployer.events(of: "fcron", in: rig.scope).isEmpty)
        let before = Set(try await rig.deployer.logs(of: "fcron", in: rig.scope).map(\.pod))
        let followed = try await follow("fcron", in: rig)
        #expect(followed.allSatisfy { $0.pod.hasPrefix("fcron-") && $0.text == "no such table" })
        // Those of runs that begin later as well.
        #expect(!Set(followed.map(\.pod)).subtracting(before).isEmpty)
    }

    @Test func aPodOnItsOwnIsExplained() async throws {
        let rig = try await rig(
            "v1",
            "Pod",
            "lone",
            ["containers": [Self.container]],
            ["sandbox.msctl.dev/fail": "crash-loop", "sandbox.msctl.dev/logs": "cannot begin"]
        )
        let why = try await rig.deployer.why("lone", in: rig.scope)
        #expect(!why.isOurs)
        #expect(!why.isReady)
        #expect(why.ready == ReadyCount(ready: 0, desired: 1))
        #expect(why.cause?.code == .crashLoop)
        #expect(why.cause?.logTail == ["cannot begin"])
        #expect(why.cause?.pointer == "/spec/containers/0")
        #expect(try await rig.deployer.logs(of: "lone", in: rig.scope).map(\.text) == ["cannot begin"])
        #expect(try await !rig.deployer.events(of: "lone", in: rig.scope).isEmpty)
    }

    @Test func aPodOnItsOwnThatWorksIsReady() async throws {
        let rig = try await rig("v1", "Pod", "lone", ["containers": [Self.container]])
        let why = try await rig.deployer.why("lone", in: rig.scope)
        #expect(why.isReady)
        #expect(why.ready == ReadyCount(ready: 1, desired: 1))
        #expect(why.cause == nil)
        #expect(try await follow("lone", in: rig).map(\.text) == ["main started"])
    }

    @Test func aWorkloadThatSelectsByExpressionsIsFollowed() async throws {
        let expressions: JSONValue = [
            ["key": "app", "operator": "In", "values": ["web", "shop"]],
            ["key": "old", "operator": "DoesNotExist"],
        ]
        let rig = try await rig(
            "apps/v1",
            "Deployment",
            "web",
            [
                "replicas": 1, "selector": ["matchExpressions": expressions],
                "template": [
                    "metadata": ["labels": ["app": "web"]], "spec": ["containers": [Self.container]],
                ],
            ]
        )
        #expect(try await follow("web", in: rig).map(\.text) == ["main started"])
    }
}
