// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What has the names of objects that a revision lacks.
@Suite struct NameHolderTests {
    @Test func seesWhatOfAnyKindHasLostItsLabels() async throws {
        let rig = Rig()
        _ = try await rig.deploy([
            Fixture.service("cart") {
                $0.replicas = nil
                $0.autoscaler = (1, 4)
            }
        ])
        let scaler = try #require(try await rig.live("HorizontalPodAutoscaler", "cart")?.reference)
        let labels = JSONObject(Fixture.labels("cart").map { ($0.key, JSONValue.null) })
        rig.transport.forget()
        _ = try await rig.deployer.status(in: rig.scope)
        let requests = rig.transport.requests
        _ = try await rig.client.patch(
            scaler,
            .merge(["metadata": ["labels": .object(labels)]]),
            options: WriteOptions(fieldManager: "kubectl-label")
        )
        rig.transport.forget()
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(status.deviations == ["`\(scaler)` is there without the labels by which it is ours"])
        #expect(rig.transport.requests == requests + 1)
    }

    /// All ConfigMaps are read for those that pods ask for, whoever has made them.
    @Test(arguments: ["msctl.dev/service", "app.kubernetes.io/managed-by"])
    func seesWhatPodsAskForWithoutALabel(label: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let map = try #require(try await rig.live("ConfigMap", "cart-a")?.reference)
        _ = try await rig.client.patch(
            map,
            .merge(["metadata": ["labels": .object(JSONObject([(label, JSONValue.null)]))]]),
            options: WriteOptions(fieldManager: "kubectl-label")
        )
        let sentence = "`\(map)` is there without the labels by which it is ours"
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(status.deviations == [sentence])
        #expect(!status.isReady)
        #expect(try await rig.deployer.why("cart", in: rig.scope).deviations == [sentence])
        #expect(try await rig.deploy([Fixture.service("cart")]).outcome == .succeeded)
        #expect(try await rig.deployer.status(in: rig.scope).services.first?.deviations == [])
    }

    /// Only together with who manages it the name of a system says whose it is.
    @Test func whatAnotherToolHasMadeBelongsToNoSystem() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployment = try #require(try await rig.live("Deployment", "cart"))
        try await rig.client.delete(deployment.reference, options: DeleteOptions(uid: nil))
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(60)) }
        var theirs = KubernetesObject(
            type: deployment.type,
            metadata: ["name": "cart", "namespace": "shop"],
            members: ["spec": deployment["spec"]]
        )
        theirs[metadata: "labels"] = .object([Label.managedBy: "Helm", Label.system: "other"])
        _ = try await rig.client.create(theirs, options: WriteOptions(fieldManager: "helm"))
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        let sentence = "`\(deployment.reference)` is there and not ours: it was made by `helm`"
        #expect(status.cause?.headline == sentence)
    }

    @Test func tellsWhatBearsTheNameOfAnotherSystem() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["metadata": ["labels": .object([Label.system: "other"])]]),
            options: WriteOptions(fieldManager: "kubectl-label")
        )
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(status.cause?.headline == "`\(deployment)` is there and belongs to system `other`")
        #expect(status.cause?.remedy?.contains("`--take-over`") == true)
        let why = try await rig.deployer.why("cart", in: rig.scope)
        #expect(why.cause?.headline == status.cause?.headline)
    }
}
