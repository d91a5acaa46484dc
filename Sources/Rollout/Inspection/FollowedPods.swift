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
    /// What the names of the Jobs begin with that the cluster makes for them.
    private let prefixes: [String]
    /// Whether the pods that were there at the beginning have not been looked at yet.
    private var isAtStart = true
    /// Whether it was said that a Job cannot be read.
    private var isNoted = false

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
            prefixes = []
            return
        }
        starters = labels == nil ? cronJobs : []
        if labels == nil, starters.isEmpty { return nil }
        prefixes = found.objects.filter { $0.kind == "CronJob" }.map { "\($0.name)-" }
        for job in found.objects where job.kind == "Job" && job.isControlled(byAny: starters) {
            if let uid = job.uid { jobs[uid] = true }
        }
        selection = ObjectSelection(
            GroupVersionKind.pod,
            namespace: scope.namespace,
            labelSelector: labels
        )
    }

    /// Those of the pods of an observation that are meant.
    ///
    /// A Job that a pod belongs to is looked at once; again with the next observation where that fails, which `onNote` hears
    /// the first time.
    mutating func meant(
        in observation: Observation,
        _ client: ClusterClient,
        onNote: (String) -> Void
    ) async -> [KubernetesObject] {
        if starters.isEmpty { return observation.present }
        var meant: [KubernetesObject] = []
        for pod in observation.present {
            if await contains(pod, client, onNote) { meant.append(pod) }
        }
        if case .synced = observation { isAtStart = false }
        return meant
    }

    private mutating func contains(
        _ pod: KubernetesObject,
        _ client: ClusterClient,
        _ onNote: (String) -> Void
    ) async -> Bool {
        let owners = pod[metadata: "ownerReferences"]?.array ?? []
        guard let owner = owners.first(where: { $0["kind"]?.string == "Job" }),
            let uid = owner["uid"]?.string, let name = owner["name"]?.string
        else { return false }
        if let known = jobs[uid] { return known }
        // All Jobs were read a moment ago: only one that has begun since can be meant. Later, one that somebody has made
        // of the CronJob by hand may have any name.
        if isAtStart, !prefixes.contains(where: name.hasPrefix) {
            jobs[uid] = false
            return false
        }
        let reference = ObjectReference(type: .job, namespace: pod.namespace, name: name)
        do throws(ClusterError) {
            let job = try await client.find(reference)
            let isMeant = job?.uid == uid && job?.isControlled(byAny: starters) == true
            jobs[uid] = isMeant
            return isMeant
        } catch {
            if error.code != .cancelled, !isNoted {
                onNote(
                    "Job \(name) cannot be read, so it is not known whether its pods are meant: "
                        + "\(error.headline); trying again"
                )
                isNoted = true
            }
            return false
        }
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
