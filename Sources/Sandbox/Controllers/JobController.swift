// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Makes the pods of Jobs.
enum JobController: Controller {
    static let ownerType: ResourceType? = .jobs

    /// How many pods one look makes at most, as with Kubernetes' own: others get their turn in between.
    private static let burst = 500

    static func observe(_ change: Change, in cluster: inout Cluster) {
        if change.key.resource == .jobs { cluster.enqueue(Self.self, change.key) }
    }

    /// Runs a Job's pods until enough have succeeded, or too many failed.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let job = cluster.store[key], !job.isDeleting else { return }
        let isOver =
            Conditions.find("Complete", in: job.status) != nil
            || Conditions.find("Failed", in: job.status) != nil
        if isOver {
            expire(key, job, in: &cluster)
            return
        }
        let states = cluster.claimPods(of: job).map { PodState($0.object) }
        let succeeded = states.filter { $0.phase == "Succeeded" }.count
        let failed = states.filter { $0.phase == "Failed" }.count
        let active = states.filter(\.isActive)
        let completions = job.spec["completions"]?.wholeNumber
        let limit = job.spec["backoffLimit"]?.wholeNumber ?? 6
        let restarts = active.reduce(0) { sum, state in
            sum + (state.pod.status["containerStatuses"]?.elements.first?["restartCount"]?.wholeNumber ?? 0)
        }
        if completions.map({ succeeded >= $0 }) ?? (succeeded > 0 && active.isEmpty) {
            finish(
                key,
                succeeded: true,
                "CompletionsReached",
                "Reached expected number of succeeded pods",
                in: &cluster
            )
        } else if failed > limit || restarts > limit {
            removePods(active, of: job, in: &cluster)
            finish(
                key,
                succeeded: false,
                "BackoffLimitExceeded",
                "Job has reached the specified backoff limit",
                in: &cluster
            )
        } else if let deadline = deadline(of: job), deadline <= cluster.now {
            removePods(active, of: job, in: &cluster)
            finish(
                key,
                succeeded: false,
                "DeadlineExceeded",
                "Job was active longer than specified deadline",
                in: &cluster
            )
        } else if job.spec["suspend"]?.bool ?? false {
            removePods(active, of: job, in: &cluster)
            report(key, in: &cluster)
        } else {
            let wanted = min(
                job.spec["parallelism"]?.wholeNumber ?? 1,
                completions.map { $0 - succeeded } ?? .max
            )
            var missing = min(wanted - active.count, burst)
            // One failure is one reason to wait: what follows would fail alike.
            while missing > 0, addPod(key, job, in: &cluster) { missing -= 1 }
            if let deadline = deadline(of: job) { cluster.enqueue(Self.self, key, at: deadline) }
            report(key, in: &cluster)
        }
    }

    private static func removePods(_ active: [PodState], of job: StoredObject, in cluster: inout Cluster) {
        for pod in active.map(\.pod) {
            cluster.discard(ObjectKey(resource: .pods, namespace: pod.namespace, name: pod.name))
            cluster.record(
                Event(
                    reason: "SuccessfulDelete",
                    message: "Deleted pod: \(pod.name)",
                    source: "job-controller"
                ),
                about: job
            )
        }
    }

    private static func deadline(of job: StoredObject) -> Timestamp? {
        guard let seconds = job.spec["activeDeadlineSeconds"]?.wholeNumber,
            let start = job.status["startTime"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        return start + .seconds(seconds)
    }

    /// Makes a pod; whether that worked.
    private static func addPod(_ key: ObjectKey, _ job: StoredObject, in cluster: inout Cluster) -> Bool {
        do throws(StatusFailure) {
            let pod = try cluster.make(job.podOfTemplate, .pods, namespace: job.namespace)
            cluster.record(
                Event(
                    reason: "SuccessfulCreate",
                    message: "Created pod: \(pod.name)",
                    source: "job-controller"
                ),
                about: job
            )
            return true
        } catch {
            cluster.record(
                Event(
                    isWarning: true,
                    reason: "FailedCreate",
                    message: "Error creating: \(error.message)",
                    source: "job-controller"
                ),
                about: job
            )
            cluster.retry(Self.self, key)
            return false
        }
    }

    private static func jobStatus(_ job: StoredObject, in cluster: Cluster) -> JSONValue {
        let states = cluster.store.pods(controlledBy: job).map { PodState($0.object) }
        func some(_ number: Int) -> JSONValue? { number == 0 ? nil : .integer(Int64(number)) }
        let isSuspended = job.spec["suspend"]?.bool ?? false
        return [
            "conditions": job.status["conditions"],
            "startTime": job.status["startTime"] ?? (isSuspended ? JSONValue?.none : .string(cluster.time)),
            "completionTime": job.status["completionTime"],
            "active": some(states.filter(\.isActive).count),
            "succeeded": some(states.filter { $0.phase == "Succeeded" }.count),
            "failed": some(states.filter { $0.phase == "Failed" }.count),
            "terminating": .integer(Int64(states.filter { $0.pod.isDeleting && !$0.hasFinished }.count)),
            "uncountedTerminatedPods": [:],
            "ready": .integer(Int64(states.filter { $0.isReady && $0.isActive }.count)),
        ]
    }

    private static func report(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let job = cluster.store[key] else { return }
        var status = jobStatus(job, in: cluster)
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
            Conditions.set(condition, in: &status, at: cluster.time)
            if isSuspended != wasSuspended {
                cluster.record(
                    Event(
                        reason: isSuspended ? "Suspended" : "Resumed",
                        message: condition.message,
                        source: "job-controller"
                    ),
                    about: job
                )
            }
        }
        if status != job.status { cluster.modify(key, subresource: "status") { $0["status"] = status } }
    }

    private static func finish(
        _ key: ObjectKey,
        succeeded: Bool,
        _ reason: String,
        _ message: String,
        in cluster: inout Cluster
    ) {
        guard let job = cluster.store[key] else { return }
        var status = jobStatus(job, in: cluster)
        // A real controller writes the first condition, waits for the pods, then the second.
        for type in succeeded ? ["SuccessCriteriaMet", "Complete"] : ["FailureTarget", "Failed"] {
            Conditions.set(
                Condition(type: type, status: "True", reason: reason, message: message, hasProbeTime: true),
                in: &status,
                at: cluster.time
            )
            if succeeded, type == "Complete" { status["completionTime"] = .string(cluster.time) }
            status["active"] = nil
            let written = status
            cluster.modify(key, subresource: "status") { $0["status"] = written }
        }
        cluster.record(
            Event(
                isWarning: !succeeded,
                reason: succeeded ? "Completed" : reason,
                message: succeeded ? "Job completed" : message,
                source: "job-controller"
            ),
            about: job
        )
    }

    /// A finished Job goes after its time to live.
    private static func expire(_ key: ObjectKey, _ job: StoredObject, in cluster: inout Cluster) {
        guard let seconds = job.spec["ttlSecondsAfterFinished"]?.wholeNumber else { return }
        let last = (job.status["conditions"]?.elements ?? []).last?["lastTransitionTime"]?.string
        guard let end = last.flatMap({ Timestamp($0) }) else { return }
        let due = end + .seconds(seconds)
        if due <= cluster.now {
            cluster.discard(key, DeleteOptions(propagation: .foreground))
        } else {
            cluster.enqueue(Self.self, key, at: due)
        }
    }
}
