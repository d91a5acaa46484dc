// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension DeployPlan {
    /// Holds a saved plan against today's; throws if it is for another place, or if it would now do something else.
    ///
    /// Returns what the user should know although the plan holds.
    static func hold(_ saved: DeployPlan, against plan: DeployPlan) throws(DeployError) -> String? {
        if saved.scope != plan.scope {
            throw .foreignPlan("the plan is for \(place(saved)), not for \(place(plan))")
        }
        let isSameCluster = try isSameCluster(saved, plan)
        let before = Dictionary(saved.entries.map { ($0.object, $0.change) }, uniquingKeysWith: { $1 })
        let after = Dictionary(plan.entries.map { ($0.object, $0.change) }, uniquingKeysWith: { $1 })
        let moved = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        if !moved.isEmpty { throw .planMoved(moved.sorted().map(\.description)) }
        guard !isSameCluster else { return nil }
        return """
            whether this is the cluster that the plan was made for could not be checked: it needs the right to read \
            the namespace kube-system, or a namespace that was there already
            """
    }

    private static func place(_ plan: DeployPlan) -> String {
        "`\(plan.scope.system)` in `\(plan.scope.environment)` (namespace \(plan.scope.namespace))"
    }

    /// Whether the identities say so; false if there are none that both plans know.
    private static func isSameCluster(_ saved: DeployPlan, _ plan: DeployPlan) throws(DeployError) -> Bool {
        if let before = saved.cluster, let now = plan.cluster {
            guard before == now else {
                throw .foreignPlan("the plan is for another cluster: \(before), and this one is \(now)")
            }
            return true
        }
        guard let before = saved.namespaceUID, let now = plan.namespaceUID else { return false }
        guard before == now else {
            throw .foreignPlan(
                "the plan is for another namespace `\(plan.scope.namespace)`: \(before), and this one is \(now)"
            )
        }
        return true
    }
}
