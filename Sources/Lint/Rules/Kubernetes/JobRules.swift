// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let unboundedCronJob = Rule(
        id: "unbounded-cron-job",
        severity: .warning,
        family: .kubernetes,
        summary: "a CronJob may run twice at a time, or hours late",
        rationale: """
            Unless `concurrencyPolicy` forbids it, a run that takes longer than usual meets the next one, and both work on the \
            same data. Without `startingDeadlineSeconds`, runs that were missed while the control plane was down are made up \
            for at any time, and after a hundred of them never again.
            """,
        examples: Examples(
            clean: [cron("concurrencyPolicy: Forbid\n  startingDeadlineSeconds: 300")],
            flagged: [
                cron("⟪schedule⟫: 0 3 * * *"), cron("⟪schedule⟫: 0 3 * * *\n  concurrencyPolicy: Forbid"),
            ]
        ),
        source: .objects { context in
            context.objects.filter { $0.isKind("CronJob", of: "batch") }.compactMap { job in
                guard let spec = job.node.at("spec"), let schedule = spec.entry("schedule") else {
                    return nil
                }
                let overlaps = spec["concurrencyPolicy"]?.text ?? "Allow" == "Allow"
                let isLate = spec.at("startingDeadlineSeconds") == nil
                guard overlaps || isLate else { return nil }
                var cures: [String] = []
                if overlaps { cures.append("`concurrencyPolicy: Forbid` (or `Replace`)") }
                if isLate { cures.append("`startingDeadlineSeconds: 300`") }
                return Finding(
                    overlaps
                        ? "\(job.phrase) may start while its last run is still at work"
                        : "\(job.phrase) may start long after its time",
                    at: schedule.key.span,
                    overlaps && isLate ? "and long after its time" : "",
                    severity: overlaps ? .warning : .info,
                    help: "add \(cures.joined(separator: " and "))",
                    object: job
                )
            }
        }
    )

    private static func cron(_ fields: String) -> String {
        Examples.object("batch/v1", "CronJob", "nightly", "spec:\n  \(fields)\n  jobTemplate: {}")
    }

    static let jobWithoutTTL = Rule(
        id: "job-without-ttl",
        severity: .info,
        family: .kubernetes,
        summary: "a Job stays for ever after it has ended",
        rationale: """
            Jobs and their pods stay in the cluster until somebody deletes them, and a Job of the same name cannot be applied \
            again with another image. With `ttlSecondsAfterFinished` they go by themselves; hooks of Helm and Argo CD are \
            deleted by these.
            """,
        examples: Examples(
            clean: [
                Examples.object(
                    "batch/v1",
                    "Job",
                    "migrate",
                    "spec:\n  ttlSecondsAfterFinished: 3600\n  template: {}"
                )
            ],
            flagged: [Examples.object("batch/v1", "Job", "⟪migrate⟫", "spec:\n  template: {}")]
        ),
        source: .objects { context in
            context.objects.filter { $0.isKind("Job", of: "batch") }.compactMap { job in
                guard job.node.at("spec", "ttlSecondsAfterFinished") == nil,
                    job.annotation("helm.sh/hook") == nil,
                    job.annotation("argocd.argoproj.io/hook") == nil
                else { return nil }
                return Finding(
                    "\(job.phrase) stays for ever after it has ended",
                    at: job.nameSpan,
                    "nobody deletes it",
                    help: "add `ttlSecondsAfterFinished: 86400` to its `spec`",
                    object: job
                )
            }
        }
    )
}
