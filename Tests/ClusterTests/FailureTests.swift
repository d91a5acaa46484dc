// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient
import Rollout
import Testing

@Suite(.timeLimit(.minutes(2))) struct FailureTests {
    @Test(arguments: ClusterStage.withFaults)
    func rollsBackTheServiceWithTheBrokenImageAlone(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            try await cluster.deploy(SampleService("catalog"), SampleService("orders"))
            let report = try await cluster.deploy(
                SampleService("catalog") { $0.version = "2" },
                SampleService("orders") {
                    $0.setting = "b"
                    $0.fault = .imageNotFound
                }
            )
            #expect(report.outcome == .failedRolledBack)
            #expect(report.services.map(\.outcome) == [.succeeded, .failed])
            let orders = try #require(report.services.last)
            #expect(orders.cause?.code == .imageNotFound)
            #expect(orders.cause?.headline == "image `registry.k8s.io/pause:broken` does not exist")
            #expect(orders.cause?.span?.text == "image")
            #expect(orders.rollback?.revision == 1)
            #expect(orders.rollback?.isVerified == true)
            #expect(orders.rollback?.ready?.description == "2/2")
            let settings = try await cluster.names("ConfigMap").filter { $0.hasPrefix("orders-") }
            #expect(settings == ["orders-a"])
            let history = try await cluster.deployer().history(of: "orders", in: cluster.scope)
            #expect(history.current?.number == 1)
            #expect(history.revision(2)?.failure == orders.cause?.headline)
            let plan = try await cluster.deployer().plan(
                cluster.request([SampleService("orders").desired(in: cluster.namespace)])
            )
            #expect(!plan.hasChanges)
        }
    }

    @Test(arguments: ClusterStage.available)
    func saysThatAContainerExitsAtStart(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let report = try await cluster.deploy(
                SampleService("orders") {
                    $0.fault = .crashLoop
                    $0.replicas = 1
                }
            )
            #expect(report.outcome == .failedNotRolledBack)
            let cause = try #require(report.services.first?.cause)
            #expect(cause.code == .crashLoop)
            #expect(cause.headline.hasPrefix("container `orders` exits 1 "))
            #expect(!cause.logTail.isEmpty)
            #expect(cause.pod?.hasPrefix("orders-") == true)
        }
    }

    @Test(arguments: ClusterStage.available)
    func namesTheSecretThatIsMissing(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let orders = SampleService("orders") {
                $0.container = ["envFrom": [["secretRef": ["name": "absent"]]]]
            }
            let refused = try await cluster.deploy(orders) { $0.checksConfiguration = true }
            #expect(refused.outcome == .preflightRefused)
            #expect(refused.services.first?.cause?.code == .missingSecret)
            #expect(try await cluster.live("Deployment", "orders") == nil)
            let report = try await cluster.deploy(orders)
            let cause = try #require(report.services.first?.cause)
            #expect(cause.code == .missingSecret)
            #expect(cause.headline == "Secret `absent` does not exist")
            #expect(cause.pointer == "/spec/template/spec/containers/0/envFrom/0/secretRef")
            let status = try await cluster.deployer().status(in: cluster.scope).services
            #expect(status.first?.cause?.code == .missingSecret)
        }
    }

    @Test(arguments: ClusterStage.available)
    func namesTheKeyThatIsMissing(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            _ = try await cluster.client.create(cluster.configMap("limits", ["a": "1"]))
            let variable: JSONValue = [
                "name": "LIMIT",
                "valueFrom": ["configMapKeyRef": ["name": "limits", "key": "b"]],
            ]
            let report = try await cluster.deploy(
                SampleService("orders") { $0.container = ["env": [variable]] }
            )
            let cause = try #require(report.services.first?.cause)
            #expect(cause.code == .missingConfig)
            #expect(cause.headline == "ConfigMap `limits` has no key `b`")
            #expect(cause.pointer == "/spec/template/spec/containers/0/env/0/valueFrom/configMapKeyRef")
        }
    }

    @Test(arguments: ClusterStage.available)
    func saysThatNoNodeHasRoom(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let report = try await cluster.deploy(
                SampleService("orders") { $0.container = ["resources": ["requests": ["cpu": "4000"]]] }
            ) { $0.patience = .seconds(2) }
            let cause = try #require(report.services.first?.cause)
            #expect(cause.code == .unschedulable)
            #expect(cause.detail?.contains("Insufficient cpu") == true)
        }
    }

    @Test(arguments: ClusterStage.available)
    func saysThatAQuotaLeavesNoRoom(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let quota = KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: "ResourceQuota"),
                metadata: ["name": "small", "namespace": .string(cluster.namespace)],
                members: ["spec": ["hard": ["pods": "1"]]]
            )
            let made = try await cluster.client.create(quota)
            try await cluster.wait(for: "the quota to be counted") {
                try await cluster.client.get(made.reference)["status"]?["hard"]?["pods"] == "1"
            }
            let report = try await cluster.deploy(SampleService("orders")) { $0.patience = .seconds(2) }
            let cause = try #require(report.services.first?.cause)
            #expect(cause.code == .quotaExceeded)
            #expect(cause.headline == "the quota `small` leaves no room for another pod")
        }
    }

    @Test(arguments: ClusterStage.available)
    func saysThatThePodIsOutsideALimitRange(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let range = KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: "LimitRange"),
                metadata: ["name": "small", "namespace": .string(cluster.namespace)],
                members: ["spec": ["limits": [["type": "Container", "max": ["memory": "1Gi"]]]]]
            )
            _ = try await cluster.client.create(range)
            let report = try await cluster.deploy(
                SampleService("orders") { $0.container = ["resources": ["limits": ["memory": "2Gi"]]] }
            )
            let cause = try #require(report.services.first?.cause)
            #expect(cause.code == .limitRange)
            let words = "maximum memory usage per Container is 1Gi, but limit is 2Gi"
            #expect(cause.detail?.contains(words) == true)
            // With the range's own bound for a default, pods that say nothing of memory are taken.
            let second = try await cluster.deploy(SampleService("orders"))
            #expect(second.outcome == .succeeded)
        }
    }

    @Test(arguments: ClusterStage.available)
    func freesAStatefulSetThatIsStuck(stage: ClusterStage) async throws {
        // C7 (f)
        try await stage.withCluster { cluster in
            try await cluster.deploy(SampleService("store") { $0.kind = "StatefulSet" })
            let report = try await cluster.deploy(
                SampleService("store") {
                    $0.kind = "StatefulSet"
                    $0.fault = .imageNotFound
                }
            )
            #expect(report.outcome == .failedRolledBack)
            #expect(report.services.first?.rollback?.ready?.description == "2/2")
        }
    }

    @Test(arguments: ClusterStage.available)
    func freesAStatefulSetForARollbackByHandAndForABetterVersion(stage: ClusterStage) async throws {
        // C7 (f)
        try await stage.withCluster { cluster in
            func store(_ fault: SampleService.Fault?, version: String) -> SampleService {
                SampleService("store") {
                    $0.kind = "StatefulSet"
                    $0.fault = fault
                    $0.version = version
                }
            }
            try await cluster.deploy(store(nil, version: "1"))
            let broken = try await cluster.deploy(store(.imageNotFound, version: "2")) {
                $0.rollsBack = false
            }
            #expect(broken.outcome == .failedNotRolledBack)
            let back = try await cluster.deployer()
                .rollback("store", in: cluster.scope, options: cluster.options)
            #expect(back.outcome == .succeeded)
            #expect(back.services.first?.ready?.description == "2/2")
            let again = try await cluster.deploy(store(.imageNotFound, version: "3")) { $0.rollsBack = false }
            #expect(again.outcome == .failedNotRolledBack)
            let forward = try await cluster.deploy(store(nil, version: "4"))
            #expect(forward.outcome == .succeeded)
            #expect(forward.services.first?.ready?.description == "2/2")
        }
    }

    @Test(arguments: ClusterStage.available)
    func doesNotStartWhatNeedsAServiceThatFailed(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let report = try await cluster.deploy(
                SampleService("cart") { $0.dependencies = ["catalog"] },
                SampleService("catalog") { $0.fault = .imageNotFound },
                SampleService("search")
            )
            #expect(report.outcome == .failedNotRolledBack)
            #expect(report.services.map(\.outcome) == [.skipped, .failed, .succeeded])
            #expect(try await cluster.live("Deployment", "cart") == nil)
        }
    }
}
