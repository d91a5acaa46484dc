// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers with the make-believe output of a container.
    func answerLog(
        _ request: APIRequest,
        _ key: ObjectKey,
        _ type: ResourceType
    ) throws(StatusFailure) -> APIResponse {
        guard let pod = store[key] else { throw .notFound(type, key.name) }
        try checkLogOptions(request, key.name)
        let containers = ["containers", "initContainers"].flatMap { pod.spec[$0]?.elements ?? [] }
            .compactMap { $0["name"]?.string }
        let regular = (pod.spec["containers"]?.elements ?? []).compactMap { $0["name"]?.string }
        let name = try container(request["container"], among: containers, regular, pod: key.name)
        if pod.spec["nodeName"] == nil { return .reply(.init(status: 204, body: [])) }
        let status = (pod.status["containerStatuses"]?.elements ?? []).first { $0["name"]?.string == name }
        if request.flag("previous") {
            guard status?[path: "lastState", "terminated"] != nil else {
                throw .badRequest(
                    "previous terminated container \"\(name)\" in pod \"\(key.name)\" not found"
                )
            }
        } else if let waiting = status?[path: "state", "waiting"],
            status?[path: "lastState", "terminated"] == nil
        {
            let reason = waiting["reason"]?.string ?? "ContainerCreating"
            throw .badRequest(
                "container \"\(name)\" in pod \"\(key.name)\" is waiting to start: \(reason)"
            )
        }
        let all = Self.output(of: pod, container: name)
        var lines = all
        if let tail = request["tailLines"].flatMap({ Int($0) }) { lines = Array(lines.suffix(max(0, tail))) }
        if request.flag("timestamps") {
            let started = status?[path: "state", "running", "startedAt"]?.string ?? time
            lines = lines.map { "\(started) \($0)" }
        }
        var text = Array(lines.map { $0 + "\n" }.joined().utf8)
        let limit = try request.number("limitBytes")
        if let limit { text = Array(text.prefix(limit)) }
        if request.flag("follow"), !request.flag("previous"), limit.map({ text.count < $0 }) ?? true {
            let plan = LogPlan(
                key: key,
                uid: pod.uid,
                container: name,
                isStamped: request.flag("timestamps"),
                seen: all,
                text: text
            )
            if growth(of: plan) != nil { return .log(plan) }
        }
        return .reply(.init(status: 200, contentType: "text/plain", body: text))
    }

    private static func output(of pod: StoredObject, container: String) -> [String] {
        pod.annotations[PodFault.logsAnnotation].map { text in
            text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        } ?? PodFault(pod)?.output(container: container) ?? ["\(container) started"]
    }

    /// What a container has written beyond what was seen of it; `nil` when it has ended.
    ///
    /// Its output grows when somebody adds lines to the annotation.
    func growth(of plan: LogPlan) -> [String]? {
        guard let pod = store[plan.key], pod.uid == plan.uid else { return nil }
        let status = (pod.status["containerStatuses"]?.elements ?? []).first {
            $0["name"]?.string == plan.container
        }
        guard status?[path: "state", "running"] != nil else { return nil }
        let lines = Self.output(of: pod, container: plan.container)
        return lines.starts(with: plan.seen) ? Array(lines.dropFirst(plan.seen.count)) : []
    }

    private func checkLogOptions(_ request: APIRequest, _ pod: String) throws(StatusFailure) {
        var causes: [StatusFailure.Cause] = []
        if let tail = request["tailLines"].flatMap({ Int($0) }), tail < 0 {
            causes.append(
                .invalid("tailLines", .integer(Int64(tail)), "must be greater than or equal to 0")
            )
        }
        if let limit = try request.number("limitBytes"), limit < 1 {
            causes.append(.invalid("limitBytes", .integer(Int64(limit)), "must be greater than 0"))
        }
        if request["sinceSeconds"] != nil, request["sinceTime"] != nil {
            causes.append(
                StatusFailure.Cause(
                    field: "[]",
                    reason: "FieldValueForbidden",
                    message: "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified"
                )
            )
        }
        if !causes.isEmpty {
            throw .invalid(GroupVersionKind(group: "", version: "v1", kind: "PodLogOptions"), pod, causes)
        }
    }

    private func container(
        _ asked: String?,
        among containers: [String],
        _ regular: [String],
        pod: String
    ) throws(StatusFailure) -> String {
        if let asked {
            guard containers.contains(asked) else {
                throw .badRequest("container \(asked) is not valid for pod \(pod)")
            }
            return asked
        }
        guard regular.count == 1, let only = regular.first else {
            throw .badRequest(
                "a container name must be specified for pod \(pod), choose one of: [\(regular.joined(separator: " "))]"
            )
        }
        return only
    }
}
