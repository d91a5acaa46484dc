// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// What a Job makes of pods that fail.
struct PodFailurePolicy: Sendable {
    /// What is to be done about a failed pod.
    enum Verdict: Sendable, Hashable {
        case count
        case ignore
        case failIndex
        /// Fails the Job, for this reason.
        case failJob(String)
    }

    private let rules: [JSONValue]

    init(_ job: StoredObject) {
        rules = job.spec[path: "podFailurePolicy", "rules"]?.elements ?? []
    }

    /// The first rule that fits a failed pod decides; without one it counts.
    func verdict(on pod: StoredObject) -> Verdict {
        for (index, rule) in rules.enumerated() {
            let action = rule["action"]?.string ?? ""
            guard let cause = Self.cause(in: pod, rule) else { continue }
            switch action {
            case "Ignore": return .ignore
            case "FailIndex": return .failIndex
            case "FailJob": return .failJob("\(cause) matching FailJob rule at index \(index)")
            default: return .count
            }
        }
        return .count
    }

    /// What of a pod a rule is about, in words; `nil` where it does not fit.
    private static func cause(in pod: StoredObject, _ rule: JSONValue) -> String? {
        let name = "\(pod.namespace)/\(pod.name)"
        if let wanted = rule["onExitCodes"] {
            let statuses = ["containerStatuses", "initContainerStatuses"].flatMap {
                pod.status[$0]?.elements ?? []
            }
            for status in statuses {
                guard let code = status[path: "state", "terminated", "exitCode"]?.wholeNumber, code != 0,
                    wanted["containerName"] == nil || wanted["containerName"] == status["name"]
                else { continue }
                let isListed = (wanted["values"]?.elements ?? []).contains { $0.wholeNumber == code }
                guard isListed == (wanted["operator"]?.string == "In") else { continue }
                let container = status["name"]?.string ?? ""
                return "Container \(container) for pod \(name) failed with exit code \(code)"
            }
            return nil
        }
        let patterns = rule["onPodConditions"]?.elements ?? []
        let met = (pod.status["conditions"]?.elements ?? []).first { condition in
            patterns.contains {
                $0["type"] == condition["type"]
                    && $0["status"]?.string ?? "True" == condition["status"]?.string
            }
        }
        return met.map { "Pod \(name) has condition \($0["type"]?.string ?? "")" }
    }
}
