// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// How the runs of a CronJob have ended, as far as its Jobs are still there.
struct CronJobRuns: Sendable {
    /// That the last run which has come to an end has failed; `nil` if it has not, or if none has ended.
    let failure: RootCause?
    /// Whose output tells more of it.
    let log: RolloutStateMachine.LogSource?

    /// Judges by the Jobs and pods among some objects; a run that is still under way says nothing.
    init(of cronJob: KubernetesObject, among objects: [KubernetesObject]) {
        let ends = objects.filter { $0.kind == "Job" && $0.isControlled(by: cronJob.uid) }
            .compactMap(Run.init)
            .sorted { ($0.time, $0.job.name) < ($1.time, $1.job.name) }
        let failed = ends.reversed().prefix { $0.failure != nil }
        guard let last = failed.first else {
            failure = nil
            log = nil
            return
        }
        let pods = objects.filter { $0.kind == "Pod" && $0.isControlled(by: last.job.uid) }
        let end = JobEnd.last(of: pods)
        let isAlone = failed.count == 1
        let runs = isAlone ? "the last run" : "the last \(failed.count) runs"
        var headline = "\(runs) of `\(cronJob.name)` failed"
        if !last.time.isEmpty { headline += isAlone ? " at \(last.time)" : ", at last at \(last.time)" }
        if let end { headline += ": container `\(end.container)` \(end.how)" }
        var cause = RootCause(.jobFailed, headline, object: cronJob.reference, pointer: "/spec/jobTemplate")
        cause.detail = last.failure
        cause.pod = end?.pod
        cause.container = end?.container
        cause.chain = ["CronJob \(cronJob.name)", "Job \(last.job.name)"]
        if let end { cause.chain.append("Pod \(end.pod)") }
        failure = cause
        log = end?.log
    }

    /// One run that has come to its end.
    private struct Run {
        let job: KubernetesObject
        /// When it ended, as the server writes times.
        let time: String
        /// The controller's words; `nil` if it succeeded.
        let failure: String?

        init?(_ job: KubernetesObject) {
            let ended = (job["status"]?["conditions"]?.array ?? []).first {
                ["Complete", "Failed"].contains($0["type"]?.string ?? "") && $0["status"]?.string == "True"
            }
            guard let ended else { return nil }
            self.job = job
            time = ended["lastTransitionTime"]?.string ?? job[metadata: "creationTimestamp"]?.string ?? ""
            failure =
                ended["type"]?.string == "Failed"
                ? ended["message"]?.string ?? ended["reason"]?.string ?? "" : nil
        }
    }
}
