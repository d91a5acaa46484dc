// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Which pods belong to something that is followed, those that come later included.
struct FollowedPods: Sendable {
    /// Where they are looked for.
    let selection: ObjectSelection
    /// The UIDs of CronJobs whose pods are meant; empty where the selection tells all.
    private let starters: Set<String>
    /// By the UID of a Job, whether one of them has started it.
    private var jobs: [String: Bool] = [:]

    /// Pods of ours carry our label, those of others the labels that their workload selects by; a CronJob selects by none.
    ///
    /// `nil` where nothing tells them from those of others.
    init?(
        of found: (objects: [KubernetesObject], isOurs: Bool),
        _ service: String,
        _ scope: SystemScope
    ) {
        let cronJobs = Set(found.objects.filter { $0.kind == "CronJob" }.compactMap(\.uid))
        // The Job of one run selects the pods of that run.
        let workloads = found.objects.filter { !$0.isControlled(byAny: cronJobs) }
        let labels =
            found.isOurs ? "\(Label.service)=\(service)" : workloads.lazy.compactMap(\.podSelector).first
        let isLone = found.objects.count == 1 && found.objects.first?.type == .pod
        if !found.isOurs, isLone, let pod = found.objects.first {
            selection = ObjectSelection(of: pod.reference)
            starters = []
            return
        }
        starters = labels == nil ? cronJobs : []
        if labels == nil, starters.isEmpty { return nil }
        selection = ObjectSelection(
            GroupVersionKind.pod,
            namespace: scope.namespace,
            labelSelector: labels
        )
    }

    /// Whether a pod among those that were found is meant; looks at the Job that it belongs to, once.
    mutating func contain(_ pod: KubernetesObject, _ client: ClusterClient) async throws(ClusterError) -> Bool
    {
        if starters.isEmpty { return true }
        let owners = pod[metadata: "ownerReferences"]?.array ?? []
        guard let owner = owners.first(where: { $0["kind"]?.string == "Job" }),
            let uid = owner["uid"]?.string, let name = owner["name"]?.string
        else { return false }
        if let known = jobs[uid] { return known }
        let reference = ObjectReference(type: .job, namespace: pod.namespace, name: name)
        let job = try await client.find(reference)
        let isMeant = job?.uid == uid && job?.isControlled(byAny: starters) == true
        jobs[uid] = isMeant
        return isMeant
    }
}

extension KubernetesObject {
    /// What a workload selects its pods by, in the API's syntax; `nil` where it selects by nothing.
    fileprivate var podSelector: String? {
        guard RolloutTarget.workloadKinds.contains(kind), let selector = self["spec"]?["selector"] else {
            return nil
        }
        var terms = (selector["matchLabels"]?.object?.members ?? []).map {
            "\($0.key)=\($0.value.string ?? "")"
        }
        for expression in selector["matchExpressions"]?.array ?? [] {
            guard let key = expression["key"]?.string else { continue }
            let values = (expression["values"]?.array ?? []).compactMap(\.string).joined(separator: ",")
            switch expression["operator"]?.string {
            case "In": terms.append("\(key) in (\(values))")
            case "NotIn": terms.append("\(key) notin (\(values))")
            case "Exists": terms.append(key)
            case "DoesNotExist": terms.append("!\(key)")
            default: continue
            }
        }
        return terms.isEmpty ? nil : terms.joined(separator: ",")
    }
}
