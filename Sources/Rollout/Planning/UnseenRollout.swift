// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension ResolvedPlan {
    /// Takes out of some deletions the configuration that pods of an older version may still ask for; returns a line for
    /// each service, which is also noted on the plan.
    ///
    /// What a deploy writes is seen to work before anything is deleted. A service that is as it should be is not waited for,
    /// and may have been put back without waiting: then only its workloads tell whether that has come to its end.
    mutating func keepConfiguration(
        among deletions: inout [KubernetesObject],
        for request: DeployRequest,
        _ histories: [String: RevisionHistory]
    ) -> [String] {
        var lines: [String] = []
        for (service, items) in services {
            guard request.isSettled(service, items, histories[service.name]),
                let workload = items.compactMap(\.live).first(where: \.mayRunOlderPods)
            else { continue }
            let kept = deletions.filter {
                ConfigurationInUse.kinds.contains($0.kind) && $0.label(Label.service) == service.name
            }
            guard let first = kept.first else { continue }
            let references = Set(kept.map(\.reference))
            deletions.removeAll { references.contains($0.reference) }
            let others = kept.count > 1 ? " and \(kept.count - 1) more" : ""
            let words =
                "its rollout has not come to its end, so `\(first.reference)`\(others) stays for pods of an older "
                + "version; deploy again once it has"
            note(words, on: workload.reference)
            lines.append("`\(service.name)`: \(words)")
        }
        return lines
    }
}

extension DeployRequest {
    /// Whether a deploy has nothing to write of a service and nothing to wait for.
    fileprivate func isSettled(
        _ service: DesiredService,
        _ items: [ResolvedPlan.Item],
        _ history: RevisionHistory?
    ) -> Bool {
        guard let current = history?.current, current.isProven else { return false }
        // The values of Secrets are not recorded, so that what is put back need not have the fingerprint of its record.
        let isInPlace =
            returning.contains(service.name)
            || current.contentHash == RevisionContent(service.objects).hash
        return isInPlace && !items.contains(where: \.change.isWrite)
    }
}

extension KubernetesObject {
    /// Whether pods of an earlier template of a workload may still run, or start once more.
    fileprivate var mayRunOlderPods: Bool {
        guard GroupVersionKind.podSelectors.contains(type) else { return false }
        do throws(ShapeError) {
            return try Readiness.of(self) != .ready
        } catch {
            return true
        }
    }
}
