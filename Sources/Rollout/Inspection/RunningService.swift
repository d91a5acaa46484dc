// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Everything of one service that is in the cluster now, judged once and without waiting.
struct RunningService: Sendable {
    let name: String
    /// Its objects, pods and ReplicaSets among them.
    let objects: [KubernetesObject]
    let workloads: [RolloutTarget.Workload]
    /// The workloads as they are in place.
    private let whole: [KubernetesObject]
    private let observed: ObservedService
    /// What of the revision in place the cluster has not, or has in another form; absent workloads come first.
    let deviations: [RootCause]
    /// What is worth knowing and nothing against the service, a sentence each.
    let remarks: [String]
    /// What it holds that must not be said.
    private let mask: SecretMask
    /// How the runs of those of its CronJobs ended that are to go on, where the last has failed.
    private let failedRuns: [CronJobRuns]
    /// Whether something that the answer hangs on may not be read.
    private let isBlind: Bool
    /// Whether nothing of it is there and a rollback of it has not come to its end, so that what was to be done is not.
    private let isUndone: Bool

    /// Judges objects and events; `desired` lends its source text to the fields of what runs, and `begun` is a rollback that
    /// has not come to its end.
    ///
    /// `found` are the objects that are there, of all kinds that were read.
    init(
        _ name: String,
        objects: [KubernetesObject],
        events: [KubernetesObject],
        history: RevisionHistory?,
        begun: BegunRollback? = nil,
        desired: [DesiredObject] = [],
        found: FoundObjects,
        unread: Set<GroupVersionKind>,
        holders: [ObjectReference: NameHolder] = [:]
    ) {
        self.name = name
        self.objects = objects
        let revision = history?.current
        mask = SecretMask(of: objects + desired.map(\.object))
        let origins = Dictionary(
            desired.map { ($0.object.reference, $0.origins) },
            uniquingKeysWith: { first, _ in first }
        )
        let governed = ReplicaOwnership.governed(by: objects)
        let owning = objects.filter { RolloutTarget.workloadKinds.contains($0.kind) && !$0.hasController }
        // A pod that was asked for by its own name stands for itself.
        let isLone = objects.count == 1 && objects.first?.type == .pod && objects.first?.name == name
        whole = isLone ? objects : owning
        workloads = whole.map { object in
            RolloutTarget.Workload(
                desired: DesiredObject(object, service: name, origins: origins[object.reference] ?? [:]),
                accepted: object,
                wasWritten: false,
                leastReplicas: governed.least(of: object) ?? 0,
                past: .whole,
                // What runs is no wish of ours: it tells who stopped it.
                isStoppedOnPurpose: object.isStoppedByUs
            )
        }
        let running = whole + objects.filter { $0.kind == "CronJob" }
        var deviations =
            revision.map {
                RevisionDeviation.causes(
                    of: $0,
                    workloads: running,
                    found: found,
                    unread: unread,
                    holders: holders
                )
            } ?? []
        if let revision, !revision.isUnfinished {
            deviations += AbsentConfiguration.causes(
                of: running.map {
                    DesiredObject($0, service: name, origins: origins[$0.reference] ?? [:])
                },
                besides: Set(revision.objects),
                present: found.present,
                unread: unread
            )
        }
        // Half-way to another revision, that one in place is not what our own writes are held against.
        let own = begun == nil ? history : nil
        let services = found.services(of: name)
        if let own, own.current?.isUnfinished == false {
            deviations += ServiceDrift.causes(in: own, among: services)
        }
        self.deviations = deviations
        let timed = objects.filter { $0.kind == "CronJob" }.sorted { $0.reference < $1.reference }
        failedRuns = timed.filter { $0.stop == nil }.map { CronJobRuns(of: $0, among: objects) }
            .filter { $0.failure != nil }
        let additions = services.flatMap { ForeignFields(of: $0).sentences }
        var remarks = begun.map { [$0.description] } ?? []
        if let own {
            remarks += RevisionDeviation.remarks(of: own, workloads: running)
            remarks += ServiceDrift.remarks(in: own, among: services)
        }
        for object in running.sorted(by: { $0.reference < $1.reference }) {
            if let stop = object.stop { remarks.append("`\(object.reference)` is \(stop)") }
            if let idle = object.idleRemark { remarks.append(idle) }
            remarks += ForeignFields(of: object).sentences
        }
        self.remarks = remarks + additions
        let expected = revision.map { Set($0.objects.map(\.type)) } ?? (workloads.isEmpty ? unread : [])
        isUndone = begun != nil && objects.isEmpty
        isBlind = unread.contains { RolloutTarget.workloadKinds.contains($0.kind) && expected.contains($0) }
        var observed = ObservedService(
            target: RolloutTarget(service: name, workloads: workloads, options: DeployOptions())
        )
        let uids = Set(objects.compactMap(\.uid))
        for object in objects { observed.take(object, at: .zero) }
        for event in events {
            let about = event["involvedObject"] ?? event["regarding"]
            guard let uid = about?["uid"]?.string, uids.contains(uid) else { continue }
            observed.take(event, at: .zero)
        }
        self.observed = observed
    }

    var ready: ReadyCount { observed.count }
    /// What cannot be seen does not count as ready.
    var isReady: Bool {
        observed.isReady && deviations.isEmpty && failedRuns.isEmpty && !isBlind && !isUndone
    }
    var cronJobs: [KubernetesObject] { objects.filter { $0.kind == "CronJob" } }

    var workloadReferences: [ObjectReference] {
        (whole.map(\.reference) + cronJobs.map(\.reference)).sorted()
    }

    var images: [String] {
        RevisionContent((whole + cronJobs).map { DesiredObject($0, service: name) })
            .images
    }

    /// The most telling cause, with what the container wrote; `nil` if nothing speaks against the service.
    func cause(
        client: ClusterClient,
        scope: SystemScope,
        secrets: ReferencedSecrets
    ) async -> RootCause? {
        let leaving = whole.filter(\.isBeingDeleted).map(\.reference)
        // Of one that is still there for a while, it can be said what keeps it.
        if let absence = deviations.first, absence.code == .workloadGone, !leaving.contains(absence.object) {
            return absence
        }
        // What pods show may follow from something else that is missing, and tells more.
        let telling = CauseTelling(client: client, scope: scope, secrets: secrets)
        if let evidence = observed.evidence(at: .zero).first {
            return await telling.told(evidence.cause, from: evidence.log, workloads: workloads, mask: mask)
        }
        if let deviation = deviations.first { return deviation }
        if let cause = observed.endedPod {
            return await telling.told(cause, from: nil, workloads: workloads, mask: mask)
        }
        guard let runs = failedRuns.first, let failure = runs.failure else { return nil }
        return await telling.told(failure, from: runs.log, workloads: workloads, mask: mask)
    }

    /// Events as they may be said: probes repeat what a container answers.
    func told(_ events: [EventEntry], secrets: ReferencedSecrets) async -> [EventEntry] {
        guard !events.isEmpty else { return [] }
        let mask = await secrets.filling(mask)
        return events.map(mask.clean)
    }
}
