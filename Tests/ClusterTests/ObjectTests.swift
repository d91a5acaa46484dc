// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Rollout
import Testing

@Suite(.timeLimit(.minutes(2))) struct ObjectTests {
    @Test(arguments: ClusterStage.available)
    func createsReadsReplacesAndDeletes(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let client = cluster.client
            let made = try await client.create(cluster.configMap("a", ["k": "1"]))
            #expect(made.uid != nil)
            #expect(made.resourceVersion != nil)
            var read = try await client.get(made.reference)
            #expect(read.resourceVersion == made.resourceVersion)
            read["data"] = ["k": "2"]
            let replaced = try await client.replace(read)
            #expect(replaced.uid == made.uid)
            #expect(replaced.resourceVersion != made.resourceVersion)
            try await client.delete(made.reference, options: DeleteOptions(uid: made.uid))
            #expect(try await client.find(made.reference) == nil)
        }
    }

    @Test(arguments: ClusterStage.available)
    func saysWhatKindOfConflictItIs(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let client = cluster.client
            let first = try await client.create(cluster.configMap("a", ["k": "1"]))
            let again = await failure { _ = try await client.create(cluster.configMap("a", ["k": "1"])) }
            #expect(again?.code == .alreadyExists)
            #expect(again?.httpStatus == 409)
            var stale = first
            stale["data"] = ["k": "2"]
            _ = try await client.replace(stale)
            let late = await failure { _ = try await client.replace(stale) }
            #expect(late?.code == .conflict)
            let other = DeleteOptions(uid: "00000000-0000-0000-0000-000000000000")
            let wrong = await failure { _ = try await client.delete(first.reference, options: other) }
            #expect(wrong?.code == .conflict)
            #expect(try await client.find(first.reference) != nil)
        }
    }

    @Test(arguments: ClusterStage.available)
    func tellsWhatIsMissing(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let client = cluster.client
            let absent = await failure { _ = try await client.get(cluster.reference("ConfigMap", "absent")) }
            #expect(absent?.code == .notFound)
            #expect(absent?.status?.reason == "NotFound")
            #expect(absent?.status?.subjectKind == "configmaps")
            #expect(absent?.status?.message == "configmaps \"absent\" not found")
            var lost = cluster.configMap("a", [:])
            lost[metadata: "namespace"] = "msctl-test-nowhere"
            let created = await failure { [lost] in _ = try await client.create(lost) }
            #expect(created?.code == .notFound)
            #expect(created?.status?.subjectKind == "namespaces")
            let applied = await failure { [lost] in
                _ = try await client.apply(lost, options: ApplyOptions(dryRun: true))
            }
            #expect(applied?.code == .notFound)
            #expect(applied?.status?.subjectKind == "namespaces")
        }
    }

    @Test(arguments: ClusterStage.available)
    func namesTheFieldsThatAServerRefuses(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let client = cluster.client
            let deployment = KubernetesObject(
                type: TestCluster.type("Deployment"),
                metadata: ["name": "web", "namespace": .string(cluster.namespace)],
                members: [
                    "spec": [
                        "selector": ["matchLabels": ["app": "web"]],
                        "template": [
                            "metadata": ["labels": ["app": "other"]],
                            "spec": ["containers": [["name": "web", "image": "web:1"]]],
                        ],
                    ]
                ]
            )
            let mismatch = await failure { _ = try await client.create(deployment) }
            #expect(mismatch?.code == .invalid)
            #expect(mismatch?.status?.causes.map(\.field) == ["spec.template.metadata.labels"])
            var unknown = cluster.configMap("a", [:])
            unknown["colour"] = "red"
            let strict = await failure { [unknown] in _ = try await client.create(unknown) }
            #expect(strict?.code == .invalid)
            #expect(strict?.status?.message.contains("unknown field \"colour\"") == true)
            let applied = await failure { [unknown] in _ = try await client.apply(unknown) }
            #expect(applied?.httpStatus == 500)
            #expect(applied?.status?.message.contains(".colour: field not declared in schema") == true)
        }
    }

    @Test(arguments: ClusterStage.available)
    func refusesToChangeWhatIsImmutable(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let desired = SampleService("web").desired(in: cluster.namespace).objects
            let deployment = try #require(desired.first { $0.object.kind == "Deployment" }).object
            _ = try await cluster.client.apply(deployment)
            var changed = deployment
            changed["spec"]?["selector"] = ["matchLabels": ["msctl.dev/service": "web"]]
            let refused = await failure { [changed] in
                _ = try await cluster.client.apply(changed, options: ApplyOptions(dryRun: true))
            }
            #expect(refused?.code == .invalid)
            #expect(refused?.status?.message.contains("field is immutable") == true)
        }
    }

    @Test(arguments: ClusterStage.available)
    func readsLongListsPageByPage(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let client = cluster.client
            let names = (0..<520).map { "item-\($0)" }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in names {
                    group.addTask {
                        _ = try await client.create(cluster.configMap(name, [:], labels: ["page": "yes"]))
                    }
                }
                try await group.waitForAll()
            }
            cluster.transport.forget()
            let list = try await client.list(
                TestCluster.type("ConfigMap"),
                namespace: cluster.namespace,
                labelSelector: "page=yes"
            )
            #expect(list.items.map(\.name).sorted() == names.sorted())
            #expect(list.items.allSatisfy { $0.kind == "ConfigMap" })
            #expect(!list.resourceVersion.isEmpty)
            #expect(cluster.transport.requests.count == 2)
        }
    }

    @Test(arguments: ClusterStage.available)
    func asksWhatItMayDo(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let question = AccessQuestion(
                verb: "patch",
                group: "apps",
                resource: "deployments",
                namespace: cluster.namespace
            )
            let answer = try await cluster.client.review(question)
            #expect(answer.isAllowed)
            let version = try await cluster.client.version()
            #expect(version.gitVersion.hasPrefix("v1."))
        }
    }
}

/// The error of the client that some work ends with; records an issue if it ends with none or another one.
func failure(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ work: () async throws -> Void
) async -> ClusterError? {
    do {
        try await work()
        Issue.record("nothing was refused", sourceLocation: sourceLocation)
    } catch let error as ClusterError {
        return error
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
    return nil
}
