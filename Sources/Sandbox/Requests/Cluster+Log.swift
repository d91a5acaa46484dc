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
        var lines =
            pod.annotations[PodFault.logsAnnotation].map { text in
                text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            } ?? PodFault(pod)?.output(container: name) ?? ["\(name) started"]
        if let tail = request["tailLines"].flatMap({ Int($0) }) { lines = Array(lines.suffix(max(0, tail))) }
        if request.flag("timestamps") {
            let started = status?[path: "state", "running", "startedAt"]?.string ?? time
            lines = lines.map { "\(started) \($0)" }
        }
        var text = Array(lines.map { $0 + "\n" }.joined().utf8)
        if let limit = try request.number("limitBytes") { text = Array(text.prefix(limit)) }
        return .reply(.init(status: 200, contentType: "text/plain", body: text))
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
