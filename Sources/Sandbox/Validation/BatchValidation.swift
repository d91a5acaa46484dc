// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of what runs to an end: Jobs and CronJobs.
enum BatchValidation {
    /// What is wrong with a Job; of one that is there already the selector and its labels cannot change.
    static func job(_ spec: JSONValue, _ metadata: JSONValue, isNew: Bool) -> [StatusFailure.Cause] {
        var causes = isNew ? generated(spec, metadata) : []
        causes += run(spec, at: "spec")
        let labels = spec[path: "template", "metadata", "labels"]?.sortedByName ?? .null
        if let selector = spec["selector"] {
            let wrong = SelectorValidation.selector(selector, at: "spec.selector")
            if !wrong.isEmpty || SelectorValidation.matches(selector, labels) { return causes + wrong }
        } else {
            causes.append(.required("spec.selector"))
        }
        let words = "`selector` does not match template `labels`"
        return causes + [.invalid("spec.template.metadata.labels", labels, words)]
    }

    /// What stands in the way of the selector and the labels that the server gives a Job which has none of its own.
    private static func generated(_ spec: JSONValue, _ metadata: JSONValue) -> [StatusFailure.Cause] {
        guard spec["manualSelector"]?.bool != true, let selector = spec["selector"] else { return [] }
        let labels = spec[path: "template", "metadata", "labels"]?.sortedByName ?? .null
        let (uid, name) = (metadata["uid"] ?? "", metadata["name"] ?? "")
        let expected: KeyValuePairs = [
            "controller-uid": uid, "job-name": name, "batch.kubernetes.io/controller-uid": uid,
            "batch.kubernetes.io/job-name": name,
        ]
        var causes: [StatusFailure.Cause] = []
        for (key, value) in expected where labels[key] != value {
            let field = "spec.template.metadata.labels[\(key)]"
            let words = "must be '\(value.string ?? "")'"
            causes.append(
                labels[key] == nil ? .required(field, words) : .invalid(field, labels, words)
            )
        }
        let own = JSONValue.object(JSONObject(expected.map { ($0.key, $0.value) }))
        if SelectorValidation.matches(selector, own) { return causes }
        let shown = SelectorValidation.shown(selector)
        return causes + [.invalid("spec.selector", shown, "`selector` not auto-generated")]
    }

    static func cronJob(_ spec: JSONValue, name: String, isNew: Bool) -> [StatusFailure.Cause] {
        var causes = schedule(spec["schedule"]?.string ?? "")
        causes.addNegative(spec["startingDeadlineSeconds"], at: "spec.startingDeadlineSeconds")
        if let zone = spec["timeZone"]?.string { causes += timeZone(zone) }
        let policies = ["Allow", "Forbid", "Replace"]
        causes.add(spec["concurrencyPolicy"], at: "spec.concurrencyPolicy", oneOf: policies)
        let job = spec[path: "jobTemplate", "spec"] ?? [:]
        causes += run(job, at: "spec.jobTemplate.spec")
        if let selector = job["selector"] {
            let field = "spec.jobTemplate.spec.selector"
            causes.append(.invalid(field, selector, "`selector` will be auto-generated"))
        }
        for name in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
            causes.addNegative(spec[name], at: "spec.\(name)")
        }
        // The moment at which one is started makes the name of a Job 11 characters longer.
        if isNew { causes.add(Format.longer(name, than: 52), at: "metadata.name", name) }
        return causes
    }

    private static func run(_ spec: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for name in [
            "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished",
            "backoffLimitPerIndex", "maxFailedIndexes",
        ] { causes.addNegative(spec[name], at: "\(path).\(name)") }
        let isIndexed = spec["completionMode"]?.string == "Indexed"
        if isIndexed, spec["completions"] == nil {
            causes.append(.required("\(path).completions", "when completion mode is Indexed"))
        }
        for name in ["backoffLimitPerIndex", "maxFailedIndexes"] where !isIndexed {
            guard let number = spec[name] else { continue }
            causes.append(.invalid("\(path).\(name)", number, "requires indexed completion mode"))
        }
        causes += PodValidation.template(spec["template"] ?? [:], at: "\(path).template")
        let policy = spec[path: "template", "spec", "restartPolicy"]?.string ?? "Always"
        let field = "\(path).template.spec.restartPolicy"
        let known = ["OnFailure", "Never"]
        if policy == "Always" || policy.isEmpty {
            causes.append(.required(field, "valid values: \"OnFailure\", \"Never\""))
        } else if !known.contains(policy) {
            causes.append(.unsupported(field, policy, known))
        } else if spec["podFailurePolicy"] != nil, policy != "Never" {
            let words = "only \"Never\" is supported when podFailurePolicy is specified"
            causes.append(.invalid(field, .string(policy), words))
        }
        return causes
    }

    private static func schedule(_ schedule: String) -> [StatusFailure.Cause] {
        let field = "spec.schedule"
        if schedule.isEmpty { return [.required(field)] }
        var causes: [StatusFailure.Cause] = []
        var times = schedule
        var zone: String?
        if let blank = schedule.firstIndex(of: " "),
            schedule.hasPrefix("TZ=") || schedule.hasPrefix("CRON_TZ=")
        {
            times = String(schedule[schedule.index(after: blank)...])
            zone = String(schedule[..<blank].drop { $0 != "=" }.dropFirst())
        }
        do throws(CronFault) {
            if let zone, !zone.isEmpty, zone != "Local", !TimeZoneRules.mayBe(zone) {
                throw CronFault(message: "provided bad location \(zone): unknown time zone \(zone)")
            }
            _ = try CronSchedule(times)
        } catch {
            causes.append(.invalid(field, .string(schedule), error.message))
        }
        if schedule.contains("TZ") {
            let words = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
            causes.append(.invalid(field, .string(schedule), words))
        }
        return causes
    }

    /// What is wrong with the name of a zone; one without fault may not exist where the system knows no zones.
    private static func timeZone(_ zone: String) -> [StatusFailure.Cause] {
        let field = "spec.timeZone"
        if zone.isEmpty { return [.invalid(field, "", "timeZone must be nil or non-empty string")] }
        for part in zone.split(separator: "/", omittingEmptySubsequences: false) {
            let isName =
                (1...14).contains(part.utf8.count)
                && part.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                        || [43, 45, 46, 95].contains(byte)
                }
            guard isName, part != ".", part != "..", !part.hasPrefix("-") else {
                return [.invalid(field, .string(zone), "unknown time zone \(zone)")]
            }
        }
        var causes: [StatusFailure.Cause] = []
        if zone.lowercased() == "local" {
            let words =
                "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
            causes.append(.invalid(field, .string(zone), words))
        }
        if zone == "Local" || TimeZoneRules.mayBe(zone) { return causes }
        return causes + [.invalid(field, .string(zone), "unknown time zone \(zone)")]
    }
}
