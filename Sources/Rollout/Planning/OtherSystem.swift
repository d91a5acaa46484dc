// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// What another system of ours has in the namespace that both share.
///
/// All systems write as the same field manager, so that the server calls none of it a conflict: whoever came second would
/// take it without a word.
enum OtherSystem {
    /// The system that a live object belongs to, if it is another than that of the desired one.
    static func owner(of live: KubernetesObject, desired: KubernetesObject) -> String? {
        guard live.label(Label.managedBy) == "msctl", let owner = live.label(Label.system),
            let own = desired.label(Label.system), owner != own
        else { return nil }
        return owner
    }

    /// Why an object of another system is not written, and what can be done.
    static func refusal(_ owner: String) -> String {
        """
        it belongs to system `\(owner)`; rename one of the services, use another namespace, or take it over with \
        `--take-over`
        """
    }

    /// Why a service is not deployed of which another system keeps records under the same name.
    static func refusal(_ owner: String, service: String) -> String {
        """
        system `\(owner)` has deployed a service `\(service)` in this namespace; rename one of them, use another \
        namespace, or take its place with `--take-over`
        """
    }
}

extension ResolvedPlan {
    /// Refuses services of which only another system has records, unless an object of theirs is refused already.
    mutating func refuse(_ others: [String: RevisionStore.Foreign], histories: [String: RevisionHistory]) {
        for (index, entry) in services.enumerated() {
            guard let other = others[entry.service.name],
                histories[entry.service.name]?.revisions.isEmpty ?? true,
                !entry.items.contains(where: \.change.isObstacle)
            else { continue }
            let workload = entry.items.firstIndex {
                RolloutTarget.workloadKinds.contains($0.desired.object.kind)
            }
            guard let item = workload ?? entry.items.indices.first else { continue }
            let reason = OtherSystem.refusal(other.system, service: entry.service.name)
            services[index].items[item].change = .refused(reason)
        }
    }
}
