// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The cells of one object.
struct TableRow: Sendable {
    let object: JSONValue
    let now: Timestamp

    var spec: JSONValue { object["spec"] ?? [:] }
    var status: JSONValue { object["status"] ?? [:] }

    func cells(_ type: ResourceType) -> [JSONValue] {
        switch type {
        case .pods:
            return pod
        case .deployments:
            return [
                ratio("readyReplicas"), number(status["updatedReplicas"]),
                number(status["availableReplicas"]), age,
            ] + containers + [selector]
        case .replicaSets:
            return [
                number(spec["replicas"]), number(status["replicas"]), number(status["readyReplicas"]), age,
            ]
                + containers + [selector]
        case .statefulSets: return [ratio("readyReplicas"), age] + containers
        case .daemonSets:
            return [
                "desiredNumberScheduled", "currentNumberScheduled", "numberReady", "updatedNumberScheduled",
                "numberAvailable",
            ].map { number(status[$0]) } + [nodeSelector, age] + containers + [selector]
        case .jobs: return job
        case .cronJobs:
            let last = status["lastScheduleTime"]?.string.flatMap { Timestamp($0) }
            return [
                spec["schedule"] ?? "", spec["timeZone"] ?? "<none>",
                spec["suspend"]?.bool ?? false ? "True" : "False",
                .integer(Int64(status["active"]?.elements.count ?? 0)),
                last.map { .string(Self.text(now - $0)) } ?? "<none>", age,
            ] + containers + [selector]
        case .namespaces: return [status["phase"] ?? "", age]
        case .configMaps:
            let count = object["data"]?.members.count ?? 0
            return [.integer(Int64(count + (object["binaryData"]?.members.count ?? 0))), age]
        case .secrets:
            return [object["type"] ?? "", .integer(Int64(object["data"]?.members.count ?? 0)), age]
        case .nodes:
            let ready = (status["conditions"]?.elements ?? []).first { $0["type"]?.string == "Ready" }
            let state = ready?["status"]?.string == "True" ? "Ready" : "NotReady"
            let suffix = spec["unschedulable"]?.bool ?? false ? ",SchedulingDisabled" : ""
            return [
                .string(state + suffix), "<none>", age, status[path: "nodeInfo", "kubeletVersion"] ?? "",
                status["addresses"]?.elements.first?["address"] ?? "", "<none>",
                status[path: "nodeInfo", "osImage"] ?? "<unknown>",
                status[path: "nodeInfo", "kernelVersion"] ?? "<unknown>",
                status[path: "nodeInfo", "containerRuntimeVersion"] ?? "<unknown>",
            ]
        default: return network(type) ?? others(type)
        }
    }

    private func others(_ type: ResourceType) -> [JSONValue] {
        switch type {
        case .events:
            let last = (object["lastTimestamp"]?.string ?? "").isEmpty ? nil : object["lastTimestamp"]?.string
            let seen = last.flatMap { Timestamp($0) }.map { Self.text(now - $0) } ?? "<unknown>"
            let about = object["involvedObject"] ?? [:]
            let subject = "\(about["kind"]?.string?.lowercased() ?? "")/\(about["name"]?.string ?? "")"
            return [
                .string(seen), object["type"] ?? "", object["reason"] ?? "", .string(subject),
                about["fieldPath"] ?? "", Self.source(of: object), object["message"] ?? "",
                .string(
                    (object["firstTimestamp"]?.string).flatMap { Timestamp($0) }.map { Self.text(now - $0) }
                        ?? "<unknown>"
                ), object["count"] ?? 1, object[path: "metadata", "name"] ?? "",
            ]
        case .horizontalPodAutoscalers:
            let target = spec["scaleTargetRef"] ?? [:]
            return [
                .string("\(target["kind"]?.string ?? "")/\(target["name"]?.string ?? "")"),
                .string(metrics), number(spec["minReplicas"]), number(spec["maxReplicas"]),
                number(status["currentReplicas"]), age,
            ]
        case .podDisruptionBudgets:
            return [
                plain(spec["minAvailable"]), plain(spec["maxUnavailable"]),
                number(status["disruptionsAllowed"]), age,
            ]
        case .persistentVolumeClaims: return claim
        case .storageClasses:
            return [
                object["provisioner"] ?? "", object["reclaimPolicy"] ?? "Delete",
                object["volumeBindingMode"] ?? "Immediate",
                .string(String(object["allowVolumeExpansion"]?.bool ?? false)), age,
            ]
        case .leases: return [spec["holderIdentity"] ?? "", age]
        case .resourceQuotas:
            let pairs = (status["hard"]?.members ?? [:]).map { entry in
                "\(entry.key): \(status["used"]?[entry.key]?.string ?? "0")/\(entry.value.string ?? "")"
            }.sorted()
            let limits = pairs.filter { $0.hasPrefix("limits.") }
            let requests = pairs.filter { !$0.hasPrefix("limits.") }
            return [
                .string(requests.joined(separator: ", ")), .string(limits.joined(separator: ", ")), age,
            ]
        case .roleBindings, .clusterRoleBindings: return binding
        case .controllerRevisions: return [controller, number(object["revision"]), age]
        case .priorityClasses:
            return [
                number(object["value"]), .string(String(object["globalDefault"]?.bool ?? false)), age,
                object["preemptionPolicy"] ?? "",
            ]
        case _ where TableColumns.areDefault(type):
            return [object[path: "metadata", "creationTimestamp"] ?? "<unknown>"]
        default: return [age]
        }
    }

    private var pod: [JSONValue] {
        let statuses = status["containerStatuses"]?.elements ?? []
        let sidecars = (spec["initContainers"]?.elements ?? []).filter { $0["restartPolicy"] == "Always" }
        let total = (spec["containers"]?.elements.count ?? 0) + sidecars.count
        let running = (status["initContainerStatuses"]?.elements ?? []).filter { $0["started"] == true }
        let ready = (statuses + running).filter { $0["ready"]?.bool ?? false }.count
        let restarts = statuses.reduce(0) { $0 + ($1["restartCount"]?.wholeNumber ?? 0) }
        return [
            .string("\(ready)/\(total)"), .string(podState(statuses)), .string(told(restarts, statuses)), age,
            status["podIP"] ?? "<none>", spec["nodeName"] ?? "<none>", "<none>", "<none>",
        ]
    }

    /// How often containers were restarted, and how long ago the last of them had ended.
    private func told(_ restarts: Int, _ statuses: [JSONValue]) -> String {
        let ends = statuses.compactMap { entry in
            entry[path: "lastState", "terminated", "finishedAt"]?.string.flatMap { Timestamp($0) }
        }
        guard restarts > 0, let last = ends.max() else { return String(restarts) }
        return "\(restarts) (\(Self.text(now - last)) ago)"
    }

    private func podState(_ statuses: [JSONValue]) -> String {
        let hasFinished = ["Succeeded", "Failed"].contains(status["phase"]?.string ?? "")
        if object[path: "metadata", "deletionTimestamp"] != nil, !hasFinished { return "Terminating" }
        for entry in statuses {
            if let reason = entry[path: "state", "waiting", "reason"]?.string { return reason }
            if let ended = entry[path: "state", "terminated"] {
                return ended["reason"]?.string ?? "ExitCode:\(ended["exitCode"]?.wholeNumber ?? 0)"
            }
        }
        return status["phase"]?.string ?? "Unknown"
    }

    private var job: [JSONValue] {
        let done = status["succeeded"]?.wholeNumber ?? 0
        let wanted =
            spec["completions"]?.wholeNumber.map(String.init)
            ?? "1 of \(spec["parallelism"]?.wholeNumber ?? 1)"
        let start = status["startTime"]?.string.flatMap { Timestamp($0) }
        let end = status["completionTime"]?.string.flatMap { Timestamp($0) } ?? now
        var state = "Running"
        if Conditions.find("Suspended", in: status)?["status"]?.string == "True" { state = "Suspended" }
        if object[path: "metadata", "deletionTimestamp"] != nil { state = "Terminating" }
        for type in ["Failed", "Complete"] where Conditions.find(type, in: status)?["status"] == "True" {
            state = type
        }
        return [
            .string(state), .string("\(done)/\(wanted)"), start.map { .string(Self.text(end - $0)) } ?? "",
            age,
        ] + containers + [selector]
    }

    private var containers: [JSONValue] {
        let template = spec["template"] ?? spec[path: "jobTemplate", "spec", "template"] ?? [:]
        let list = template[path: "spec", "containers"]?.elements ?? []
        return ["name", "image"].map { field in
            .string(list.compactMap { $0[field]?.string }.joined(separator: ","))
        }
    }

    private var selector: JSONValue {
        let selector = spec["selector"] ?? spec[path: "jobTemplate", "spec", "selector"]
        return .string(Selection.of(selector)?.description ?? "<none>")
    }

    private var nodeSelector: JSONValue {
        .string(Self.labels(StoredObject.strings(spec[path: "template", "spec", "nodeSelector"])))
    }

    /// Labels in the order of their names, as `a=b,c=d`.
    static func labels(_ labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "<none>" }
        return labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    private func ratio(_ field: String) -> JSONValue {
        .string("\(status[field]?.wholeNumber ?? 0)/\(spec["replicas"]?.wholeNumber ?? 0)")
    }

    func number(_ value: JSONValue?) -> JSONValue { value ?? 0 }

    private func plain(_ value: JSONValue?) -> JSONValue {
        switch value {
        case .string, .integer: value ?? "N/A"
        default: "N/A"
        }
    }

    var age: JSONValue {
        guard let created = object[path: "metadata", "creationTimestamp"]?.string.flatMap({ Timestamp($0) })
        else {
            return "<unknown>"
        }
        return .string(Self.text(now - created))
    }

    /// A duration in the short form of `kubectl`: `5s`, `3m10s`, `2h`, `4d`.
    static func text(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        switch seconds {
        case ..<120: return "\(seconds)s"
        case ..<600: return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds / 60)m\(seconds % 60)s"
        case ..<10_800: return "\(seconds / 60)m"
        case ..<172_800: return "\(seconds / 3600)h"
        default: return "\(seconds / 86_400)d"
        }
    }

    /// Who says an event, and from where.
    private static func source(of event: JSONValue) -> JSONValue {
        let component =
            event[path: "source", "component"]?.string ?? event["reportingComponent"]?.string ?? ""
        let host = event[path: "source", "host"]?.string ?? ""
        return .string(host.isEmpty ? component : "\(component), \(host)")
    }
}
