// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A CronJob to render: only the fields that are set are written, a server fills in the rest.
package struct CronJobObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// When it runs, as five cron fields.
    package var schedule: String
    /// What each run does.
    package var job: JobSpec
    /// The labels of each Job.
    package var jobLabels: [String: String] = [:]
    /// The time zone of the schedule.
    package var timeZone: String? = nil
    /// What happens when the last run is not over: `Allow`, `Forbid` or `Replace`.
    package var concurrencyPolicy: String? = nil
    /// How late a run may start.
    package var startingDeadlineSeconds: Int? = nil
    /// How many good runs are kept.
    package var successfulJobsHistoryLimit: Int? = nil
    /// How many failed runs are kept.
    package var failedJobsHistoryLimit: Int? = nil

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata, schedule: String, job: JobSpec) {
        self.metadata = metadata
        self.schedule = schedule
        self.job = job
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .cronJob,
            metadata: metadata.json,
            members: [
                "spec": [
                    "schedule": .string(schedule),
                    "timeZone": .optional(timeZone),
                    "concurrencyPolicy": .optional(concurrencyPolicy),
                    "startingDeadlineSeconds": .optional(startingDeadlineSeconds),
                    "successfulJobsHistoryLimit": .optional(successfulJobsHistoryLimit),
                    "failedJobsHistoryLimit": .optional(failedJobsHistoryLimit),
                    "jobTemplate": [
                        "metadata": .when(!jobLabels.isEmpty, ["labels": .sorted(jobLabels)]),
                        "spec": .object(job.json),
                    ],
                ]
            ]
        )
    }
}
