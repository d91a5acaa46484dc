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
        let state = JobState(job, pods: cluster.claimPods(of: job).map(\.object))
        if let failure = state.failure(at: cluster.now) {
            removePods(state.active, of: job, in: &cluster)
            finish(key, succeeded: false, failure.reason, failure.message, in: &cluster)
            return
        }
        let running = state.isSuspended ? suspend(state, in: &cluster) : run(key, state, in: &cluster)
        if running == 0, state.hasSucceeded {
            finish(
                key,
                succeeded: true,
                "CompletionsReached",
                "Reached expected number of succeeded pods",
                in: &cluster
            )
            return
        }
        if let deadline = state.deadline { cluster.enqueue(Self.self, key, at: deadline) }
        report(key, in: &cluster)
    }

    /// Deletes what runs; how many run then.
    private static func suspend(_ state: JobState, in cluster: inout Cluster) -> Int {
        removePods(state.active, of: state.object, in: &cluster)
        return 0
    }

    /// Deletes pods that are too many, or makes some that are missing; how many run then.
    private static func run(_ key: ObjectKey, _ state: JobState, in cluster: inout Cluster) -> Int {
        let surplus = Array(state.surplus.prefix(burst))
        guard surplus.isEmpty else {
            removePods(surplus, of: state.object, in: &cluster)
            return state.active.count - surplus.count
        }
        var made = 0
        for index in state.missing(atMost: burst) {
            // One failure is one reason to wait: what follows would fail alike.
            guard addPod(key, state, index, in: &cluster) else { break }
            made += 1
        }
        return state.active.count + made
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

    /// Makes a pod, with an index where the Job has them; whether that worked.
    private static func addPod(_ key: ObjectKey, _ state: JobState, _ index: Int?, in cluster: inout Cluster)
        -> Bool
    {
        let job = state.object
        var pod = job.podOfTemplate
        if let index { number(&pod, index, state) }
        guard cluster.makePod(pod, for: job, source: "job-controller") != nil else { return true }
        cluster.retry(Self.self, key)
        return false
    }

    /// Gives a pod its index: in its name, by which others reach it, and for itself.
    private static func number(_ pod: inout JSONValue, _ index: Int, _ state: JobState) {
        let text = JSONValue.string(String(index))
        let ending = "-\(index)-"
        // As long as a name may be without the five letters that follow.
        let beginning = state.object.name.prefix(58 - ending.count)
        pod["metadata"]?["generateName"] = .string(beginning + ending)
        pod["metadata"]?.fill("labels", [:])
        pod["metadata"]?["labels"]?[JobState.indexLabel] = text
        pod["metadata"]?.fill("annotations", [:])
        pod["metadata"]?["annotations"]?[JobState.indexLabel] = text
        if state.failedIndexes != nil {
            let failures = JSONValue.string(String(state.failures(ofIndex: index)))
            pod["metadata"]?["annotations"]?["batch.kubernetes.io/job-index-failure-count"] = failures
        }
        pod["spec"]?["hostname"] = .string("\(state.object.name)-\(index)")
    }

    private static func jobStatus(_ job: StoredObject, in cluster: Cluster) -> JSONValue {
        let state = JobState(job, pods: cluster.store.pods(controlledBy: job).map(\.object))
        func some(_ number: Int) -> JSONValue? { number == 0 ? nil : .integer(Int64(number)) }
        let completed = state.succeededIndexes.text
        return [
            "conditions": job.status["conditions"],
            "startTime": job.status["startTime"]
                ?? (state.isSuspended ? JSONValue?.none : .string(cluster.time)),
            "completionTime": job.status["completionTime"],
            "active": some(state.active.count), "succeeded": some(state.succeeded),
            "failed": some(state.failed.count), "terminating": .integer(Int64(state.terminating)),
            "completedIndexes": completed.isEmpty ? nil : .string(completed),
            "failedIndexes": state.failedIndexes.map { .string($0.text) },
            "uncountedTerminatedPods": [:], "ready": .integer(Int64(state.ready)),
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
