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

    private func plan(cluster: String?, namespace: String?, namespaceName: String = "shop") -> DeployPlan {
        let scope = SystemScope(system: "shop", environment: "prod", namespace: namespaceName)
        return DeployPlan(scope: scope, cluster: cluster, namespaceUID: namespace, entries: [])
    }

    @Test func holdsOnlyInTheClusterThatItWasMadeFor() throws {
        let saved = plan(cluster: "a", namespace: "n")
        #expect(try DeployPlan.hold(saved, against: saved) == nil)
        // The account that deploys may not read what the one that planned could.
        #expect(try DeployPlan.hold(saved, against: plan(cluster: nil, namespace: "n")) == nil)
        #expect(try DeployPlan.hold(saved, against: plan(cluster: "a", namespace: nil)) == nil)
        for other in [plan(cluster: "b", namespace: "n"), plan(cluster: nil, namespace: "m")] {
            #expect(throws: DeployError.self) { try DeployPlan.hold(saved, against: other) }
        }
        let elsewhere = plan(cluster: "a", namespace: "n", namespaceName: "other")
        #expect(throws: DeployError.self) { try DeployPlan.hold(saved, against: elsewhere) }
    }

    @Test func saysWhenNothingTellsTheClustersApart() throws {
        let saved = plan(cluster: "a", namespace: nil)
        let note = try DeployPlan.hold(saved, against: plan(cluster: nil, namespace: "n"))
        #expect(note?.contains("could not be checked") == true)
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
