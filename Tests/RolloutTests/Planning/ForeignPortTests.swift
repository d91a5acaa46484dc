// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What others put into a Service of ours: a port is merged field by field, so that it stays, and has to be said.
@Suite struct ForeignPortTests {
    private static let service = ObjectReference(type: .service, namespace: "shop", name: "cart")
    private static let sentence = "`appProtocol` of port `80` of Service `cart` was set by `kubectl-patch`"

    private let cart: DesiredService = {
        var service = Fixture.service("cart")
        for index in service.objects.indices where service.objects[index].object.type == .service {
            service.objects[index].object["spec"] = [
                "selector": ["app.kubernetes.io/name": "cart"],
                "ports": [["name": "http", "port": 80, "targetPort": 8080]],
            ]
        }
        return service
    }()

    private func patch(
        _ rig: Rig,
        _ operations: [JSONValue],
        by manager: String = "kubectl-patch"
    ) async throws {
        _ = try await rig.client.patch(
            Self.service,
            .json(operations),
            options: WriteOptions(fieldManager: manager)
        )
    }

    /// A cluster where somebody has patched the Service since it was deployed.
    private func patched(_ operations: [JSONValue]) async throws -> Rig {
        let rig = Rig()
        try #require(try await rig.deploy([cart]).outcome == .succeeded)
        try await patch(rig, operations)
        return rig
    }

    private func deploy(_ rig: Rig, takesOver: Bool) async throws -> (report: DeployReport, notes: [String]) {
        var options = Rig.options
        options.takesOver = takesOver
        let report = try await rig.deploy([cart], options: options)
        return (report, report.plan.entries.filter { $0.object == Self.service }.flatMap(\.notes))
    }

    private func ports(_ rig: Rig) async throws -> [JSONValue] {
        try await rig.live("Service", "cart")?["spec"]?["ports"]?.array ?? []
    }

    @Test(arguments: [false, true])
    func aFieldOfOneOfOurPortsIsSaidToStay(takesOver: Bool) async throws {
        // C6.2
        let rig = try await patched([
            ["op": "add", "path": "/spec/ports/0/appProtocol", "value": "kubernetes.io/ws"]
        ])
        #expect(try await rig.deployer.status(in: rig.scope).services.first?.remarks == [Self.sentence])
        let (report, notes) = try await deploy(rig, takesOver: takesOver)
        #expect(report.outcome == .succeeded)
        #expect(notes == ["\(Self.sentence), and stays"])
        #expect(try await ports(rig).first?["appProtocol"] == "kubernetes.io/ws")
    }

    /// A take-over is about what stands in the way.
    @Test func stayingIsSaidBesideWhatIsTakenOver() async throws {
        let rig = try await patched([
            ["op": "replace", "path": "/spec/ports/0/targetPort", "value": 9090],
            ["op": "add", "path": "/spec/ports/0/appProtocol", "value": "kubernetes.io/ws"],
        ])
        #expect(try await deploy(rig, takesOver: false).report.outcome == .conflict)
        let (report, notes) = try await deploy(rig, takesOver: true)
        #expect(report.outcome == .succeeded)
        #expect(notes == ["\(Self.sentence), and stays"])
        #expect(try await ports(rig).first?["targetPort"] == 8080)
    }

    @Test func anElementThatGoesTakesWithItWhatOthersHavePutIntoIt() async throws {
        let rig = try await patched([["op": "replace", "path": "/spec/ports/0/port", "value": 9999]])
        try await patch(
            rig,
            [["op": "add", "path": "/spec/ports/0/appProtocol", "value": "kubernetes.io/ws"]],
            by: "mesh"
        )
        let (report, notes) = try await deploy(rig, takesOver: true)
        #expect(report.outcome == .succeeded, "\(report.stopped ?? "") \(report.causes)")
        #expect(notes.allSatisfy { !$0.hasSuffix("and stays") }, "\(notes)")
        let left = try await ports(rig)
        #expect(left.count == 1)
        #expect(left.first?["port"] == 80)
        #expect(left.first?["appProtocol"] == nil)
    }

    @Test func whatAServerSetsWhereNobodyHasIsNobodysChoice() throws {
        let spec: JSONValue = [
            "f:spec": [
                "f:externalTrafficPolicy": [:], "f:internalTrafficPolicy": [:], "f:sessionAffinity": [:],
                "f:type": [:],
            ]
        ]
        let live = KubernetesObject(
            type: .service,
            metadata: [
                "name": "cart",
                "managedFields": [
                    ["manager": "msctl", "operation": "Apply", "fieldsV1": ["f:spec": ["f:selector": [:]]]],
                    ["manager": "helm", "operation": "Update", "fieldsV1": spec],
                ],
            ],
            members: [
                "spec": [
                    "internalTrafficPolicy": "Cluster", "sessionAffinity": "None", "type": "NodePort",
                    "externalTrafficPolicy": "Cluster",
                ]
            ]
        )
        #expect(ForeignFields(of: live).sentences == ["`type` of Service `cart` was set by `helm`"])
    }
}
