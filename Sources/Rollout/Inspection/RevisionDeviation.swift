// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
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
    ///
    /// `holders` are what has the names of absent objects.
    static func causes(
        of revision: Revision,
        workloads: [KubernetesObject],
        found: FoundObjects,
        unread: Set<GroupVersionKind>,
        holders: [ObjectReference: NameHolder] = [:]
    ) -> [RootCause] {
        let missing = missing(of: revision, found: found, unread: unread)
        let absences = missing.map { absence($0, of: revision, holder: holders[$0]) }
        let workloadsGone = absences.filter { $0.code == .workloadGone }
        // While it is being written, what else is missing is on its way; without its workload it is not ready even then.
        guard !revision.isUnfinished else { return workloadsGone }
        return workloadsGone + absences.filter { $0.code != .workloadGone } + images(of: revision, workloads)
    }

    /// What of a revision is not there as ours, as far as that is known.
    static func missing(
        of revision: Revision,
        found: FoundObjects,
        unread: Set<GroupVersionKind>
    ) -> [ObjectReference] {
        revision.objects.filter {
            kinds.contains($0.type.kind) && !found.ours.contains($0) && !unread.contains($0.type)
        }.sorted()
    }

    private static func absence(
        _ object: ObjectReference,
        of revision: Revision,
        holder: NameHolder?
    ) -> RootCause {
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
        holder?.tell(of: object, in: &cause)
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
            // What we have applied is still ours; admission may have made another image of it, such as that of a mirror.
            // What no one has set, it has added, such as a sidecar.
            let foreign = unrecorded(workload, by: revision).filter { $0.setter == .other }.map(\.image)
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

    /// What is other than the revision in place recorded and yet our own write, a sentence each.
    ///
    /// Admission has rewritten it, unless it is what another revision has recorded by which we wrote it last.
    static func remarks(of history: RevisionHistory, workloads: [KubernetesObject]) -> [String] {
        guard let revision = history.current, !revision.images.isEmpty, !revision.isUnfinished else {
            return []
        }
        let recorded = Set(revision.objects)
        return workloads.filter { recorded.contains($0.reference) }.sorted { $0.reference < $1.reference }
            .flatMap { workload in
                let unrecorded = unrecorded(workload, by: revision)
                let added = unrecorded.filter { $0.setter == .admission }.map(\.image)
                let additions =
                    added.isEmpty ? [] : ["admission adds \(list(added)) to `\(workload.reference)`"]
                let rewritten = unrecorded.filter { $0.setter == .msctl }.map(\.image)
                guard !rewritten.isEmpty else { return additions }
                let writer = workload.annotation(Label.revision).flatMap { Int($0) }
                    .flatMap { history.revision($0) }
                if let writer, writer.number != revision.number,
                    Set(rewritten).isSubset(of: writer.images)
                {
                    let (has, wanted) = (writer.label, revision.label)
                    return ["`\(workload.reference)` is as \(has) has it, and not as \(wanted)"] + additions
                }
                let said = "what \(revision.label) says of `\(workload.reference)`"
                return ["admission makes \(list(rewritten)) of \(said)"] + additions
            }
    }

    /// Who has set the image of a container.
    private enum Setter {
        case msctl
        case other
        /// Nobody that the server has noted: what admission adds to a write belongs to no one.
        case admission
    }

    /// The images of a workload that a revision has not recorded, and whose they are.
    private static func unrecorded(
        _ workload: KubernetesObject,
        by revision: Revision
    ) -> [(image: String, setter: Setter)] {
        ["initContainers", "containers"].flatMap { list in
            (workload[path: workload.podPath + [list]]?.array ?? []).compactMap { container in
                guard let image = container["image"]?.string, let name = container["name"]?.string,
                    // An admission webhook may have added the digest that a tag stands for.
                    !revision.images.contains(where: { image == $0 || image.hasPrefix($0 + "@") })
                else { return nil }
                let setters = workload.imageSetters(of: name, in: list)
                if setters.contains(FieldManager.msctl) { return (image, .msctl) }
                // Without any note of ours, somebody has taken all of them away.
                let isNoted = workload.managers.contains(FieldManager.msctl)
                return (image, setters.isEmpty && isNoted ? .admission : .other)
            }
        }
    }

    private static func images(of workload: KubernetesObject) -> [String] {
        RevisionContent([DesiredObject(workload, service: nil)]).images
    }

    private static func list(_ images: [String]) -> String {
        images.map { "`\($0)`" }.joined(separator: " and ")
    }
}

extension KubernetesObject {
    /// Where the spec of its pods stands.
    fileprivate var podPath: [String] {
        kind == "CronJob"
            ? ["spec", "jobTemplate", "spec", "template", "spec"] : ["spec", "template", "spec"]
    }

    fileprivate subscript(path names: [String]) -> JSONValue? {
        names.reduce(Optional(JSONValue.object(json))) { value, name in value?[name] }
    }

    /// Who owns any field of it.
    fileprivate var managers: [String] {
        (self[metadata: "managedFields"]?.array ?? []).compactMap { $0["manager"]?.string }
    }

    /// Who owns the image of a container: whoever changes it takes it from us.
    fileprivate func imageSetters(of container: String, in list: String) -> [String] {
        let key = "k:\(JSONValue.object(["name": .string(container)]).text())"
        let path = (podPath + [list]).map { "f:\($0)" } + [key, "f:image"]
        return (self[metadata: "managedFields"]?.array ?? []).filter { entry in
            path.reduce(entry["fieldsV1"]) { fields, name in fields?[name] } != nil
        }.map { $0["manager"]?.string ?? "" }
    }
}
