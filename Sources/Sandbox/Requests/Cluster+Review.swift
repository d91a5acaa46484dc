// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers questions about who one is and what one may do; nothing of them is stored.
    func answerReview(_ request: APIRequest, _ type: ResourceType) throws(StatusFailure) -> APIResponse? {
        guard type.verbs == ["create"] else { return nil }
        guard request.method == "POST" else { throw .methodNotAllowed }
        let body = try RequestBody.tree(request) ?? [:]
        var review: JSONValue = [
            "kind": .string(type.type.kind), "apiVersion": .string(type.type.apiVersion),
            "metadata": body["metadata"] ?? [:], "spec": body["spec"],
        ]
        let spec = body["spec"] ?? [:]
        switch type {
        case .selfSubjectReviews:
            review["metadata"] = ["creationTimestamp": .string(time)]
            review["status"] = ["userInfo": request.caller.json]
        case .selfSubjectRulesReviews:
            guard let namespace = spec["namespace"]?.string, !namespace.isEmpty else {
                throw .badRequest("no namespace on request")
            }
            review["spec"] = [:]
            review["status"] = ruleStatus(request.caller, namespace)
        default: review["status"] = try accessStatus(spec, request.caller)
        }
        return .json(201, review)
    }

    private func ruleStatus(_ caller: Caller, _ namespace: String) -> JSONValue {
        let rules = rules(for: caller, namespace: namespace)
        return [
            "resourceRules": .array(rules.filter(\.paths.isEmpty).map(\.json)),
            "nonResourceRules": .array(rules.filter { !$0.paths.isEmpty }.map(\.json)), "incomplete": false,
        ]
    }

    /// Whether the asker, or the user asked about, may do something.
    private func accessStatus(_ spec: JSONValue, _ asker: Caller) throws(StatusFailure) -> JSONValue {
        if let other = spec["nonResourceAttributes"], spec["resourceAttributes"] != nil {
            let path = JSONValue.string(other["path"]?.string ?? "").text()
            let verb = JSONValue.string(other["verb"]?.string ?? "").text()
            throw .invalidReview(
                "spec.nonResourceAttributes",
                "Invalid value: {\"Path\":\(path),\"Verb\":\(verb)}: cannot be specified in combination with "
                    + "resourceAttributes"
            )
        }
        guard let wish = AccessAttributes(review: spec) else {
            throw .invalidReview(
                "spec.resourceAttributes",
                "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified"
            )
        }
        var caller = asker
        if let user = spec["user"]?.string {
            caller = Caller(name: user, groups: (spec["groups"]?.elements ?? []).compactMap(\.string))
        }
        guard let reason = grant(wish, to: caller) else { return ["allowed": false] }
        return ["allowed": true, "reason": reason.isEmpty ? nil : .string(reason)]
    }
}

extension StatusFailure {
    /// 422 about a review, which real servers name by its group only.
    fileprivate static func invalidReview(_ field: String, _ message: String) -> StatusFailure {
        let group = "authorization.k8s.io"
        return StatusFailure(
            code: 422,
            reason: "Invalid",
            message: ".\(group) \"\" is invalid: \(field): \(message)",
            details: [
                "group": .string(group),
                "causes": [
                    ["reason": "FieldValueInvalid", "message": .string(message), "field": .string(field)]
                ],
            ]
        )
    }
}
