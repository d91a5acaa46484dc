// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Sandbox
import Testing

@testable import Rollout

/// What others do while, or between, deploys.
@Suite struct MeanwhileTests {
    private func replicas(_ rig: Rig) async throws -> JSONValue? {
        try await rig.live("Deployment", "cart")?["spec"]?["replicas"]
    }

    /// Deploys, and lets something happen between the plan of the workload and its write.
    private func deploy(
        _ service: DesiredService,
        _ rig: Rig,
        meanwhile work: @escaping @Sendable () async throws -> Void
    ) async throws -> DeployReport {
        // The workload is written after its configuration, which takes its time.
        await rig.server.inject([
            .init(.latency(.seconds(5)), methods: ["PATCH"], pathContains: "/configmaps/", strikes: nil)
        ])
        return try await rig.deploy([service]) { event in
            guard case .started = event.what else { return }
            _ = rig.task { try await work() }
        }
    }

    /// Nothing watches them, and the pods are ready all the same.
    @Test(arguments: ["Service", "ConfigMap"])
    func aServiceThatLosesAnObjectWhileItSoaksHasProvenNothing(kind: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let next = Fixture.service("cart") {
            $0.version = "2"
            $0.setting = "b"
        }
        let object = try #require(next.objects.first { $0.object.kind == kind }).object.reference
        let report = try await rig.deploy([next]) { event in
            guard case .ready = event.what else { return }
            _ = rig.task { try await rig.client.delete(object, options: DeleteOptions(uid: nil)) }
        }
        #expect(report.outcome == .failedRolledBack)
        let cart = try #require(report.services.first)
        #expect(cart.cause?.code == .objectGone)
        #expect(cart.cause?.object == object)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.revision(2)?.isProven == false)
        // What is gone back to has all that it needs.
        #expect(history.current?.number == 1)
        #expect(try await rig.live("Service", "cart") != nil)
        #expect(try await rig.deployer.status(in: rig.scope).services.allSatisfy(\.isReady))
    }

    /// The word of the pods is all there is.
    @Test func aServerThatDoesNotTellWhetherAllIsThereTakesNothingBack() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let asked = Shared(0)
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }]) { request in
            guard request.gets("services/cart") else { return nil }
            asked.change { $0 += 1 }
            return .broken(.connectionLost)
        }
        #expect(asked.value > 0)
        #expect(report.outcome == .succeeded)
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.isProven == true)
    }

    @Test func whoMayNotReadServicesStillSeesThatTheConfigurationIsGone() async throws {
        let rig = Rig()
        let next = Fixture.service("cart") { $0.setting = "b" }
        let map = try #require(next.objects.first { $0.object.kind == "ConfigMap" }).object.reference
        _ = try await rig.deploy([Fixture.service("cart")])
        let report = try await rig.deploy(
            [next],
            onEvent: { event in
                guard case .ready = event.what else { return }
                _ = rig.task { try await rig.client.delete(map, options: DeleteOptions(uid: nil)) }
            },
            striking: { $0.gets("services/cart") ? .status(403, reason: "Forbidden") : nil }
        )
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.cause?.object == map)
    }

    @Test(arguments: [false, true])
    func whatIsBeingDeletedHasNoScaleToSet(isAutoscaled: Bool) async throws {
        let rig = Rig()
        _ = try await rig.deploy([
            Fixture.service("cart") {
                $0.replicas = isAutoscaled ? nil : 2
                $0.autoscaler = isAutoscaled ? (2, 4) : nil
            }
        ])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["metadata": ["finalizers": ["example.com/keep"]]])
        )
        try await rig.client.delete(deployment, options: DeleteOptions(uid: nil))
        let error = await #expect(throws: DeployError.self) {
            try await rig.deployer.scale("cart", in: rig.scope, least: 3, most: isAutoscaled ? 5 : nil)
        }
        #expect(error?.description.contains("`Deployment shop/cart` is being deleted") == true)
    }

    @Test func aScaleSetDuringADeployIsKept() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let next = Fixture.service("cart") {
            $0.version = "2"
            $0.setting = "b"
        }
        let report = try await deploy(next, rig) {
            _ = try await rig.deployer.scale("cart", in: rig.scope, least: 5)
        }
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.rollback == nil)
        #expect(try await replicas(rig) == 5)
        #expect(report.services.first?.ready == ReadyCount(ready: 5, desired: 5))
    }

    @Test func whatAPersonSetsDuringADeployIsAConflictAndNoReasonToGoBack() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        let next = Fixture.service("cart") {
            $0.replicas = 3
            $0.setting = "b"
        }
        let report = try await deploy(next, rig) {
            _ = try await rig.client.patch(
                deployment,
                .merge(["spec": ["replicas": 7]]),
                options: WriteOptions(fieldManager: "kubectl-edit")
            )
        }
        #expect(report.outcome == .conflict)
        let cart = try #require(report.services.first)
        #expect(cart.outcome == .conflict)
        #expect(cart.conflicts.map(\.manager) == ["kubectl-edit"])
        #expect(cart.rollback == nil)
        #expect(cart.rollbackFailure == nil)
        #expect(try await replicas(rig) == 7)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.current?.isUnfinished == false)
    }

    @Test func anOverrideRemembersTheManifestAndNotWhatAPersonHasSet() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.replicas = 3 }])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        try await rig.client.setScale(of: deployment, to: 5, fieldManager: "kubectl")
        let result = try await rig.deployer.scale("cart", in: rig.scope, least: 8)
        #expect(result.before == "5")
        #expect(result.manifest == "3")
        let report = try await rig.deploy([
            Fixture.service("cart") {
                $0.replicas = 3
                $0.version = "2"
            }
        ])
        #expect(report.outcome == .succeeded)
        #expect(try await replicas(rig) == 8)
    }

    private func scheduled(_ setting: String) -> DesiredService {
        let labels = Fixture.labels("report")
        let name = JSONValue.string("report-\(setting)")
        let map = KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "ConfigMap"),
            metadata: ["name": name, "namespace": "shop", "labels": .object(labels)],
            members: ["data": ["setting": .string(setting)]]
        )
        let container: JSONValue = [
            "name": "report", "image": "registry.example/report:1",
            "envFrom": [["configMapRef": ["name": name]]],
        ]
        let spec: JSONValue = [
            "schedule": "0 3 * * *",
            "jobTemplate": [
                "spec": [
                    "template": ["spec": ["restartPolicy": "OnFailure", "containers": [container]]]
                ]
            ],
        ]
        let job = KubernetesObject(
            type: GroupVersionKind(apiVersion: "batch/v1", kind: "CronJob"),
            metadata: ["name": "report", "namespace": "shop", "labels": .object(labels)],
            members: ["spec": spec]
        )
        return DesiredService(
            name: "report",
            objects: [DesiredObject(map, service: "report"), DesiredObject(job, service: "report")]
        )
    }

    @Test func configurationThatAJobMayStillAskForOutlivesOneRevision() async throws {
        let rig = Rig()
        let maps = {
            try await rig.list("ConfigMap").filter { $0.labels[Label.service] != nil }.map(\.name).sorted()
        }
        _ = try await rig.deploy([scheduled("a")])
        _ = try await rig.deploy([scheduled("b")])
        #expect(try await maps() == ["report-a", "report-b"])
        let again = try await rig.deploy([scheduled("b")])
        #expect(again.services.map(\.outcome) == [.unchanged])
        #expect(again.pruned == [])
        #expect(try await maps() == ["report-a", "report-b"])
        _ = try await rig.deploy([scheduled("c")])
        #expect(try await maps() == ["report-b", "report-c"])
    }

    @Test func configurationThatAJobUnderWayAsksForOutlivesAnyNumberOfRevisions() async throws {
        let rig = Rig()
        let maps = {
            try await rig.list("ConfigMap").filter { $0.labels[Label.service] != nil }.map(\.name).sorted()
        }
        _ = try await rig.deploy([scheduled("a")])
        // As the CronJob of that revision starts it: without a label of ours.
        let container: JSONValue = [
            "name": "report", "image": "registry.example/report:1",
            "envFrom": [["configMapRef": ["name": "report-a"]]],
        ]
        let job = try await rig.client.create(
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "batch/v1", kind: "Job"),
                metadata: ["name": "report-1", "namespace": "shop"],
                members: [
                    "spec": [
                        "template": [
                            "metadata": ["annotations": ["sandbox.msctl.dev/run-for": "100h"]],
                            "spec": ["restartPolicy": "OnFailure", "containers": [container]],
                        ]
                    ]
                ]
            )
        )
        for setting in ["b", "c", "d"] { _ = try await rig.deploy([scheduled(setting)]) }
        #expect(try await maps() == ["report-a", "report-c", "report-d"])
        try await rig.client.delete(job.reference, options: DeleteOptions(uid: job.uid))
        _ = try await rig.deploy([scheduled("e")])
        #expect(try await maps() == ["report-d", "report-e"])
    }

    @Test(arguments: ["kube-controller-manager", "keda-operator"])
    func asksAtMostOnceAboutWhatAnAutoscalerOfOthersHasScaled(manager: String) async throws {
        let rig = Rig()
        let services = (0..<20).map { Fixture.service("s\($0)") }
        _ = try await rig.deploy(services)
        for service in services {
            let scaler = KubernetesObject(
                type: ReplicaOwnership.autoscaler,
                metadata: ["name": .string("foreign-\(service.name)"), "namespace": "shop"],
                members: [
                    "spec": [
                        "scaleTargetRef": [
                            "apiVersion": "apps/v1", "kind": "Deployment", "name": .string(service.name),
                        ],
                        "minReplicas": 5, "maxReplicas": 9,
                    ]
                ]
            )
            _ = try await rig.client.create(scaler)
            let deployment = try #require(try await rig.live("Deployment", service.name)?.reference)
            _ = try await rig.client.patch(
                deployment,
                .merge(["spec": ["replicas": 5]]),
                options: WriteOptions(
                    fieldManager: manager,
                    subresource: manager.hasPrefix("kube") ? "scale" : nil
                )
            )
        }
        rig.transport.forget()
        let report = try await rig.deploy(services)
        #expect(report.services.allSatisfy { $0.outcome == .unchanged })
        #expect(rig.transport.requests < 20 + 15, "\(rig.transport.requests) requests")
        let entry = report.plan.entries.first { $0.object.type.kind == "Deployment" }
        #expect(entry?.notes == ["`spec.replicas` is left to `\(manager)`"])
    }
}
