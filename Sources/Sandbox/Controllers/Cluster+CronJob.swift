// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Starts the Jobs of a CronJob when they are due.
    mutating func reconcileCronJob(_ key: ObjectKey) {
        guard let cron = store[key], !cron.isDeleting,
            let schedule = CronSchedule(cron.spec["schedule"]?.string ?? "")
        else { return }
        let jobs = store.dependents(of: cron.uid, resource: .jobs)
        let active = jobs.filter {
            Conditions.find("Complete", in: $0.object.status) == nil
                && Conditions.find("Failed", in: $0.object.status) == nil
        }
        tidyJobs(cron, jobs)
        var started: StoredObject?
        let created = cron.metadata["creationTimestamp"]?.string
        let last = (cron.status["lastScheduleTime"]?.string ?? created).flatMap { Timestamp($0) } ?? now
        var moment: Timestamp?
        if cron.spec["suspend"]?.bool != true, var due = schedule.next(after: last), due <= now {
            // Of several missed runs only the last one is made up for.
            while let later = schedule.next(after: due), later <= now { due = later }
            let policy = cron.spec["concurrencyPolicy"]?.string
            if policy == "Replace" {
                for job in active { discard(job.key, DeleteOptions(propagation: .background)) }
            }
            if policy != "Forbid" || active.isEmpty { started = startJob(of: cron, due: due) }
            if started != nil { moment = due }
        }
        reportCronJob(key, scheduled: moment)
        if let next = schedule.next(after: now) { queue.add(Work(controller: .cronJob, key: key), due: next) }
    }

    private mutating func startJob(of cron: StoredObject, due: Timestamp) -> StoredObject? {
        let template = cron.spec["jobTemplate"] ?? [:]
        let name = "\(cron.name.prefix(52))-\(due.seconds / 60)"
        var annotations = template[path: "metadata", "annotations"] ?? [:]
        annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] = .string(due.description)
        let job: JSONValue = [
            "apiVersion": "batch/v1", "kind": "Job",
            "metadata": [
                "name": .string(name), "labels": template[path: "metadata", "labels"],
                "annotations": annotations,
                "ownerReferences": [Self.controllerReference(to: cron)],
            ], "spec": template["spec"],
        ]
        do throws(StatusFailure) {
            let made = try make(job, .jobs, namespace: cron.namespace)
            record(
                Remark(
                    reason: "SuccessfulCreate",
                    message: "Created job \(name)",
                    source: "cronjob-controller"
                ),
                about: cron
            )
            return made
        } catch {
            record(
                Remark(
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

    private mutating func tidyJobs(_ cron: StoredObject, _ jobs: [(key: ObjectKey, object: StoredObject)]) {
        for (type, field) in [
            ("Complete", "successfulJobsHistoryLimit"), ("Failed", "failedJobsHistoryLimit"),
        ] {
            let limit = cron.spec[field]?.wholeNumber ?? 1
            let finished = jobs.filter { Conditions.find(type, in: $0.object.status) != nil }
            for job in finished.dropLast(limit) { discard(job.key, DeleteOptions(propagation: .background)) }
        }
    }

    private mutating func reportCronJob(_ key: ObjectKey, scheduled: Timestamp?) {
        guard let cron = store[key] else { return }
        var status = cron.status
        let jobs = store.dependents(of: cron.uid, resource: .jobs).map(\.object)
        let active = jobs.filter {
            Conditions.find("Complete", in: $0.status) == nil
                && Conditions.find("Failed", in: $0.status) == nil
        }
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
        if status != cron.status { modify(key, subresource: "status") { $0["status"] = status } }
    }
}
