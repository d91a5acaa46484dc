// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers
import Rollout
import Testing

@Suite(.timeLimit(.minutes(2))) struct DeployTests {
    @Test(arguments: ClusterStage.withFaults)
    func deploysASystemAndProvesIt(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let report = try await cluster.deploy(
                SampleService("cart") { $0.dependencies = ["catalog"] },
                SampleService("catalog")
            )
            #expect(report.outcome == .succeeded)
            #expect(report.services.map(\.outcome) == [.succeeded, .succeeded])
            #expect(report.services.map(\.revision) == [1, 1])
            #expect(report.services.map { $0.ready?.description } == ["2/2", "2/2"])
            let history = try await cluster.deployer().history(of: "cart", in: cluster.scope)
            #expect(history.revisions.map(\.isProven) == [true])
            #expect(history.current?.number == 1)
            let status = try await cluster.deployer().status(in: cluster.scope).services
            #expect(status.map(\.service) == ["cart", "catalog"])
            #expect(status.map(\.isReady) == [true, true])
        }
    }

    @Test(arguments: ClusterStage.available)
    func namesAnIngressThatNobodyServes(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            // A class of no controller: on a real cluster because there is none, in the sandbox because it plays only others.
            let report = try await cluster.deploy(
                SampleService("cart") { $0.ingressClass = "nobody.msctl.dev" }
            )
            #expect(report.outcome == .succeeded)
            #expect(
                report.services.first?.notes.first?.hasPrefix("no controller has reported on `Ingress cart`")
                    == true
            )
        }
    }

    @Test(arguments: ClusterStage.available)
    func startsAServiceOnceWhatItNeedsIsReady(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let services = [
                SampleService("cart") { $0.dependencies = ["catalog"] }, SampleService("catalog"),
            ]
            let words = NIOLockedValueBox<[String]>([])
            let request = cluster.request(services.map { $0.desired(in: cluster.namespace) })
            let report = try await cluster.deployer().deploy(request) { event in
                let word: String? =
                    switch event.what {
                    case .started: "started"
                    case .ready: "ready"
                    case .proven: "proven"
                    default: nil
                    }
                if let word { words.withLockedValue { $0.append("\(event.service ?? "") \(word)") } }
            }
            #expect(report.outcome == .succeeded)
            let order = words.withLockedValue(\.self)
            #expect(order.prefix(3) == ["catalog started", "catalog ready", "cart started"])
            let begun = try #require(order.firstIndex(of: "cart started"))
            let proven = try #require(order.firstIndex(of: "catalog proven"))
            #expect(begun < proven)
        }
    }

    @Test(arguments: ClusterStage.available)
    func writesNothingTheSecondTime(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let services = [
                SampleService("cart") { $0.autoscaler = 1...3 }, SampleService("catalog"),
                SampleService("store") { $0.kind = "StatefulSet" },
            ]
            let request = cluster.request(services.map { $0.desired(in: cluster.namespace) })
            let first = try await cluster.deployer().deploy(request)
            #expect(first.outcome == .succeeded)
            cluster.transport.forget()
            let second = try await cluster.deployer().deploy(request)
            #expect(second.outcome == .succeeded)
            #expect(second.services.map(\.outcome) == [.unchanged, .unchanged, .unchanged])
            #expect(second.plan.entries.filter { $0.change != .unchanged } == [])
            #expect(cluster.transport.writes == [])
            #expect(cluster.transport.streams == 0)
            let objects = request.services.flatMap(\.objects).count
            #expect(cluster.transport.requests.count { $0.hasSuffix("(dry run)") } <= objects)
        }
    }

    @Test(arguments: ClusterStage.available)
    func makesTheNamespaceThatIsMissing(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let namespace = TestNamespace.uniqueName()
            var request = cluster.request([SampleService("cart").desired(in: namespace)])
            request.namespace = namespace
            request.shared = [DesiredObject(TestNamespace.object(namespace), service: nil)]
            let plan = try await cluster.deployer().plan(request)
            #expect(plan.entries.map(\.change) == Array(repeating: .create, count: 5))
            let report = try await cluster.deployer().deploy(request)
            #expect(report.outcome == .succeeded)
            let again = try await cluster.deployer().deploy(request)
            #expect(again.services.map(\.outcome) == [.unchanged])
            let made = TestNamespace.object(namespace).reference
            let uid = try await cluster.client.get(made).uid
            try await cluster.client.delete(made, options: DeleteOptions(uid: uid))
        }
    }

    @Test(arguments: ClusterStage.available, [["PATCH"], ["PATCH", "GET"]])
    func needsNoRightsToANamespaceThatIsThere(stage: ClusterStage, forbidden: [String]) async throws {
        try await stage.withCluster { cluster in
            for method in forbidden {
                cluster.transport.forbid(method, "/api/v1/namespaces/\(cluster.namespace)")
            }
            var request = cluster.request([SampleService("cart").desired(in: cluster.namespace)])
            request.shared = [DesiredObject(TestNamespace.object(cluster.namespace), service: nil)]
            let report = try await cluster.deployer().deploy(request)
            #expect(report.outcome == .succeeded)
            let entry = report.plan.entries.first
            #expect(entry?.change == .unchanged)
            // One that can be read is seen to be somebody else's, and is not asked about any further.
            let isRead = !forbidden.contains("GET")
            #expect(
                entry?.notes
                    == (isRead ? [] : ["the namespace is left as it is, because you may not change it"])
            )
        }
    }

    @Test(arguments: ClusterStage.available)
    func saysWhoMayNotMakeTheNamespace(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let namespace = TestNamespace.uniqueName()
            cluster.transport.forbid("PATCH", "/api/v1/namespaces/\(namespace)")
            var request = cluster.request([SampleService("cart").desired(in: namespace)])
            request.namespace = namespace
            request.shared = [DesiredObject(TestNamespace.object(namespace), service: nil)]
            await #expect {
                try await cluster.deployer().deploy(request)
            } throws: { error in
                guard case DeployError.cluster(let refusal) = error else { return false }
                return refusal.code == .forbidden
            }
        }
    }

    @Test(arguments: ClusterStage.available)
    func removesConfigurationThatNothingUsesAnyMore(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            for setting in ["a", "b", "c"] {
                let report = try await cluster.deploy(SampleService("cart") { $0.setting = setting })
                #expect(report.outcome == .succeeded)
            }
            let names = try await cluster.names("ConfigMap").filter { $0.hasPrefix("cart-") }
            #expect(names == ["cart-c"])
        }
    }

    @Test(arguments: ClusterStage.available)
    func noticesThatAWorkloadWasDeleted(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            try await cluster.deploy(SampleService("cart"))
            let deployment = cluster.reference("Deployment", "cart")
            try await cluster.client.delete(deployment, options: DeleteOptions(uid: nil))
            let status = try await cluster.deployer().status(in: cluster.scope).services
            #expect(status.map(\.isReady) == [false])
            #expect(status.first?.cause?.headline == "`\(deployment)` has been deleted")
            let report = try await cluster.deploy(SampleService("cart"))
            #expect(report.outcome == .succeeded)
            let healed = try await cluster.deployer().status(in: cluster.scope).services
            #expect(healed.map(\.isReady) == [true])
        }
    }

    @Test(arguments: ClusterStage.withFaults)
    func returnsToARevision(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            for version in ["1", "2", "3"] {
                try await cluster.deploy(
                    SampleService("cart") {
                        $0.version = version
                        $0.setting = version
                    }
                )
            }
            let deployer = cluster.deployer()
            let last = try await deployer.rollback("cart", in: cluster.scope, options: cluster.options)
            #expect(last.outcome == .succeeded)
            #expect(last.services.map(\.revision) == [2])
            let first = try await deployer.rollback(
                "cart",
                in: cluster.scope,
                to: 1,
                options: cluster.options
            )
            #expect(first.outcome == .succeeded)
            let history = try await deployer.history(of: "cart", in: cluster.scope)
            #expect(history.current?.number == 1)
            #expect(history.revisions.map(\.number) == [1, 2, 3])
            #expect(history.revisions.map(\.isProven) == [true, true, true])
            let original = SampleService("cart") { $0.setting = "1" }
            let plan = try await deployer.plan(cluster.request([original.desired(in: cluster.namespace)]))
            #expect(!plan.hasChanges)
        }
    }

    @Test(arguments: ClusterStage.available)
    func keepsAScaleSetByHandUntilTheManifestChanges(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            try await cluster.deploy(SampleService("cart"))
            let result = try await cluster.deployer().scale("cart", in: cluster.scope, least: 3)
            #expect(result.before == "2")
            #expect(result.after == "3")
            let kept = try await cluster.deploy(SampleService("cart") { $0.version = "2" })
            #expect(kept.outcome == .succeeded)
            #expect(try await cluster.live("Deployment", "cart")?["spec"]?["replicas"] == 3)
            cluster.transport.forget()
            try await cluster.deploy(SampleService("cart") { $0.version = "2" })
            #expect(cluster.transport.writes == [])
            let changed = try await cluster.deploy(
                SampleService("cart") {
                    $0.version = "2"
                    $0.replicas = 1
                }
            )
            #expect(changed.outcome == .succeeded)
            #expect(try await cluster.live("Deployment", "cart")?["spec"]?["replicas"] == 1)
        }
    }

    @Test(arguments: ClusterStage.available)
    func keepsTheBoundsOfAnAutoscalerSetByHand(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let service = SampleService("cart") { $0.autoscaler = 1...2 }
            try await cluster.deploy(service)
            let result = try await cluster.deployer().scale("cart", in: cluster.scope, least: 2, most: 4)
            #expect(result.before == "1-2")
            #expect(result.object.type.kind == "HorizontalPodAutoscaler")
            let report = try await cluster.deploy(service)
            #expect(report.outcome == .succeeded)
            let spec = try await cluster.live("HorizontalPodAutoscaler", "cart")?["spec"]
            #expect(spec?["minReplicas"] == 2)
            #expect(spec?["maxReplicas"] == 4)
        }
    }

    @Test(arguments: ClusterStage.available)
    func leavesReplicasToAnAutoscaler(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            try await cluster.deploy(SampleService("cart"))
            let scaled = SampleService("cart") { $0.autoscaler = 1...4 }
            let handed = try await cluster.deploy(scaled)
            #expect(handed.outcome == .succeeded)
            #expect(try await cluster.live("Deployment", "cart")?["spec"]?["replicas"] == 2)
            try await cluster.client.setScale(
                of: cluster.reference("Deployment", "cart"),
                to: 3,
                fieldManager: "kube-controller-manager"
            )
            let again = try await cluster.deploy(scaled)
            #expect(again.outcome == .succeeded)
            #expect(try await cluster.live("Deployment", "cart")?["spec"]?["replicas"] == 3)
        }
    }
}
