// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

@Suite struct DeployPlanTests {
    private let scope = SystemScope(system: "shop", environment: "staging", namespace: "shop-staging")

    private func reference(_ kind: String, _ name: String) -> ObjectReference {
        ObjectReference(
            type: GroupVersionKind(apiVersion: "v1", kind: kind),
            namespace: "shop-staging",
            name: name
        )
    }

    private var plan: DeployPlan {
        let owned = OwnedField(
            manager: "kubectl",
            owner: .person,
            field: ".data.x",
            value: "2",
            time: "2026-11-21T03:00:00Z"
        )
        let change = FieldChange(field: "data.x", pointer: "/data/x", before: nil, after: "1")
        let entries: [DeployPlan.Entry] = [
            DeployPlan.Entry(object: reference("Namespace", "shop"), service: nil, change: .create),
            DeployPlan.Entry(object: reference("ConfigMap", "a"), service: "a", change: .update([change])),
            DeployPlan.Entry(object: reference("ConfigMap", "b"), service: "a", change: .unchanged),
            DeployPlan.Entry(object: reference("ConfigMap", "c"), service: "a", change: .conflict([owned])),
            DeployPlan.Entry(
                object: reference("ConfigMap", "d"),
                service: "a",
                change: .replaceNeeded("why")
            ),
            DeployPlan.Entry(
                object: reference("ConfigMap", "e"),
                service: "a",
                change: .refused("no"),
                notes: ["n"]
            ),
            DeployPlan.Entry(object: reference("ConfigMap", "f"), service: "a", change: .delete),
        ]
        return DeployPlan(scope: scope, cluster: "uid", entries: entries)
    }

    @Test func survivesBeingSaved() throws {
        let text = plan.json.text()
        #expect(try DeployPlan(json: JSONReader.read(text)) == plan)
        #expect(plan.json.text() == text)
    }

    @Test func refusesOtherDocuments() {
        #expect(throws: DeployPlan.ReadError.self) { try DeployPlan(json: ["format": "other"]) }
    }

    @Test func knowsWhatStandsInTheWay() {
        #expect(plan.obstacles.map(\.object.name) == ["c", "d", "e"])
        #expect(plan.hasChanges)
    }
}

@Suite struct OwnershipPolicyTests {
    private static let managers: [(String, String?, String, OwnedField.Owner)] = [
        ("kube-controller-manager", "scale", ".spec.replicas", .autoscaler),
        ("kube-controller-manager", nil, ".spec.replicas", .tool),
        ("keda-operator", nil, ".spec.replicas", .autoscaler),
        ("kube-controller-manager", "scale", ".spec.template", .tool),
        ("kubectl-edit", nil, ".spec.replicas", .person),
        ("kubectl", "scale", ".spec.replicas", .person),
        ("kubectl-client-side-apply", nil, ".spec.template", .person),
        ("helm", nil, ".spec.template", .tool),
        ("msctl-scale", "scale", ".spec.replicas", .ourselves),
        ("msctl", nil, ".spec.template", .ourselves),
        ("msctlx", nil, ".spec.template", .tool),
    ]

    @Test(arguments: managers)
    func tellsOwnersApart(manager: String, subresource: String?, field: String, owner: OwnedField.Owner) {
        #expect(
            OwnershipPolicy.owner(manager: manager, subresource: subresource, field: field) == owner
        )
    }
}
