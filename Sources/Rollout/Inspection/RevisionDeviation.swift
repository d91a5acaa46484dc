// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// How what is in the cluster differs from what the revision in place says should be there.
enum RevisionDeviation {
    /// Kinds without which a service cannot be reached, or does not run as it should.
    ///
    /// A finished Job may have been cleaned up, as its time to live says.
    static let kinds: Set<String> = [
        "Deployment", "StatefulSet", "DaemonSet", "CronJob", "Service", "Ingress", "HTTPRoute", "ConfigMap",
        "Secret", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy", "PersistentVolumeClaim",
    ]

    /// All differences, absent workloads first; of kinds that may not be read nothing is known.
    static func causes(
        of revision: Revision,
        workloads: [KubernetesObject],
        present: Set<ObjectReference>,
        unread: Set<GroupVersionKind>
    ) -> [RootCause] {
        let missing = revision.objects.filter {
            kinds.contains($0.type.kind) && !present.contains($0) && !unread.contains($0.type)
        }
        let absences = missing.sorted().map { absence($0, of: revision) }
        let workloadsGone = absences.filter { $0.code == .workloadGone }
        // While it is being written, what else is missing is on its way; without its workload it is not ready even then.
        guard !revision.isUnfinished else { return workloadsGone }
        return workloadsGone + absences.filter { $0.code != .workloadGone } + images(of: revision, workloads)
    }

    private static func absence(_ object: ObjectReference, of revision: Revision) -> RootCause {
        let isWorkload = ["Deployment", "StatefulSet", "DaemonSet", "CronJob"].contains(object.type.kind)
        // What never worked may never have been made.
        let state = revision.isProven ? "has been deleted" : "is not there"
        var cause = RootCause(
            isWorkload ? .workloadGone : .objectGone,
            "`\(object)` \(state)",
            object: object,
            pointer: ""
        )
        cause.remedy = "deploy the service again, which makes what is missing"
        return cause
    }

    /// Workloads with images that the revision has not recorded.
    private static func images(of revision: Revision, _ workloads: [KubernetesObject]) -> [RootCause] {
        guard !revision.images.isEmpty else { return [] }
        let recorded = Set(revision.objects)
        let ours = workloads.filter { recorded.contains($0.reference) }
            .sorted { $0.reference < $1.reference }
        let running = Set(ours.flatMap { images(of: $0) })
        let replaced = revision.images.filter { !running.contains($0) }
        return ours.compactMap { workload in
            // An admission webhook may have added the digest that a tag stands for.
            let foreign = images(of: workload).filter { image in
                !revision.images.contains { image == $0 || image.hasPrefix($0 + "@") }
            }
            guard !foreign.isEmpty else { return nil }
            let label = revision.label
            let expected =
                replaced.isEmpty
                ? "which \(label) has not recorded" : "and \(label) recorded \(list(replaced))"
            return RootCause(
                .otherImage,
                "`\(workload.reference)` runs \(list(foreign)), \(expected)",
                object: workload.reference,
                pointer: ""
            )
        }
    }

    private static func images(of workload: KubernetesObject) -> [String] {
        RevisionContent([DesiredObject(workload, service: nil)]).images
    }

    private static func list(_ images: [String]) -> String {
        images.map { "`\($0)`" }.joined(separator: " and ")
    }
}
