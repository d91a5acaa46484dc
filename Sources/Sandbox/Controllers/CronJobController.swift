// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Makes the Jobs of CronJobs.
enum CronJobController: Controller {
    static let ownerType: ResourceType? = .cronJobs

    static func observe(_ change: Change, in cluster: inout Cluster) {
        if change.key.resource == .cronJobs { cluster.enqueue(Self.self, change.key) }
    }

    /// Starts the Jobs of a CronJob when they are due.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let cron = cluster.store[key], !cron.isDeleting,
            let schedule = try? CronSchedule(cron.spec["schedule"]?.string ?? "")
        else { return }
        let zone = zone(of: cron)
        let jobs = cluster.store.dependents(of: cron.uid, resource: .jobs)
        let active = jobs.filter { isActive($0.object) }
        tidyJobs(cron, jobs, in: &cluster)
        var started: StoredObject?
        let created = cron.metadata["creationTimestamp"]?.string
        var last =
            (cron.status["lastScheduleTime"]?.string ?? created).flatMap { Timestamp($0) } ?? cluster.now
        // What was due before the deadline is not made up for.
        if let deadline = cron.spec["startingDeadlineSeconds"]?.integer {
            last = max(last, cluster.now - .seconds(deadline))
        }
        var moment: Timestamp?
        // Of several missed runs only the last one is made up for.
        if cron.spec["suspend"]?.bool != true,
            let due = schedule.last(after: last, upTo: cluster.now, in: zone)
        {
            let policy = cron.spec["concurrencyPolicy"]?.string
            if policy == "Replace" {
                for job in active { cluster.discard(job.key, DeleteOptions(propagation: .background)) }
            }
            if policy != "Forbid" || active.isEmpty { started = startJob(of: cron, due: due, in: &cluster) }
            if started != nil { moment = due }
        }
        report(key, scheduled: moment, in: &cluster)
        if let next = schedule.next(after: cluster.now, in: zone) {
            cluster.enqueue(Self.self, key, at: next)
        }
    }

    /// The zone by whose clocks a CronJob's schedule goes; UTC where the system does not know it.
    private static func zone(of cron: StoredObject) -> TimeZoneRules {
        cron.spec["timeZone"]?.string.flatMap { TimeZoneRules(named: $0) } ?? .utc
    }

    private static func startJob(of cron: StoredObject, due: Timestamp, in cluster: inout Cluster)
        -> StoredObject?
    {
        let template = cron.spec["jobTemplate"] ?? [:]
        let name = "\(cron.name.prefix(52))-\(due.seconds / 60)"
        var annotations = template[path: "metadata", "annotations"] ?? [:]
        annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] = .string(zone(of: cron).text(of: due))
        let job: JSONValue = [
            "apiVersion": "batch/v1", "kind": "Job",
            "metadata": [
                "name": .string(name), "labels": template[path: "metadata", "labels"],
                "annotations": annotations,
                "ownerReferences": [cron.controllerReference],
            ], "spec": template["spec"],
        ]
        do throws(StatusFailure) {
            let made = try cluster.make(job, .jobs, namespace: cron.namespace)
            cluster.record(
                Event(
                    reason: "SuccessfulCreate",
                    message: "Created job \(name)",
                    source: "cronjob-controller"
                ),
                about: cron
            )
            return made
        } catch {
            cluster.record(
                Event(
                    isWarning: true,
                    reason: "FailedCreate",
                    message: "Error creating job: \(error.message)",
                    source: "cronjob-controller"
                ),
                about: cron
            )
            return nil
        }
    }

    private static func tidyJobs(
        _ cron: StoredObject,
        _ jobs: [(key: ObjectKey, object: StoredObject)],
        in cluster: inout Cluster
    ) {
        for (type, field) in [
            ("Complete", "successfulJobsHistoryLimit"), ("Failed", "failedJobsHistoryLimit"),
        ] {
            let limit = cron.spec[field]?.wholeNumber ?? 1
            // The oldest go first, as they began, and of those that began together by name.
            let finished = jobs.filter { Conditions.find(type, in: $0.object.status) != nil }
                .sorted { $0.object.beginning < $1.object.beginning }
            for job in finished.dropLast(max(0, limit)) {
                cluster.discard(job.key, DeleteOptions(propagation: .background))
            }
        }
    }

    /// Whether a Job runs that the schedule has begun.
    ///
    /// One that `kubectl create job --from` makes is owned by the CronJob as well, and stands in the way of no schedule.
    private static func isActive(_ job: StoredObject) -> Bool {
        job.metadata["annotations"]?["cronjob.kubernetes.io/instantiate"] != "manual"
            && Conditions.find("Complete", in: job.status) == nil
            && Conditions.find("Failed", in: job.status) == nil
    }

    private static func report(_ key: ObjectKey, scheduled: Timestamp?, in cluster: inout Cluster) {
        guard let cron = cluster.store[key] else { return }
        var status = cron.status
        let jobs = cluster.store.dependents(of: cron.uid, resource: .jobs).map(\.object)
        let active = jobs.filter(isActive)
        let references = active.map { job -> JSONValue in
            [
                "kind": "Job", "namespace": .string(job.namespace), "name": .string(job.name),
                "uid": .string(job.uid), "apiVersion": "batch/v1",
                "resourceVersion": job.metadata["resourceVersion"],
            ]
        }
        let known = (status["active"]?.elements ?? []).map { $0["uid"] }
        if known != references.map({ $0["uid"] }) {
            status["active"] = references.isEmpty ? nil : .array(references)
        }
        if let scheduled { status["lastScheduleTime"] = .string(scheduled.description) }
        let ends = jobs.compactMap { $0.status["completionTime"]?.string }
        if let last = ends.max() { status["lastSuccessfulTime"] = .string(last) }
        if status != cron.status { cluster.modify(key, subresource: "status") { $0["status"] = status } }
    }
}

extension StoredObject {
    /// When a Job began, and its name.
    fileprivate var beginning: (String, String) { (status["startTime"]?.string ?? "", name) }
}
