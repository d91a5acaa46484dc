// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What a Job's controller works with: how its pods have ended, and what that means for it.
struct JobState: Sendable {
    static let indexLabel = "batch.kubernetes.io/job-completion-index"

    let object: StoredObject
    let active: [PodState]
    /// Failed pods that count towards the limit.
    let failed: [PodState]
    let succeededIndexes: CompletionIndexes
    /// `nil` where indexes do not fail by themselves.
    let failedIndexes: CompletionIndexes?
    /// How many pods are being deleted and have not ended.
    let terminating: Int
    /// Why the Job has to fail by its policy, in words.
    let policyMessage: String?
    private let pods: [PodState]

    init(_ job: StoredObject, pods: [StoredObject]) {
        object = job
        let pods = pods.map { PodState($0) }
        self.pods = pods
        active = pods.filter(\.isActive)
        terminating = pods.count { $0.pod.isDeleting && !$0.hasFinished }
        let completions = job.spec["completions"]?.wholeNumber ?? 0
        let isIndexed = Self.isIndexed(job)
        func index(_ state: PodState) -> Int? { Self.index(of: state.pod, below: completions) }

        let policy = PodFailurePolicy(job)
        let ended = pods.filter { $0.phase == "Failed" }
            .map { (state: $0, verdict: policy.verdict(on: $0.pod)) }
        failed = ended.filter { $0.verdict != .ignore && (!isIndexed || index($0.state) != nil) }.map(\.state)
        policyMessage =
            ended.lazy.compactMap { entry in
                if case .failJob(let message) = entry.verdict { message } else { nil }
            }.first

        // What was counted once stays so, although the pod may be gone.
        var succeededIndexes = CompletionIndexes(
            job.status["completedIndexes"]?.string ?? "",
            below: completions
        )
        if isIndexed {
            succeededIndexes.formUnion(pods.filter { $0.phase == "Succeeded" }.compactMap(index))
        }
        self.succeededIndexes = succeededIndexes
        guard isIndexed, let limit = job.spec["backoffLimitPerIndex"]?.wholeNumber else {
            failedIndexes = nil
            return
        }
        var failedIndexes = CompletionIndexes(job.status["failedIndexes"]?.string ?? "", below: completions)
        let counts = Dictionary(grouping: failed.compactMap(index)) { $0 }.mapValues(\.count)
        failedIndexes.formUnion(counts.filter { $0.value > limit }.keys)
        failedIndexes.formUnion(ended.filter { $0.verdict == .failIndex }.compactMap { index($0.state) })
        self.failedIndexes = failedIndexes
    }

    /// Whether each completion has an index of its own.
    static func isIndexed(_ job: StoredObject) -> Bool {
        job.spec["completionMode"]?.string == "Indexed" && job.spec["completions"] != nil
    }

    private static func index(of pod: StoredObject, below completions: Int) -> Int? {
        guard let index = pod.annotations[indexLabel].flatMap({ Int($0) }), index >= 0, index < completions
        else { return nil }
        return index
    }

    var isIndexed: Bool { Self.isIndexed(object) }
    var isSuspended: Bool { object.spec["suspend"]?.bool ?? false }
    var completions: Int? { object.spec["completions"]?.wholeNumber }
    var succeeded: Int {
        isIndexed ? succeededIndexes.count : pods.count { $0.phase == "Succeeded" }
    }
    var ready: Int { active.count(where: \.isReady) }

    /// Whether enough pods have succeeded: as many as are asked for, or any where no number is given.
    var hasSucceeded: Bool { completions.map { succeeded >= $0 } ?? (succeeded > 0) }

    /// How many pods are to run now; without a number of completions, none is added after the first success.
    var wanted: Int {
        let parallelism = object.spec["parallelism"]?.wholeNumber ?? 1
        guard let completions else { return succeeded > 0 ? active.count : parallelism }
        return max(0, min(parallelism, completions - succeeded))
    }

    /// When the Job has run for too long; a suspended one does not run.
    var deadline: Timestamp? {
        guard !isSuspended, let seconds = object.spec["activeDeadlineSeconds"]?.wholeNumber,
            let start = object.status["startTime"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        return start + .seconds(seconds)
    }

    /// Why the Job has failed; `nil` while it has not.
    func failure(at now: Timestamp) -> (reason: String, message: String)? {
        if let policyMessage { return ("PodFailurePolicy", policyMessage) }
        if failed.count > limit || hasRestartedTooOften {
            return ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
        }
        if let deadline, deadline <= now {
            return ("DeadlineExceeded", "Job was active longer than specified deadline")
        }
        guard let failedIndexes else { return nil }
        if let most = object.spec["maxFailedIndexes"]?.wholeNumber, failedIndexes.count > most {
            return (
                "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes"
            )
        }
        if failedIndexes.count > 0, failedIndexes.count + succeededIndexes.count >= completions ?? 0 {
            return ("FailedIndexes", "Job has failed indexes")
        }
        return nil
    }

    private var limit: Int { object.spec["backoffLimit"]?.wholeNumber ?? 6 }

    /// Containers that start again in their pod are failures too, and the limit is reached one earlier than with new pods.
    private var hasRestartedTooOften: Bool {
        let policy = object.spec[path: "template", "spec", "restartPolicy"]?.string
        guard policy == "OnFailure" else { return false }
        let statuses = pods.filter { $0.phase == "Running" || $0.phase == "Pending" }.flatMap { state in
            ["initContainerStatuses", "containerStatuses"].flatMap { state.pod.status[$0]?.elements ?? [] }
        }
        let restarts = statuses.reduce(0) { $0 + ($1["restartCount"]?.wholeNumber ?? 0) }
        return limit == 0 ? restarts > 0 : restarts >= limit
    }

    /// Pods that are too many: of one index all but the oldest, and what is missed least.
    var surplus: [PodState] {
        var rest = active
        var surplus: [PodState] = []
        if isIndexed {
            var seen: Set<Int> = []
            let oldest = active.map(\.pod).sorted { PodState.isLessMissed($1, $0) }.map { PodState($0) }
            rest = oldest.filter { state in
                let index = Self.index(of: state.pod, below: completions ?? 0)
                if let index, seen.insert(index).inserted { return true }
                surplus.append(state)
                return false
            }
        }
        let excess = max(0, active.count - wanted - surplus.count)
        return surplus + rest.sorted { PodState.isLessMissed($0.pod, $1.pod) }.prefix(excess)
    }

    /// What is to be made: an index for each pod where there are any.
    func missing(atMost most: Int) -> [Int?] {
        // Where only failed pods are replaced, those that are ending still stand in the way.
        let waits = object.spec["podReplacementPolicy"]?.string == "Failed"
        let count = min(most, wanted - active.count - (waits ? terminating : 0))
        guard count > 0 else { return [] }
        guard isIndexed, let completions else { return Array(repeating: nil, count: count) }
        var taken = succeededIndexes
        if let failedIndexes { taken.formUnion(failedIndexes) }
        let standing = waits ? pods.filter { !$0.hasFinished } : active
        taken.formUnion(standing.compactMap { Self.index(of: $0.pod, below: completions) })
        return taken.missing(count, below: completions).map { $0 }
    }

    /// How many counted failures an index has seen.
    func failures(ofIndex index: Int) -> Int {
        failed.count { Self.index(of: $0.pod, below: completions ?? 0) == index }
    }
}
