// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Numbers of workloads that count something, and so cannot be less than nothing.
enum NumberValidation {
    static let words = "must be greater than or equal to 0"

    /// What is less than nothing in a specification; the replicas, which a server looks at first, aside.
    static func causes(_ spec: JSONValue, _ type: ResourceType) -> [StatusFailure.Cause] {
        switch type {
        case .deployments:
            return negative(
                spec,
                [
                    ["strategy", "rollingUpdate", "maxUnavailable"],
                    ["strategy", "rollingUpdate", "maxSurge"],
                    ["minReadySeconds"], ["revisionHistoryLimit"], ["progressDeadlineSeconds"],
                ]
            ) + deadline(spec)
        case .replicaSets: return negative(spec, [["minReadySeconds"]])
        case .statefulSets:
            // Unlike that of the others, its limit of revisions is not looked at.
            return negative(
                spec,
                [["updateStrategy", "rollingUpdate", "partition"], ["minReadySeconds"]]
            )
        case .daemonSets: return negative(spec, [["minReadySeconds"], ["revisionHistoryLimit"]])
        case .jobs: return job(spec, at: "spec")
        case .cronJobs:
            return negative(
                spec,
                [["startingDeadlineSeconds"], ["successfulJobsHistoryLimit"], ["failedJobsHistoryLimit"]]
            ) + job(spec[path: "jobTemplate", "spec"] ?? [:], at: "spec.jobTemplate.spec")
        case .podDisruptionBudgets: return negative(spec, [["minAvailable"], ["maxUnavailable"]])
        default: return []
        }
    }

    private static func job(_ spec: JSONValue, at place: String) -> [StatusFailure.Cause] {
        negative(
            spec,
            [
                ["parallelism"], ["completions"], ["activeDeadlineSeconds"], ["backoffLimit"],
                ["ttlSecondsAfterFinished"],
            ],
            at: place
        )
    }

    /// Progress cannot be given up before a pod that makes it counts as available.
    private static func deadline(_ spec: JSONValue) -> [StatusFailure.Cause] {
        guard let deadline = spec["progressDeadlineSeconds"]?.integer,
            deadline <= spec["minReadySeconds"]?.integer ?? 0
        else { return [] }
        let detail = "must be greater than minReadySeconds"
        return [.invalid("spec.progressDeadlineSeconds", .integer(deadline), detail)]
    }

    private static func negative(
        _ spec: JSONValue,
        _ fields: [[String]],
        at place: String = "spec"
    ) -> [StatusFailure.Cause] {
        fields.compactMap { field in
            let value = field.reduce(JSONValue?.some(spec)) { $0?[$1] }
            guard let number = value?.integer, number < 0 else { return nil }
            return .invalid("\(place).\(field.joined(separator: "."))", .integer(number), words)
        }
    }
}
