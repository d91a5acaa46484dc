// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension Deployer {
    /// Finds out what would stop a deploy half-way, before anything is written.
    func preflight(_ prepared: inout Preparation) async throws(DeployError) {
        let options = prepared.request.options
        guard options.preflights else { return }
        let resolvedPlan = prepared.resolvedPlan
        prepared.denied = try await access.denied(AccessCheck.questions(prepared, locks: true))
        let changing = resolvedPlan.services.flatMap(\.items).filter {
            $0.change.isWrite && RolloutTarget.workloadKinds.contains($0.desired.object.kind)
        }
        if options.waits {
            for item in changing {
                guard let cause = DeadlineArithmetic.shortage(item, deadline: options.deadline) else {
                    continue
                }
                prepared.block(item.desired.service, cause)
            }
        }
        // Where there is no namespace yet, there is nothing that could refuse a pod.
        guard !resolvedPlan.makesNamespace else { return }
        let accounts = resolvedPlan.services.flatMap(\.items)
            .filter { $0.desired.object.kind == "ServiceAccount" && $0.live != nil }
            .map(\.desired.object.name)
        let trial = PodTrial(client: client, namespace: prepared.request.namespace)
        let known = Set(accounts + ["default"])
        let refusals = try await ConcurrentRequests.map(changing) { (item) async throws(DeployError) in
            try await trial.refusal(of: item, accounts: known)
        }
        for (item, refusal) in zip(changing, refusals) {
            guard let refusal else { continue }
            // Admission often quotes what it refuses.
            let own = resolvedPlan.services.first { $0.service.name == item.desired.service }?.items ?? [item]
            let mask = SecretMask(of: own.map(\.desired.object) + own.compactMap(\.found))
            prepared.block(item.desired.service, mask.clean(refusal))
        }
    }
}

extension ResolvedPlan {
    /// Whether the namespace is yet to be made.
    fileprivate var makesNamespace: Bool {
        shared.contains { $0.desired.object.kind == "Namespace" && $0.change == .create }
    }
}

extension Preparation {
    /// Keeps a reason why a service must not be begun.
    fileprivate mutating func block(_ service: String?, _ cause: RootCause) {
        guard let service else { return }
        missing[service, default: []].append(cause)
    }
}
