// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Whom a service may no longer call that stays although no manifest declares it: the NetworkPolicies of others are made
/// of the manifests, so that they admit it no more.
enum LostAccess {
    /// A clause for each service that stays, by its name; none for those that lose nothing.
    static func clauses(of staying: [String], in resolvedPlan: ResolvedPlan) -> [String: String] {
        var losses: [String: [String]] = [:]
        for (service, items) in resolvedPlan.services {
            for item in items where item.desired.object.kind == "NetworkPolicy" && item.change.isWrite {
                let lost = callers(item.live).subtracting(callers(item.desired.object))
                for name in staying where lost.contains(name) {
                    losses[name, default: []].append("`\(service.name)`")
                }
            }
        }
        return losses.mapValues { services in
            let them = services.count == 1 ? "whose NetworkPolicy admits" : "whose NetworkPolicies admit"
            return "with this deploy it may no longer call \(services.joined(separator: ", ")), \(them) "
                + "those alone that a manifest here lets call"
        }
    }

    /// The services whose pods a policy lets in.
    private static func callers(_ policy: KubernetesObject?) -> Set<String> {
        let rules = policy?["spec"]?["ingress"]?.array ?? []
        let peers = rules.flatMap { $0["from"]?.array ?? [] }
        return Set(peers.compactMap { $0["podSelector"]?["matchLabels"]?[Label.name]?.string })
    }
}
