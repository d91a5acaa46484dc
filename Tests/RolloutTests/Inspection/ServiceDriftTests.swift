// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What others change of a Service, while its pods are as ready as ever.
@Suite struct ServiceDriftTests {
    private static let service = ObjectReference(type: .service, namespace: "shop", name: "cart")

    private let cart: DesiredService = {
        var service = Fixture.service("cart")
        for index in service.objects.indices where service.objects[index].object.type == .service {
            service.objects[index].object["spec"] = [
                "selector": ["app.kubernetes.io/name": "cart"],
                "ports": [
                    ["name": "http", "port": 80, "targetPort": 8080],
                    ["name": "grpc", "port": 81, "targetPort": 8081],
                ],
            ]
        }
        return service
    }()

    /// A cluster where somebody has patched the Service since it was deployed.
    private func patched(_ operations: [JSONValue]) async throws -> Rig {
        let rig = Rig()
        try #require(try await rig.deploy([cart]).outcome == .succeeded)
        _ = try await rig.client.patch(
            Self.service,
            .json(operations),
            options: WriteOptions(fieldManager: "kubectl-patch")
        )
        return rig
    }

    private func replace(_ path: String, _ value: JSONValue) -> JSONValue {
        ["op": "replace", "path": .string(path), "value": value]
    }

    /// What status says, which is what why says.
    private func status(_ rig: Rig) async throws -> ServiceStatus {
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        let why = try await rig.deployer.why("cart", in: rig.scope)
        #expect(why.isReady == status.isReady)
        #expect(why.cause == status.cause)
        #expect(why.remarks == status.remarks)
        #expect(status.ready == ReadyCount(ready: 2, desired: 2))
        return status
    }

    @Test func aChangedPortIsNotReady() async throws {
        let rig = try await patched([replace("/spec/ports/0/targetPort", 9090)])
        let found = try await status(rig)
        #expect(!found.isReady)
        #expect(found.cause?.code == .serviceChanged)
        #expect(
            found.cause?.headline
                == "`Service shop/cart` was changed by `kubectl-patch`: "
                + "`spec.ports[name=http].targetPort` is `9090`, and r1 recorded `8080`"
        )
        var options = Rig.options
        options.takesOver = true
        #expect(try await rig.deploy([cart], options: options).outcome == .succeeded)
        #expect(try await status(rig).isReady)
    }

    @Test func anotherPortInThePlaceOfOursIsNotReady() async throws {
        let rig = try await patched([replace("/spec/ports/0/port", 9999)])
        let found = try await status(rig)
        #expect(!found.isReady)
        #expect(found.deviations.first?.contains("`spec.ports[name=http].port` is `9999`") == true)
    }

    @Test func aRemovedPortIsNotReady() async throws {
        let rig = try await patched([["op": "remove", "path": "/spec/ports/1"]])
        let found = try await status(rig)
        #expect(!found.isReady)
        let words = "`spec.ports[name=grpc]`, which r1 recorded, is gone"
        #expect(found.deviations.first?.hasSuffix(words) == true, "\(found.deviations)")
    }

    @Test func aSelectorThatAsksForMoreIsNotReady() async throws {
        let rig = try await patched([["op": "add", "path": "/spec/selector/tier", "value": "blue"]])
        let found = try await status(rig)
        #expect(!found.isReady)
        #expect(
            found.deviations == [
                "`Service shop/cart` was changed by `kubectl-patch`: "
                    + "`spec.selector.tier` is `blue`, which r1 has not recorded"
            ]
        )
        #expect(try await rig.deploy([cart]).outcome == .conflict)
        var options = Rig.options
        options.takesOver = true
        #expect(try await rig.deploy([cart], options: options).outcome == .succeeded)
        #expect(try await status(rig).isReady)
    }

    @Test func aServiceThatLeadsOutOfTheClusterIsNotReady() async throws {
        let rig = try await patched([
            ["op": "add", "path": "/spec/type", "value": "ExternalName"],
            ["op": "add", "path": "/spec/externalName", "value": "elsewhere.example"],
        ])
        let found = try await status(rig)
        #expect(!found.isReady)
        #expect(
            found.cause?.headline.hasSuffix("`spec.type` is `ExternalName`, which r1 has not recorded")
                == true
        )
        #expect(found.cause?.remedy == "take it over with `msctl adopt`, then deploy, which removes it")
        let remark = "`externalName` and `type` of Service `cart` were set by `kubectl-patch`"
        #expect(found.remarks == [remark])
        let desired = try #require(cart.objects.first { $0.object.reference == Self.service }).object
        let live = try await rig.client.get(Self.service)
        #expect(ForeignFields(of: live).staying(beside: desired, without: []) == ["\(remark), and stay"])
        let request = rig.request([cart])
        _ = try await rig.whileTimePasses { try await rig.deployer.adopt(request) }
        // It is ours now, and leads where it led before.
        #expect(!(try await status(rig).isReady))
        #expect(try await rig.deploy([cart]).outcome == .succeeded)
        #expect(try await status(rig).isReady)
        #expect(try await rig.client.get(Self.service)["spec"]?["externalName"] == nil)
    }

    /// The second revision is refused at its Deployment, so that it never comes to the Service.
    @Test func whatARevisionNeverCameToIsNotBlamedOnOthers() throws {
        var earlier = revision
        var current = revision
        current.number = 2
        current.activation = 2
        current.services = ["cart": ["ports": [["port": 80], ["name": "grpc", "port": 81]]]]
        var live = live(["ports": [["port": 80, "protocol": "TCP"]]], ownedBy: "msctl")
        live[metadata: "namespace"] = "shop"
        live[metadata: "annotations"] = [Label.revision: "1", Label.applied: "a"]
        var history = RevisionHistory(service: "cart", revisions: [earlier, current])
        #expect(ServiceDrift.causes(in: history, among: [live]) == [])
        #expect(
            ServiceDrift.remarks(in: history, among: [live]) == [
                "`Service shop/cart` is as r1 has it, and not as r2"
            ]
        )
        earlier.services = ["cart": ["ports": [["port": 82]]]]
        history.revisions = [earlier, current]
        #expect(ServiceDrift.causes(in: history, among: [live]).count == 1)
    }

    @Test func whatIsAddedBesideOursIsOnlyARemark() async throws {
        let rig = try await patched([
            ["op": "add", "path": "/spec/ports/-", "value": ["name": "debug", "port": 9999]]
        ])
        let found = try await status(rig)
        #expect(found.isReady)
        #expect(found.remarks == ["port `9999` of Service `cart` was added by `kubectl-patch`"])
    }

    /// As many requests as there are kinds, whoever has changed what.
    @Test func costsNoRequest() async throws {
        let rig = Rig()
        let names = ["a", "b", "c"]
        _ = try await rig.deploy(names.map { Fixture.service($0) })
        rig.transport.forget()
        _ = try await rig.deployer.status(in: rig.scope)
        let requests = rig.transport.requests
        for name in names {
            _ = try await rig.client.patch(
                ObjectReference(type: .service, namespace: "shop", name: name),
                .json([replace("/spec/ports/0/port", 9999)]),
                options: WriteOptions(fieldManager: "kubectl-patch")
            )
        }
        rig.transport.forget()
        let status = try await rig.deployer.status(in: rig.scope).services
        #expect(status.map(\.isReady) == [false, false, false])
        #expect(rig.transport.requests == requests)
    }

    /// A Service with one field of others' choice, which `owner` has.
    private func live(_ spec: JSONValue, ownedBy owner: String) -> KubernetesObject {
        let fields: JSONValue = [
            "f:spec": [
                "f:ports": [#"k:{"port":80,"protocol":"TCP"}"#: ["f:targetPort": [:]]],
                "f:type": [:],
            ]
        ]
        return KubernetesObject(
            type: .service,
            metadata: [
                "name": "cart", "annotations": [Label.applied: "a"],
                "managedFields": [["manager": .string(owner), "operation": "Update", "fieldsV1": fields]],
            ],
            members: ["spec": spec]
        )
    }

    @Test func whatAdmissionMakesOfOursIsNoDrift() {
        let spec: JSONValue = [
            "ports": [["port": 80, "protocol": "TCP", "targetPort": 15001]], "type": "NodePort",
        ]
        let declared: JSONValue = ["ports": [["port": 80, "targetPort": 8080]], "type": "ClusterIP"]
        #expect(ServiceDrift(of: live(spec, ownedBy: "msctl"), from: declared) == nil)
        let drift = ServiceDrift(of: live(spec, ownedBy: "kubectl-edit"), from: declared)
        #expect(drift?.changes.map(\.field) == ["spec.ports[port=80].targetPort", "spec.type"])
        #expect(drift?.manager == "kubectl-edit")
    }

    /// A Service cannot become headless, or cease to be, but by being made anew under its name.
    @Test(arguments: [nil, "None"] as [String?])
    func aServiceThatWasMadeAnewOtherwiseIsNoticed(declared: String?) throws {
        func spec(_ address: String?) -> JSONValue {
            ["ports": [["port": 80]], "clusterIP": address.map(JSONValue.string)]
        }
        var live = live(spec(declared == nil ? "None" : "10.96.0.7"), ownedBy: "kubectl-create")
        live[metadata: "namespace"] = "shop"
        func own(_ owner: String) {
            live[metadata: "managedFields"] = [
                [
                    "manager": .string(owner), "operation": "Update",
                    "fieldsV1": ["f:spec": ["f:clusterIP": [:], "f:ports": [:]]],
                ]
            ]
        }
        own("kubectl-create")
        var revision = revision
        revision.services = ["cart": spec(declared)]
        let history = RevisionHistory(service: "cart", revisions: [revision])
        let cause = try #require(ServiceDrift.causes(in: history, among: [live]).first)
        #expect(cause.code == .serviceChanged)
        #expect(cause.headline.contains("was changed by `kubectl-create`: `spec.clusterIP` is `"))
        #expect(cause.remedy == "delete it and deploy again, which makes it as it is declared")
        // An address that a server has given, and a headless one that we made so, are no drift.
        own("msctl")
        #expect(ServiceDrift.causes(in: history, among: [live]) == [])
        own("kubectl-create")
        live["spec"] = spec(declared ?? "10.96.0.7")
        #expect(ServiceDrift.causes(in: history, among: [live]) == [])
    }

    @Test func whatAServerLeavesOutIsNoDrift() {
        let declared: JSONValue = [
            "ports": [["port": 80]], "externalIPs": [], "publishNotReadyAddresses": false, "externalName": "",
        ]
        let spec: JSONValue = ["ports": [["port": 80, "protocol": "TCP", "targetPort": 80]]]
        #expect(ServiceDrift(of: live(spec, ownedBy: "kubectl-edit"), from: declared) == nil)
    }

    /// As an earlier build has recorded it.
    @Test func aRevisionThatSaysNothingOfItsServicesIsNotContradicted() throws {
        var secret = try #require(
            RevisionSecret.objects(revision, payload: [], scope: Self.scope).first
        )
        #expect(RevisionSecret.revision(secret)?.services == revision.services)
        var annotations = try #require(secret[metadata: "annotations"]?.object)
        annotations["msctl.dev/services"] = nil
        secret[metadata: "annotations"] = .object(annotations)
        let early = try #require(RevisionSecret.revision(secret))
        var live = live(["ports": []], ownedBy: "kubectl-edit")
        live[metadata: "namespace"] = "shop"
        func causes(_ revision: Revision) -> [RootCause] {
            ServiceDrift.causes(in: RevisionHistory(service: "cart", revisions: [revision]), among: [live])
        }
        #expect(causes(revision).count == 1)
        #expect(causes(early) == [])
    }

    private static let scope = SystemScope(system: "shop", environment: "test", namespace: "shop")

    private var revision: Revision {
        var revision = Fixture.revision("cart", objects: [Self.service])
        revision.services = ["cart": ["ports": [["port": 80]]]]
        return revision
    }
}
