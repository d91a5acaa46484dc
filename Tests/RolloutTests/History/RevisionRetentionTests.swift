// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

/// Which records a deploy forgets when it is done.
@Suite struct RevisionRetentionTests {
    private func history(_ service: String, _ count: Int) -> RevisionHistory {
        let revisions = (1...count).map { number in
            Revision(
                service: service,
                number: number,
                contentHash: "\(number)",
                recordedAt: nil,
                provenAt: Timestamp(seconds: 0),
                activation: number,
                initiator: "",
                images: [],
                objects: [],
                failure: nil,
                endedAt: nil,
                chunks: 1
            )
        }
        return RevisionHistory(service: service, revisions: revisions)
    }

    private func object(_ name: String) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Service"),
            metadata: ["name": .string(name), "namespace": "shop"]
        )
    }

    /// A deploy of `cart`, which keeps two old revisions, and of `orders`; `old` and `older` are given up.
    private func resolvedPlan() -> ResolvedPlan {
        var resolvedPlan = ResolvedPlan(
            scope: SystemScope(system: "shop", environment: "test", namespace: "shop")
        )
        resolvedPlan.services = [
            (DesiredService(name: "cart", objects: [], oldRevisions: 2), []),
            (DesiredService(name: "orders", objects: []), []),
        ]
        resolvedPlan.leaving = [
            DepartedService(history: history("old", 2), deletions: [object("old")], spared: []),
            DepartedService(history: history("older", 2), deletions: [object("older")], spared: []),
            DepartedService(history: history("store", 2), deletions: [], spared: [object("data")]),
        ]
        return resolvedPlan
    }

    private func retention(
        _ outcome: DeployOutcome,
        _ services: [ServiceReport],
        pruned: [KubernetesObject] = []
    ) -> RevisionRetention {
        let resolvedPlan = resolvedPlan()
        var report = DeployReport(
            outcome: outcome,
            services: services,
            plan: resolvedPlan.plan,
            duration: .zero
        )
        report.pruned = pruned.map(\.reference)
        return RevisionRetention(after: report, of: resolvedPlan, options: DeployOptions())
    }

    @Test func aServiceIsForgottenWhenNothingOfItIsLeft() {
        let report = ServiceReport(service: "cart", outcome: .unchanged)
        let retention = retention(.succeeded, [report], pruned: [object("old")])
        // Of one something could not be deleted, and of another something is kept.
        #expect(retention.departed.map(\.service) == ["old"])
        #expect(self.retention(.unconfirmed, [report], pruned: [object("old")]).departed.isEmpty)
    }

    @Test func eachChangedServiceKeepsItsOwnNumber() {
        let retention = retention(
            .succeeded,
            [
                ServiceReport(service: "cart", outcome: .succeeded),
                ServiceReport(service: "orders", outcome: .failed),
                ServiceReport(service: "catalog", outcome: .unchanged),
            ]
        )
        #expect(retention.changed == ["cart": 3, "orders": 10])
        #expect(retention.onlyChanged == nil)
        let histories = ["cart", "orders", "catalog"].map { ($0, history($0, 12)) }
        let expired = retention.expired(in: Dictionary(histories, uniquingKeysWith: { first, _ in first }))
        let cart = expired.filter { $0.service == "cart" }.map(\.number)
        #expect(cart == Array(1...9))
        let orders = expired.filter { $0.service == "orders" }.map(\.number)
        #expect(orders == [1, 2])
        #expect(expired.count == cart.count + orders.count)
    }

    @Test func oneServiceAloneIsReadAlone() {
        let retention = retention(.succeeded, [ServiceReport(service: "cart", outcome: .succeeded)])
        #expect(retention.onlyChanged == "cart")
    }
}
