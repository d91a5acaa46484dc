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

    private func moved(_ before: PlannedChange?, _ after: PlannedChange?) -> String? {
        func plan(_ change: PlannedChange?) -> DeployPlan {
            let entry = change.map {
                DeployPlan.Entry(object: reference("Deployment", "b"), service: "b", change: $0)
            }
            return DeployPlan(scope: scope, cluster: "a", entries: [entry].compactMap { $0 })
        }
        do throws(DeployError) {
            _ = try DeployPlan.hold(plan(before), against: plan(after))
            return nil
        } catch {
            return error.description
        }
    }

    private func update(_ changes: (String, JSONValue?, JSONValue?)...) -> PlannedChange {
        .update(
            changes.map { FieldChange(field: $0.0, pointer: "/\($0.0)", before: $0.1, after: $0.2) }
        )
    }

    @Test func namesTheFieldsInWhichAPlanNoLongerHolds() {
        let start = "a deploy would do something else now than the plan says: "
        let object = "Deployment shop-staging/b"
        #expect(
            moved(
                update(("image", "1", "2"), ("replicas", 1, 2)),
                update(("image", "1", "2"), ("replicas", 1, 3))
            )
                == "\(start)\(object) `replicas`: 1 → 2 in the plan, 1 → 3 now"
        )
        #expect(
            moved(update(("image", "1", "2"), ("replicas", nil, 2)), .unchanged)
                == "\(start)\(object) `image`: 1 → 2 in the plan, unchanged now; "
                + "\(object) `replicas`: unset → 2 in the plan, unchanged now"
        )
        let many = update(("a", 1, 2), ("b", 1, 2), ("c", 1, 2), ("d", 1, 2), ("e", 1, 2))
        #expect(
            moved(.unchanged, many)?.hasSuffix("`c`: unchanged in the plan, 1 → 2 now; and 2 more") == true
        )
    }

    @Test func saysThatAFieldOnlyChangesHands() {
        let text = moved(update(("spec.replicas", 1, 1)), update(("image", "1", "2"))) ?? ""
        #expect(text.contains("`spec.replicas`: 1 with another owner in the plan, as it is now"), "\(text)")
    }

    @Test func saysOnlyForWhichServicesItIs() {
        func plan(_ services: String...) -> DeployPlan {
            let entries = services.map {
                DeployPlan.Entry(object: reference("Deployment", $0), service: $0, change: .create)
            }
            return DeployPlan(scope: scope, cluster: "a", entries: entries)
        }
        do throws(DeployError) {
            _ = try DeployPlan.hold(plan("a", "b"), against: plan("a", "c"))
            Issue.record("a plan for other services holds")
        } catch {
            #expect(error.description == "the plan is for `a`, `b`, and this deploy for `a`, `c`")
        }
    }

    @Test func saysOfAnObjectWhatBecomesOfItNow() {
        let object = "Deployment shop-staging/b"
        #expect(
            moved(.create, .unchanged)?.hasSuffix("\(object) (create in the plan, unchanged now)") == true
        )
        #expect(moved(nil, .delete)?.hasSuffix("\(object) (nothing in the plan, delete now)") == true)
        let owned = OwnedField(
            manager: "kubectl",
            owner: .person,
            field: ".spec.replicas",
            value: 2,
            time: nil
        )
        #expect(
            moved(update(("replicas", 1, 2)), .conflict([owned]))?
                .contains("1 → 2 in the plan, conflict: `.spec.replicas` belongs to `kubectl` now") == true
        )
        #expect(moved(.create, .create) == nil)
    }

    /// A namespace is written before the lock is waited for, and the plan is held again after that.
    @Test func whatTheRunItselfHasWrittenIsAsPlanned() throws {
        let namespace = reference("Namespace", "shop")
        func plan(_ change: PlannedChange) -> DeployPlan {
            let entry = DeployPlan.Entry(object: namespace, service: nil, change: change)
            return DeployPlan(scope: scope, cluster: "a", entries: [entry])
        }
        #expect(try DeployPlan.hold(plan(.create), against: plan(.unchanged), written: [namespace]) == nil)
        #expect(throws: DeployError.self) {
            try DeployPlan.hold(plan(.create), against: plan(.refused("no")), written: [namespace])
        }
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
