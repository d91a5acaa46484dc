// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@Suite(.timeLimit(.minutes(2))) struct WatchTests {
    private static func selection(_ cluster: TestCluster) -> ObjectSelection {
        ObjectSelection(
            TestCluster.type("ConfigMap"),
            namespace: cluster.namespace,
            labelSelector: "watched=yes"
        )
    }

    private static let watched: JSONObject = ["watched": "yes"]

    @Test(arguments: ClusterStage.available)
    func seesWhatComesChangesAndGoes(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let client = cluster.client
            _ = try await client.create(cluster.configMap("a", ["k": "1"], labels: Self.watched))
            var news = client.observe(Self.selection(cluster)).makeAsyncIterator()
            #expect(try await news.next()?.names == ["synced a"])
            let made = try await client.create(cluster.configMap("b", ["k": "1"], labels: Self.watched))
            _ = try await client.create(cluster.configMap("unseen", [:]))
            _ = try await client.patch(
                made.reference,
                .merge(["data": ["k": "2"]]),
                options: WriteOptions(isRepeatable: true)
            )
            try await client.delete(made.reference, options: DeleteOptions(uid: made.uid))
            #expect(try await news.next()?.names == ["changed b"])
            let second = try await news.next()
            #expect(second?.names == ["changed b"])
            guard case .changed(let object) = second else {
                Issue.record("nothing has changed")
                return
            }
            #expect(object["data"] == ["k": "2"])
            #expect(try await news.next()?.names == ["deleted b"])
        }
    }

    @Test(arguments: ClusterStage.available)
    func leavingTheSelectionIsADeletion(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let client = cluster.client
            let made = try await client.create(cluster.configMap("a", [:], labels: Self.watched))
            var news = client.observe(Self.selection(cluster)).makeAsyncIterator()
            #expect(try await news.next()?.names == ["synced a"])
            _ = try await client.patch(
                made.reference,
                .merge(["metadata": ["labels": ["watched": "no"]]]),
                options: WriteOptions(isRepeatable: true)
            )
            #expect(try await news.next()?.names == ["deleted a"])
            #expect(try await client.find(made.reference) != nil)
        }
    }

    @Test(arguments: ClusterStage.available)
    func goesOnWhereAWatchHasEnded(stage: ClusterStage) async throws {
        // C3.2
        try await stage.withCluster { cluster in
            let client = cluster.client
            let selection = Self.selection(cluster)
            let list = try await client.list(selection)
            var first = try await client.watch(selection, from: list.resourceVersion, timeoutSeconds: 1)
                .makeAsyncIterator()
            while let event = try await first.next() {
                guard case .bookmark = event else {
                    Issue.record("nothing has happened yet")
                    continue
                }
            }
            _ = try await client.create(cluster.configMap("a", [:], labels: Self.watched))
            _ = try await client.create(cluster.configMap("b", [:], labels: Self.watched))
            var second = try await client.watch(selection, from: list.resourceVersion).makeAsyncIterator()
            for name in ["a", "b"] {
                guard case .added(let object) = try await second.next() else {
                    Issue.record("an addition is missing")
                    return
                }
                #expect(object.name == name)
            }
        }
    }

    @Test(arguments: ClusterStage.available)
    func endsWithItsTask(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let (begun, signal) = AsyncStream<Void>.makeStream()
            let task = Task {
                defer { signal.finish() }
                for try await _ in cluster.client.observe(Self.selection(cluster)) { signal.yield() }
            }
            for await _ in begun { break }
            task.cancel()
            let end = await failure { try await task.value }
            #expect(end?.code == .cancelled)
        }
    }
}

extension Observation {
    fileprivate var names: [String] {
        switch self {
        case .synced(let objects): objects.map { "synced \($0.name)" }
        case .changed(let object): ["changed \(object.name)"]
        case .deleted(let object): ["deleted \(object.name)"]
        case .interrupted(let reason): ["interrupted: \(reason)"]
        case .resumed: ["resumed"]
        }
    }
}
