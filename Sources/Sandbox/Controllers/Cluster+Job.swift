// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Runs a Job's pods until enough have succeeded, or too many failed.
    mutating func reconcileJob(_ key: ObjectKey) {
        guard let job = store[key], !job.isDeleting else { return }
        let isOver =
            Conditions.find("Complete", in: job.status) != nil
            || Conditions.find("Failed", in: job.status) != nil
        if isOver {
            expireJob(key, job)
            return
        }
        let states = pods(controlledBy: job).map { PodState($0.object) }
        let succeeded = states.filter { $0.phase == "Succeeded" }.count
        let failed = states.filter { $0.phase == "Failed" }.count
        let active = states.filter(\.isActive)
        let completions = job.spec["completions"]?.wholeNumber
        let limit = job.spec["backoffLimit"]?.wholeNumber ?? 6
        let restarts = active.reduce(0) { sum, state in
            sum + (state.pod.status["containerStatuses"]?.elements.first?["restartCount"]?.wholeNumber ?? 0)
        }
        if completions.map({ succeeded >= $0 }) ?? (succeeded > 0 && active.isEmpty) {
            finishJob(key, succeeded: true, "CompletionsReached", "Reached expected number of succeeded pods")
        } else if failed > limit || restarts > limit {
            removeJobPods(active, of: job)
            finishJob(
                key,
                succeeded: false,
                "BackoffLimitExceeded",
                "Job has reached the specified backoff limit"
            )
        } else if let deadline = deadline(of: job), deadline <= now {
            removeJobPods(active, of: job)
            finishJob(
                key,
                succeeded: false,
                "DeadlineExceeded",
                "Job was active longer than specified deadline"
            )
        } else if job.spec["suspend"]?.bool ?? false {
            removeJobPods(active, of: job)
            reportJob(key)
        } else {
            let wanted = min(
                job.spec["parallelism"]?.wholeNumber ?? 1,
                completions.map { $0 - succeeded } ?? .max
            )
            for _ in active.count..<max(active.count, wanted) { addJobPod(key, job) }
            if let deadline = deadline(of: job) { queue.add(Work(controller: .job, key: key), due: deadline) }
            reportJob(key)
        }
    }

    private mutating func removeJobPods(_ active: [PodState], of job: StoredObject) {
        for pod in active.map(\.pod) {
            discard(ObjectKey(resource: .pods, namespace: pod.namespace, name: pod.name))
            record(
                Remark(
                    reason: "SuccessfulDelete",
                    message: "Deleted pod: \(pod.name)",
                    source: "job-controller"
                ),
                about: job
            )
        }
    }

    private func deadline(of job: StoredObject) -> Timestamp? {
        guard let seconds = job.spec["activeDeadlineSeconds"]?.wholeNumber,
            let start = job.status["startTime"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        return start + .seconds(seconds)
    }

    private mutating func addJobPod(_ key: ObjectKey, _ job: StoredObject) {
        do throws(StatusFailure) {
            let pod = try make(pod(of: job), .pods, namespace: job.namespace)
            record(
                Remark(
                    reason: "SuccessfulCreate",
                    message: "Created pod: \(pod.name)",
                    source: "job-controller"
                ),
                about: job
            )
        } catch {
            record(
                Remark(
                    isWarning: true,
                    reason: "FailedCreate",
                    message: "Error creating: \(error.message)",
                    source: "job-controller"
                ),
                about: job
            )
            retry(.job, key)
        }
    }

    private func jobStatus(_ job: StoredObject) -> JSONValue {
        let states = pods(controlledBy: job).map { PodState($0.object) }
        func some(_ number: Int) -> JSONValue? { number == 0 ? nil : .integer(Int64(number)) }
        let isSuspended = job.spec["suspend"]?.bool ?? false
        return [
            "conditions": job.status["conditions"],
            "startTime": job.status["startTime"] ?? (isSuspended ? JSONValue?.none : .string(time)),
            "completionTime": job.status["completionTime"],
            "active": some(states.filter(\.isActive).count),
            "succeeded": some(states.filter { $0.phase == "Succeeded" }.count),
            "failed": some(states.filter { $0.phase == "Failed" }.count),
            "terminating": .integer(Int64(states.filter { $0.pod.isDeleting && !$0.hasFinished }.count)),
            "uncountedTerminatedPods": [:],
            "ready": .integer(Int64(states.filter { $0.isReady && $0.isActive }.count)),
        ]
    }

    private mutating func reportJob(_ key: ObjectKey) {
        guard let job = store[key] else { return }
        var status = jobStatus(job)
        let isSuspended = job.spec["suspend"]?.bool ?? false
        let wasSuspended = Conditions.find("Suspended", in: status)?["status"]?.string == "True"
        if isSuspended || wasSuspended {
            let condition = Condition(
                type: "Suspended",
                status: isSuspended ? "True" : "False",
                reason: isSuspended ? "JobSuspended" : "JobResumed",
                message: isSuspended ? "Job suspended" : "Job resumed",
                hasProbeTime: true
            )
            Conditions.set(condition, in: &status, at: time)
            if isSuspended != wasSuspended {
                record(
                    Remark(
                        reason: isSuspended ? "Suspended" : "Resumed",
                        message: condition.message,
                        source: "job-controller"
                    ),
                    about: job
                )
            }
        }
        if status != job.status { modify(key, subresource: "status") { $0["status"] = status } }
    }

    private mutating func finishJob(_ key: ObjectKey, succeeded: Bool, _ reason: String, _ message: String) {
        guard let job = store[key] else { return }
        var status = jobStatus(job)
        // A real controller writes the first condition, waits for the pods, then the second.
        for type in succeeded ? ["SuccessCriteriaMet", "Complete"] : ["FailureTarget", "Failed"] {
            Conditions.set(
                Condition(type: type, status: "True", reason: reason, message: message, hasProbeTime: true),
                in: &status,
                at: time
            )
            if succeeded, type == "Complete" { status["completionTime"] = .string(time) }
            status["active"] = nil
            let written = status
            modify(key, subresource: "status") { $0["status"] = written }
        }
        record(
            Remark(
                isWarning: !succeeded,
                reason: succeeded ? "Completed" : reason,
                message: succeeded ? "Job completed" : message,
                source: "job-controller"
            ),
            about: job
        )
    }

    /// A finished Job goes after its time to live.
    private mutating func expireJob(_ key: ObjectKey, _ job: StoredObject) {
        guard let seconds = job.spec["ttlSecondsAfterFinished"]?.wholeNumber else { return }
        let last = (job.status["conditions"]?.elements ?? []).last?["lastTransitionTime"]?.string
        guard let end = last.flatMap({ Timestamp($0) }) else { return }
        let due = end + .seconds(seconds)
        if due <= now {
            discard(key, DeleteOptions(propagation: .foreground))
        } else {
            queue.add(Work(controller: .job, key: key), due: due)
        }
    }
}
