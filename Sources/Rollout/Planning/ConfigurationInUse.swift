// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// The configuration that Jobs under way still ask for, whatever revision started them.
///
/// A Job goes on with the template that it was made of, and so do its later pods: without their ConfigMap they would never
/// start.
struct ConfigurationInUse: Sendable {
    private static let job = GroupVersionKind.job
    static let kinds: Set<String> = ["ConfigMap", "Secret"]

    let client: ClusterClient
    let namespace: String

    /// Which of some deletions have to wait; nothing is asked where no service has ever had a CronJob.
    ///
    /// Jobs of a CronJob have the labels that its template gives them, which may be none, so all of the namespace are read.
    func among(
        _ deletions: [KubernetesObject],
        _ histories: some Collection<RevisionHistory>
    ) async throws(DeployError) -> Set<ObjectReference> {
        let scheduling = histories.filter { history in
            history.revisions.contains { $0.objects.contains { $0.type.kind == "CronJob" } }
        }
        let services = Set(scheduling.map(\.service))
        let doubtful = deletions.filter { object in
            Self.kinds.contains(object.kind) && object.label(Label.service).map(services.contains) == true
        }
        guard !doubtful.isEmpty else { return [] }
        let jobs: [KubernetesObject]
        do throws(ClusterError) {
            jobs = try await client.list(Self.job, namespace: namespace).items
        } catch {
            // Who may not see Jobs keeps what the revision before had, and no more.
            guard error.code == .forbidden else { throw DeployError(error) }
            return []
        }
        let asked = jobs.filter { !$0.isFinishedJob }.flatMap {
            ReferencedConfiguration.targets(of: $0, namespace: namespace)
        }
        return Set(doubtful.map(\.reference)).intersection(asked)
    }
}

extension KubernetesObject {
    /// Whether a Job has come to an end, a good one or a bad one.
    fileprivate var isFinishedJob: Bool {
        (self["status"]?["conditions"]?.array ?? []).contains {
            ["Complete", "Failed"].contains($0["type"]?.string ?? "") && $0["status"]?.string == "True"
        }
    }
}
