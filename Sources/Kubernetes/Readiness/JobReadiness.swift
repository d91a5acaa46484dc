// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    /// A Job is ready when it has completed: one that only runs may still fail.
    static let job: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let view = JobView(object)
        let conditions = try view.conditions
        for type in ["Failed", "FailureTarget"] {
            if let failed = try conditions.first(type), try failed.isTrue {
                return .failed(
                    Failure(reason: try failed.reason ?? type, message: try failed.explanation)
                )
            }
        }
        if let complete = try conditions.first("Complete"), try complete.isTrue { return .ready }
        if try view.isSuspended { return .progressing("suspended") }
        let succeeded = try view.succeeded
        let failures = try view.failed
        let tail = failures == 0 ? "" : ", \(count(failures, "failure"))"
        return .progressing("\(succeeded) of \(try view.completions ?? 1) completed\(tail)")
    }
}
