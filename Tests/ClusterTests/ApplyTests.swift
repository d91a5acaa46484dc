// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Rollout
import Testing

@Suite(.timeLimit(.minutes(2))) struct ApplyTests {
    @Test(arguments: ClusterStage.available)
    func sharesFieldsWithOneValueAndNamesTheOwnerOfOthers(stage: ClusterStage) async throws {
        // C6.2
        try await stage.withCluster { cluster in
            let client = cluster.client
            _ = try await client.apply(
                cluster.configMap("a", ["k": "1", "shared": "x"]),
                options: ApplyOptions(fieldManager: "first")
            )
            let shared = try await client.apply(cluster.configMap("a", ["shared": "x"]))
            #expect(shared["data"] == ["k": "1", "shared": "x"])
            let refused = await failure { _ = try await client.apply(cluster.configMap("a", ["k": "2"])) }
            #expect(refused?.code == .conflict)
            #expect(
                refused?.fieldConflicts == [
                    FieldConflict(manager: "first", operation: "Apply", field: ".data.k")
                ]
            )
            let forced = try await client.apply(
                cluster.configMap("a", ["k": "2"]),
                options: ApplyOptions(force: true)
            )
            #expect(forced["data"] == ["k": "2", "shared": "x"])
        }
    }

    @Test(arguments: ClusterStage.available)
    func namesWhoeverChangedAFieldWithoutApplying(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let client = cluster.client
            let made = try await client.apply(cluster.configMap("a", ["k": "1"]))
            _ = try await client.patch(
                made.reference,
                .merge(["data": ["k": "9"]]),
                options: WriteOptions(fieldManager: "kubectl-edit", isRepeatable: true)
            )
            let refused = await failure { _ = try await client.apply(cluster.configMap("a", ["k": "2"])) }
            #expect(
                refused?.fieldConflicts == [
                    FieldConflict(
                        manager: "kubectl-edit",
                        operation: "Update",
                        apiVersion: "v1",
                        field: ".data.k"
                    )
                ]
            )
        }
    }

    @Test(arguments: ClusterStage.available)
    func removesWhatIsNoLongerApplied(stage: ClusterStage) async throws {
        // C6.2
        try await stage.withCluster { cluster in
            let client = cluster.client
            _ = try await client.apply(cluster.configMap("a", ["k": "1", "l": "2"]))
            _ = try await client.apply(
                cluster.configMap("a", ["l": "2", "m": "3"]),
                options: ApplyOptions(fieldManager: "other")
            )
            let less = try await client.apply(cluster.configMap("a", ["n": "4"]))
            #expect(less["data"] == ["l": "2", "m": "3", "n": "4"])
        }
    }

    @Test(arguments: ClusterStage.available)
    func removesEntriesOfKeyedLists(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            func deployment(_ variables: [JSONValue]) throws -> KubernetesObject {
                let service = SampleService("web") { $0.container = ["env": .array(variables)] }
                let objects = service.desired(in: cluster.namespace).objects.map(\.object)
                return try #require(objects.first { $0.kind == "Deployment" })
            }
            let client = cluster.client
            let one: JSONValue = ["name": "A", "value": "1"]
            let two: JSONValue = ["name": "B", "value": "2"]
            let first = try await client.apply(deployment([one, two]))
            let second = try await client.apply(deployment([two]))
            let containers = second["spec"]?["template"]?["spec"]?["containers"]?.array ?? []
            #expect(containers.first?["env"] == [two])
            #expect(second.generation == (first.generation ?? 0) + 1)
            let third = try await client.apply(deployment([two]))
            #expect(third.generation == second.generation)
        }
    }

    @Test(arguments: ClusterStage.available)
    func applyingTheSameTwiceWritesNothing(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let first = try await cluster.client.apply(cluster.configMap("a", ["k": "1"]))
            let second = try await cluster.client.apply(cluster.configMap("a", ["k": "1"]))
            #expect(second.resourceVersion == first.resourceVersion)
        }
    }

    /// A server stores no empty maps, so one that is applied differs from what is there, and belongs to its applier.
    @Test(arguments: ClusterStage.available)
    func twoManagersCannotShareAnEmptyMap(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            var object = cluster.configMap("a", ["k": "1"])
            object[metadata: "labels"] = [:]
            _ = try await cluster.client.apply(object, options: ApplyOptions(fieldManager: "first"))
            let refused = await failure { [object] in _ = try await cluster.client.apply(object) }
            #expect(refused?.fieldConflicts.map(\.field) == [".metadata.labels"])
        }
    }

    @Test(arguments: ClusterStage.available)
    func dryRunsChangeNothing(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let client = cluster.client
            let options = ApplyOptions(dryRun: true)
            let service = SampleService("web").desired(in: cluster.namespace).objects.map(\.object)
            let object = try #require(service.first { $0.kind == "Deployment" })
            let imagined = try await client.apply(object, options: options)
            #expect(imagined["spec"]?["strategy"]?["type"] == "RollingUpdate")
            #expect(try await client.find(object.reference) == nil)
            let made = try await client.apply(object)
            var changed = object
            changed["spec"]?["replicas"] = 7
            let result = try await client.apply(changed, options: options)
            #expect(result["spec"]?["replicas"] == 7)
            #expect(result.uid == made.uid)
            #expect(try await client.get(object.reference)["spec"]?["replicas"] == 2)
        }
    }

    @Test(arguments: ClusterStage.available)
    func ownsTheScaleApartFromTheRest(stage: ClusterStage) async throws {
        // C6.3
        try await stage.withCluster { cluster in
            let client = cluster.client
            let service = SampleService("web").desired(in: cluster.namespace).objects.map(\.object)
            let object = try #require(service.first { $0.kind == "Deployment" })
            _ = try await client.apply(object)
            let scale = try await client.setScale(of: object.reference, to: 3, fieldManager: "scaler")
            #expect(scale.desiredReplicas == 3)
            #expect(scale.selector == "app.kubernetes.io/name=web")
            let refused = await failure { _ = try await client.apply(object) }
            #expect(
                refused?.fieldConflicts == [
                    FieldConflict(
                        manager: "scaler",
                        operation: "Update",
                        apiVersion: "apps/v1",
                        subresource: "scale",
                        field: ".spec.replicas"
                    )
                ]
            )
            let stale = await failure {
                _ = try await client.setScale(of: object.reference, to: 4, ifUnchangedSince: "1")
            }
            #expect(stale?.code == .conflict)
            var silent = object
            silent["spec"]?["replicas"] = nil
            let kept = try await client.apply(silent)
            #expect(kept["spec"]?["replicas"] == 3)
        }
    }
}
