// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The cells of one object.
struct TableRow: Sendable {
    let object: JSONValue
    let now: Timestamp

    private var spec: JSONValue { object["spec"] ?? [:] }
    private var status: JSONValue { object["status"] ?? [:] }

    func cells(_ kind: String) -> [JSONValue] {
        switch kind {
        case "Pod":
            return pod
        case "Deployment":
            return [
                ratio("readyReplicas"), number(status["updatedReplicas"]),
                number(status["availableReplicas"]), age,
            ] + containers + [selector]
        case "ReplicaSet":
            return [
                number(spec["replicas"]), number(status["replicas"]), number(status["readyReplicas"]), age,
            ]
                + containers + [selector]
        case "StatefulSet": return [ratio("readyReplicas"), age] + containers
        case "DaemonSet":
            return [
                "desiredNumberScheduled", "currentNumberScheduled", "numberReady", "updatedNumberScheduled",
                "numberAvailable",
            ].map { number(status[$0]) } + [age] + containers + [selector]
        case "Service": return service
        case "Job": return job
        case "CronJob":
            let last = status["lastScheduleTime"]?.string.flatMap { Timestamp($0) }
            return [
                spec["schedule"] ?? "", spec["timeZone"] ?? "<none>",
                spec["suspend"]?.bool ?? false ? "True" : "False",
                .integer(Int64(status["active"]?.elements.count ?? 0)),
                last.map { .string(Self.text(now - $0)) } ?? "<none>", age,
            ] + containers
        case "Namespace": return [status["phase"] ?? "", age]
        case "ConfigMap":
            let count = object["data"]?.members.count ?? 0
            return [.integer(Int64(count + (object["binaryData"]?.members.count ?? 0))), age]
        case "Secret":
            return [object["type"] ?? "", .integer(Int64(object["data"]?.members.count ?? 0)), age]
        case "Node":
            let ready = (status["conditions"]?.elements ?? []).first { $0["type"]?.string == "Ready" }
            let state = ready?["status"]?.string == "True" ? "Ready" : "NotReady"
            let suffix = spec["unschedulable"]?.bool ?? false ? ",SchedulingDisabled" : ""
            return [
                .string(state + suffix), "<none>", age, status[path: "nodeInfo", "kubeletVersion"] ?? "",
                status["addresses"]?.elements.first?["address"] ?? "",
            ]
        default: return others(kind)
        }
    }

    private func others(_ kind: String) -> [JSONValue] {
        switch kind {
        case "Event":
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
        case "HorizontalPodAutoscaler":
            let target =
                "\(spec[path: "scaleTargetRef", "kind"]?.string ?? "")/\(spec[path: "scaleTargetRef", "name"]?.string ?? "")"
            let goal = spec["metrics"]?.elements.first?[path: "resource", "target", "averageUtilization"]?
                .wholeNumber
            let use = status["currentMetrics"]?.elements.first?[
                path: "resource",
                "current",
                "averageUtilization"
            ]?.wholeNumber
            let targets = "cpu: \(use.map { "\($0)%" } ?? "<unknown>")/\(goal.map { "\($0)%" } ?? "<none>")"
            return [
                .string(target), .string(targets), number(spec["minReplicas"]), number(spec["maxReplicas"]),
                number(status["currentReplicas"]), age,
            ]
        case "PodDisruptionBudget":
            return [
                plain(spec["minAvailable"]), plain(spec["maxUnavailable"]),
                number(status["disruptionsAllowed"]), age,
            ]
        case "Ingress":
            let hosts = (spec["rules"]?.elements ?? []).compactMap { $0["host"]?.string }
            let ports = spec["tls"] == nil ? "80" : "80, 443"
            return [
                spec["ingressClassName"] ?? "<none>",
                .string(hosts.isEmpty ? "*" : hosts.joined(separator: ",")), "",
                .string(ports), age,
            ]
        case "NetworkPolicy":
            return [
                .string(
                    Selection.of(spec["podSelector"]).map {
                        $0.requirements.isEmpty ? "<none>" : $0.description
                    } ?? "<none>"
                ), age,
            ]
        case "PersistentVolumeClaim":
            let modes = (spec["accessModes"]?.elements ?? []).compactMap(\.string).map { mode in
                [
                    "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX",
                    "ReadWriteOncePod": "RWOP",
                ][mode] ?? mode
            }
            return [
                status["phase"] ?? "", spec["volumeName"] ?? "", status[path: "capacity", "storage"] ?? "",
                .string(modes.joined(separator: ",")), spec["storageClassName"] ?? "", age,
            ]
        case "EndpointSlice":
            let ports = (object["ports"]?.elements ?? []).compactMap { $0["port"]?.integer }.map(String.init)
            let addresses = (object["endpoints"]?.elements ?? []).compactMap {
                $0["addresses"]?.elements.first?.string
            }
            return [
                object["addressType"] ?? "",
                .string(ports.isEmpty ? "<unset>" : ports.joined(separator: ",")),
                .string(addresses.isEmpty ? "<unset>" : addresses.joined(separator: ",")), age,
            ]
        case "Lease": return [spec["holderIdentity"] ?? "", age]
        case "ResourceQuota":
            let pairs = (status["hard"]?.members ?? [:]).map { entry in
                "\(entry.key): \(status["used"]?[entry.key]?.string ?? "0")/\(entry.value.string ?? "")"
            }
            return [.string(pairs.joined(separator: ", ")), "", age]
        default: return [age]
        }
    }

    private var pod: [JSONValue] {
        let statuses = status["containerStatuses"]?.elements ?? []
        let total = spec["containers"]?.elements.count ?? 0
        let ready = statuses.filter { $0["ready"]?.bool ?? false }.count
        let restarts = statuses.reduce(0) { $0 + ($1["restartCount"]?.wholeNumber ?? 0) }
        return [
            .string("\(ready)/\(total)"), .string(podState(statuses)), .string(String(restarts)), age,
            status["podIP"] ?? "<none>", spec["nodeName"] ?? "<none>", "<none>", "<none>",
        ]
    }

    private func podState(_ statuses: [JSONValue]) -> String {
        if object[path: "metadata", "deletionTimestamp"] != nil { return "Terminating" }
        for entry in statuses {
            if let reason = entry[path: "state", "waiting", "reason"]?.string { return reason }
            if let ended = entry[path: "state", "terminated"] {
                return ended["reason"]?.string ?? "ExitCode:\(ended["exitCode"]?.wholeNumber ?? 0)"
            }
        }
        return status["phase"]?.string ?? "Unknown"
    }

    private var service: [JSONValue] {
        let ports = (spec["ports"]?.elements ?? []).map { port in
            let node = port["nodePort"]?.wholeNumber.map { ":\($0)" } ?? ""
            return "\(port["port"]?.wholeNumber ?? 0)\(node)/\(port["protocol"]?.string ?? "TCP")"
        }
        let pairs = StoredObject.strings(spec["selector"]).sorted { $0.key < $1.key }.map {
            "\($0.key)=\($0.value)"
        }
        let outside =
            spec["type"]?.string == "LoadBalancer" ? "<pending>" : spec["externalName"]?.string ?? "<none>"
        return [
            spec["type"] ?? "", spec["clusterIP"] ?? "<none>", .string(outside),
            .string(ports.isEmpty ? "<none>" : ports.joined(separator: ",")), age,
            .string(pairs.isEmpty ? "<none>" : pairs.joined(separator: ",")),
        ]
    }

    private var job: [JSONValue] {
        let done = status["succeeded"]?.wholeNumber ?? 0
        let wanted =
            spec["completions"]?.wholeNumber.map(String.init)
            ?? "1 of \(spec["parallelism"]?.wholeNumber ?? 1)"
        let start = status["startTime"]?.string.flatMap { Timestamp($0) }
        let end = status["completionTime"]?.string.flatMap { Timestamp($0) } ?? now
        var state = "Running"
        for (type, text) in [("Complete", "Complete"), ("Failed", "Failed"), ("Suspended", "Suspended")] {
            if Conditions.find(type, in: status)?["status"]?.string == "True" { state = text }
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

    private var selector: JSONValue { .string(Selection.of(spec["selector"])?.description ?? "<none>") }

    private func ratio(_ field: String) -> JSONValue {
        .string("\(status[field]?.wholeNumber ?? 0)/\(spec["replicas"]?.wholeNumber ?? 0)")
    }

    private func number(_ value: JSONValue?) -> JSONValue { value ?? 0 }

    private func plain(_ value: JSONValue?) -> JSONValue {
        switch value {
        case .string, .integer: value ?? "N/A"
        default: "N/A"
        }
    }

    private var age: JSONValue {
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
