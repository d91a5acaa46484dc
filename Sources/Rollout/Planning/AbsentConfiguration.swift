// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// The Secrets and ConfigMaps that pods will ask for when they start anew, and that are no longer there.
///
/// What runs does not notice. Where nothing is to be changed only their names are looked at, with one list for each kind.
enum AbsentConfiguration {
    /// Leaves out the records of revisions, of which there are more than of anything else.
    static let selector = "!\(Label.record)"
    /// What is not said of a Secret that nobody runs into yet.
    static let detail = "what runs goes on without it; a pod that starts anew cannot"

    /// Whether a workload will start pods again; a Job starts no more than it has.
    static func isAsking(_ workload: KubernetesObject) -> Bool {
        GroupVersionKind.podOwners.contains(workload.type) && workload.kind != "Job"
            && !workload.hasController
    }

    /// Whether a pod cannot start without it: a node pulls with what else it has, so that one without the Secret of a registry may.
    static func isNeeded(_ use: ReferencedConfiguration.Use) -> Bool {
        !use.pointer.contains("/imagePullSecrets/")
    }

    /// What is said of the Secret of a registry: a kubelet tries without it, and says so in an event of the pod.
    static let pullDetail = "images are pulled without it, which a registry may refuse"

    /// Notes on workloads which Secrets of registries are not there, of some uses of what is absent; returns a line for each
    /// service and Secret.
    ///
    /// It is no reason to refuse a deploy: the image may be on the node, or anybody's to pull.
    static func notePullSecrets(
        _ absent: [ReferencedConfiguration.Use],
        in resolvedPlan: inout ResolvedPlan
    ) -> [String] {
        var warnings: [String] = []
        for uses in ReferencedConfiguration.byTarget(absent) where !uses.contains(where: isNeeded) {
            guard let use = uses.first, let service = use.workload.service,
                let cause = ReferencedConfiguration.cause(uses, found: nil)
            else { continue }
            let words = Self.words(cause, detail: pullDetail)
            resolvedPlan.note(words, on: use.workload.object.reference)
            warnings.append("`\(service)`: \(words)")
        }
        return warnings
    }

    /// What is absent, what that means, and what helps, in one line.
    fileprivate static func words(_ cause: RootCause, detail: String) -> String {
        "\(cause.headline): \(detail)" + (cause.remedy.map { "; \($0)" } ?? "")
    }

    /// The kinds that some workloads ask for.
    static func kinds(of workloads: [KubernetesObject], namespace: String) -> Set<GroupVersionKind> {
        let targets = workloads.filter(isAsking).flatMap {
            ReferencedConfiguration.targets(of: $0, namespace: namespace)
        }
        return Set(targets.map(\.type))
    }

    /// One cause for each object that workloads ask for and that is not among those that are there.
    ///
    /// Nothing is said of kinds that could not be read.
    static func causes(
        of workloads: [DesiredObject],
        besides recorded: Set<ObjectReference>,
        present: Set<ObjectReference>,
        unread: Set<GroupVersionKind>
    ) -> [RootCause] {
        let uses = workloads.filter { isAsking($0.object) }.flatMap { workload in
            ReferencedConfiguration.external(in: [workload], namespace: workload.object.namespace ?? "")
        }
        let absent = uses.filter { use in
            !present.contains(use.target) && !recorded.contains(use.target)
                && !unread.contains(use.target.type) && isNeeded(use)
        }
        return ReferencedConfiguration.byTarget(absent).compactMap { uses in
            var cause = ReferencedConfiguration.cause(uses, found: nil)
            cause?.detail = detail
            return cause
        }
    }
}

extension Deployer {
    /// Notes on what stays as it is what its pods could not start again without; returns a line for each service and object.
    func noteAbsences(
        in resolvedPlan: inout ResolvedPlan,
        for request: DeployRequest
    ) async throws(DeployError) -> [String] {
        let provided = (request.shared + request.services.flatMap(\.objects)).filter {
            !GroupVersionKind.podOwners.contains($0.object.type)
        }
        let standing = resolvedPlan.services.flatMap(\.items).filter {
            $0.change == .unchanged && AbsentConfiguration.isAsking($0.desired.object)
        }
        let uses = ReferencedConfiguration.external(
            in: standing.map(\.desired) + provided,
            namespace: request.namespace
        )
        .filter(AbsentConfiguration.isNeeded)
        let kinds = Set(uses.map(\.target.type)).sorted()
        let lists = try await ConcurrentRequests.map(kinds) { (kind) async throws(DeployError) in
            try await names(of: kind, in: request.namespace)
        }
        let present = Dictionary(zip(kinds, lists), uniquingKeysWith: { first, _ in first })
        var warnings: [String] = []
        for uses in ReferencedConfiguration.byTarget(uses) {
            guard let use = uses.first, case .some(.some(let names)) = present[use.target.type],
                !names.contains(use.target.name), let service = use.workload.service,
                let cause = ReferencedConfiguration.cause(uses, found: nil)
            else { continue }
            let words = AbsentConfiguration.words(cause, detail: AbsentConfiguration.detail)
            resolvedPlan.note(words, on: use.workload.object.reference)
            warnings.append("`\(service)`: \(words)")
        }
        return warnings
    }

    /// The names of all objects of a kind that stay; `nil` if they may not be listed.
    private func names(
        of kind: GroupVersionKind,
        in namespace: String
    ) async throws(DeployError) -> Set<String>? {
        let selection = ObjectSelection(
            kind,
            namespace: namespace,
            labelSelector: AbsentConfiguration.selector
        )
        do throws(ClusterError) {
            let found = try await client.list(selection, metadataOnly: true).items
            return Set(found.filter { !$0.isBeingDeleted }.map(\.name))
        } catch {
            // Who may not list Secrets may still deploy; the kubelet will tell.
            guard error.code == .forbidden else { throw DeployError(error) }
            return nil
        }
    }
}

extension ResolvedPlan {
    /// Says something about an object of a service.
    mutating func note(_ words: String, on reference: ObjectReference) {
        for (position, entry) in services.enumerated() {
            guard let item = entry.items.firstIndex(where: { $0.desired.object.reference == reference })
            else { continue }
            services[position].items[item].notes.append(words)
            return
        }
    }
}
