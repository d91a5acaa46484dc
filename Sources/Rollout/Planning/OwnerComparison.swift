// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension ResolvedPlan.Item {
    /// Counts a change of owners as a change where another configuration is applied than before.
    ///
    /// What somebody has set by hand and is declared from now on would stay theirs alone, so that another tool could take
    /// it away again; what is declared no more would stay ours, and nobody would be told that it does not go. As long as the
    /// same is applied, nothing is written for owners alone, and nothing that would put a list in another order: new pods
    /// would be made for that.
    mutating func compareOwners(with result: KubernetesObject) {
        let later = ForeignFields(of: result)
        others = later
        guard change == .unchanged, let live, live["spec"] == result["spec"],
            let stamp = live.annotation(Label.applied), stamp != AppliedStamp.of(self)
        else { return }
        let (shared, isMore) = ForeignFields(of: live).comparison(with: later)
        var sentences = shared
        if replicas == .none, !isAutoscaled, desired.object["spec"]?["replicas"] != nil,
            let setter = live.replicasSetter
        {
            sentences.append("`spec.replicas` was set by `\(setter)`\(ForeignFields.sharing)")
        }
        guard isMore || !sentences.isEmpty else { return }
        change = .update([])
        notes += sentences
    }
}
