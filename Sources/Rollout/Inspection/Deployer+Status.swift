// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

extension Deployer {
    /// The kinds that say how a service is doing.
    static let runningKinds: Set<GroupVersionKind> = Set(
        GroupVersionKind.podOwners + [.horizontalPodAutoscaler, .replicaSet, .pod]
    )

    /// How the services of a system are doing, by name; reads only.
    ///
    /// Kinds that the account may not read leave the answer poorer, and are named in it.
    package func status(
        in scope: SystemScope,
        services selected: Set<String>? = nil
    ) async throws(DeployError) -> SystemStatus {
        var reading = Reading(client: client)
        let live = try await reading.list(
            Self.runningKinds,
            namespace: scope.namespace,
            labelSelector: Label.selector(system: scope.system)
        )
        let runs = try await runs(of: live, in: scope, &reading)
        let histories = try await histories(&reading, scope)
        let events = try await events(&reading, scope)
        let revisions = histories.filter { selected?.contains($0.key) ?? true }.values.compactMap(\.current)
        let found = try await found(live, of: revisions, in: scope, &reading)
        try reading.check()
        let holders = try await holders(in: revisions, of: scope, found: found, reading.denied)
        let begun = try await begunRollbacks(in: scope)
        var groups: [String: [KubernetesObject]] = [:]
        for object in live {
            if let service = object.label(Label.service) { groups[service, default: []].append(object) }
        }
        for service in histories.keys where groups[service] == nil { groups[service] = [] }
        groups = groups.filter { service, objects in
            histories[service] != nil || !reading.seesWorkloads
                || !objects.allSatisfy { $0.isOnItsWayOut(among: objects, at: time.now()) }
        }
        for (service, objects) in groups {
            let own = Set(objects.compactMap(\.uid))
            groups[service] = objects + runs.filter { $0.isControlled(byAny: own) }
        }
        let secrets = ReferencedSecrets(client: client, time: time, scope: scope)
        let unread = Set(reading.denied)
        let wanted = groups.filter { selected?.contains($0.key) ?? true }.sorted { $0.key < $1.key }
        // Where a hundred services are in trouble, what their pods must not say takes a request for each.
        let statuses = try await ConcurrentRequests.map(wanted) { (group) async throws(DeployError) in
            let (service, objects) = group
            let running = RunningService(
                service,
                objects: objects,
                events: events,
                history: histories[service],
                begun: begun[service],
                found: found,
                unread: unread,
                holders: holders
            )
            return ServiceStatus(
                service: service,
                revision: histories[service]?.current,
                ready: running.ready,
                isReady: running.isReady,
                cause: await running.cause(client: client, scope: scope, secrets: secrets),
                deviations: running.deviations.map(\.headline),
                workloads: running.workloadReferences,
                images: running.images,
                scaleOverride: try await scaleByHand(objects, of: service, in: scope),
                replacedFailure: histories[service]?.replacedFailure,
                remarks: running.remarks
            )
        }
        return SystemStatus(services: statuses, unread: reading.notes)
    }

    /// The Jobs that CronJobs have started: they carry no label of ours.
    func runs(
        of objects: [KubernetesObject],
        in scope: SystemScope,
        _ reading: inout Reading
    ) async throws(DeployError) -> [KubernetesObject] {
        let starters = Set(objects.filter { $0.kind == "CronJob" }.compactMap(\.uid))
        guard !starters.isEmpty else { return [] }
        let job = GroupVersionKind(apiVersion: "batch/v1", kind: "Job")
        let jobs = try await reading.list([job], namespace: scope.namespace, labelSelector: nil)
        let known = Set(objects.compactMap(\.uid))
        return jobs.filter { $0.isControlled(byAny: starters) && !known.contains($0.uid ?? "") }
    }

    /// The recorded revisions of a service, or of all; none without the right to read them.
    func histories(
        _ reading: inout Reading,
        _ scope: SystemScope,
        of service: String? = nil
    ) async throws(DeployError) -> [String: RevisionHistory] {
        let store = RevisionStore(client: client, scope: scope)
        return try await reading.attempt(RevisionSecret.type) { () async throws(DeployError) in
            try await store.histories(of: service)
        } ?? [:]
    }

    /// What is there of the revisions in place: what was read already, and one list for each other kind that matters.
    func found(
        _ known: [KubernetesObject],
        of revisions: [Revision],
        service: String? = nil,
        in scope: SystemScope,
        _ reading: inout Reading
    ) async throws(DeployError) -> FoundObjects {
        let types = Set(revisions.flatMap(\.objects).map(\.type)).filter {
            RevisionDeviation.kinds.contains($0.kind) && !Self.runningKinds.contains($0)
        }
        let system = Label.selector(system: scope.system)
        // Pods may ask for what somebody else has made.
        let asked = revisions.isEmpty ? [] : AbsentConfiguration.kinds(of: known, namespace: scope.namespace)
        var others = try await reading.list(
            types.subtracting(asked),
            namespace: scope.namespace,
            labelSelector: service.map { "\(system),\(Label.service)=\($0)" } ?? system,
            // Of a Service it matters what it says.
            metadataOnly: types.subtracting([.service])
        )
        others += try await reading.list(
            asked,
            namespace: scope.namespace,
            labelSelector: AbsentConfiguration.selector,
            metadataOnly: asked
        )
        return FoundObjects(known + others, in: scope)
    }

    /// All Events of the namespace; none without the right to read them.
    func events(
        _ reading: inout Reading,
        _ scope: SystemScope
    ) async throws(DeployError) -> [KubernetesObject] {
        try await reading.list([GroupVersionKind.event], namespace: scope.namespace, labelSelector: nil)
    }
}

extension Reading {
    /// Whether all that runs pods may be read, and what is recorded of it.
    fileprivate var seesWorkloads: Bool {
        denied.allSatisfy { !GroupVersionKind.podOwners.contains($0) && $0 != RevisionSecret.type }
    }
}

extension KubernetesObject {
    /// How long a deletion may take before it is worth a word.
    private static let ordinaryDeletion = Duration.seconds(60)

    /// Whether it goes with what it belongs to, or goes already: what is left of a service that was deleted.
    ///
    /// A deletion that does not come to its end, such as one that a finalizer holds up, does not count.
    fileprivate func isOnItsWayOut(among objects: [KubernetesObject], at now: Timestamp) -> Bool {
        if isBeingDeleted {
            // That of a pod is the end of the time that it is given.
            let moment = self[metadata: "deletionTimestamp"]?.string.flatMap { Timestamp($0) }
            return moment.map { now - $0 < Self.ordinaryDeletion } ?? true
        }
        guard kind == "Pod" || kind == "ReplicaSet", hasController else { return false }
        let owner = objects.first { isControlled(by: $0.uid) }
        return owner?.isOnItsWayOut(among: objects, at: now) ?? true
    }
}
