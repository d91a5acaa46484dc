// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
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

    private func follow(
        _ name: String,
        in rig: Rig,
        _ deployer: Deployer? = nil,
        onNote: @escaping @Sendable (String) -> Void = { _ in },
        meanwhile: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> [ServiceLogLine] {
        let lines = Shared<[ServiceLogLine]>([])
        let deployer = deployer ?? rig.deployer
        try await rig.whileTimePasses {
            let follower = rig.task {
                try await deployer.followLogs(of: name, in: rig.scope, onNote: onNote) { line in
                    lines.change { $0.append(line) }
                }
            }
            try await rig.clock.sleep(for: .seconds(5))
            try await meanwhile()
            try await rig.clock.sleep(for: .seconds(130))
            follower.cancel()
            try await follower.value
        }
        return lines.value
    }

    private static let container: JSONValue = ["name": "main", "image": "registry.example/main:1"]

    private static let job: JSONValue = [
        "backoffLimit": 0,
        "template": [
            "metadata": [
                "annotations": [
                    "sandbox.msctl.dev/exit-code": "3", "sandbox.msctl.dev/logs": "no such table",
                ]
            ],
            "spec": ["restartPolicy": "Never", "containers": [container]],
        ],
    ]
    private static let cronJob: JSONValue = ["schedule": "* * * * *", "jobTemplate": ["spec": job]]

    /// Makes a Job by hand, as if of a CronJob where one is named.
    private func makeJob(_ name: String, of owner: KubernetesObject? = nil, in rig: Rig) async throws {
        let references: JSONValue? = owner.map { owner in
            [
                [
                    "apiVersion": "batch/v1", "kind": "CronJob", "name": .string(owner.name),
                    "uid": .string(owner.uid ?? ""), "controller": true,
                ]
            ]
        }
        let object = KubernetesObject(
            type: .job,
            metadata: [
                "name": .string(name), "namespace": .string(Self.namespace), "ownerReferences": references,
            ],
            members: ["spec": Self.job]
        )
        _ = try await rig.client.create(object, options: WriteOptions(fieldManager: "kubectl-create"))
    }

    @Test func ofTheJobsOfANamespaceOnlyThoseAreAskedForThatMayBeRunsOfTheCronJob() async throws {
        let rig = try await rig("batch/v1", "CronJob", "fcron", Self.cronJob)
        let type = GroupVersionKind(apiVersion: "batch/v1", kind: "CronJob")
        let reference = ObjectReference(type: type, namespace: Self.namespace, name: "fcron")
        let cronJob = try #require(try await rig.client.find(reference))
        try await makeJob("other", in: rig)
        try await makeJob("early", of: cronJob, in: rig)
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(5)) }
        let before = Set(try await rig.deployer.logs(of: "fcron", in: rig.scope).map(\.pod))
        let asked = Shared<[String]>([])
        // The first question about a Job is refused.
        let transport = StrikingTransport(base: rig.transport) { request in
            guard request.method == .get, let path = request.path, path.contains("/jobs/") else { return nil }
            let name = path.split(separator: "/").last.map { String($0.prefix { $0 != "?" }) } ?? ""
            // Whether a Job has the name that is followed is no question about a pod.
            if name == "fcron" { return nil }
            asked.change { $0.append(name) }
            return asked.value.count == 1 ? .status(403, reason: "Forbidden") : nil
        }
        let notes = Shared<[String]>([])
        let followed = try await follow("fcron", in: rig, rig.deployer(over: transport)) { note in
            notes.change { $0.append(note) }
        } meanwhile: {
            try await makeJob("late", of: cronJob, in: rig)
        }
        let pods = Set(followed.map(\.pod))
        #expect(before.contains { $0.hasPrefix("early-") })
        #expect(before.isSubset(of: pods))
        #expect(pods.contains { $0.hasPrefix("late-") })
        #expect(!pods.contains { $0.hasPrefix("other-") })
        #expect(pods.subtracting(before).contains { $0.hasPrefix("fcron-") })
        // What had begun before was known.
        #expect(!asked.value.isEmpty)
        #expect(!asked.value.contains { ["other", "early"].contains($0) })
        #expect(!asked.value.contains { name in before.contains { $0.hasPrefix("\(name)-") } })
        #expect(notes.value.count == 1)
        #expect(notes.value.first?.contains("cannot be read") == true)
    }

    /// No manifest has it: to deploy again would do nothing about it.
    @Test func aFailedJobOfSomebodyElseIsNotSaidToBeMadeAnew() async throws {
        let rig = try await rig("batch/v1", "Job", "migrate", Self.job)
        let why = try await rig.deployer.why("migrate", in: rig.scope)
        #expect(!why.isOurs)
        #expect(why.cause?.code == .jobFailed)
        #expect(why.cause?.remedy == nil)
    }

    @Test func aCronJobIsExplainedByItsLastRun() async throws {
        let rig = try await rig("batch/v1", "CronJob", "fcron", Self.cronJob)
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
