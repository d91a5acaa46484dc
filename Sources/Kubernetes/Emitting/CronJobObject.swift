// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A CronJob to render: only the fields that are set are written, a server fills in the rest.
package struct CronJobObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// When it runs, as five cron fields.
    package var schedule: String
    /// The Job that is made for each run.
    package var job: JobSpec
    /// The labels of each Job; those of its pods stand in the template.
    package var jobLabels: [String: String] = [:]
    /// The time zone of the schedule, such as `Europe/Berlin`; `nil` for that of the controller, mostly UTC.
    package var timeZone: String? = nil
    /// What happens when the last run is not over: `Allow`, `Forbid` or `Replace`.
    package var concurrencyPolicy: String? = nil
    /// How late a run may start before it is left out; `nil` means however late.
    package var startingDeadlineSeconds: Int? = nil
    /// How many Jobs that completed are kept; a server takes 3.
    package var successfulJobsHistoryLimit: Int? = nil
    /// How many Jobs that failed are kept; a server takes 1.
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
