// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Answers questions about who one is and what one may do: the sandbox lets everybody do everything.
    func answerReview(_ request: APIRequest, _ type: ResourceType) throws(StatusFailure) -> APIResponse? {
        let user: JSONValue = [
            "username": "sandbox", "uid": "sandbox", "groups": ["system:masters", "system:authenticated"],
        ]
        switch type.type.kind {
        case "SelfSubjectAccessReview", "SelfSubjectReview":
            guard request.method == "POST" else { throw .methodNotAllowed }
            // `kubectl auth` sends protobuf; as the answer is always the same, the question need not be read.
            let isBinary = request.mediaType == "application/vnd.kubernetes.protobuf"
            var review = isBinary ? [:] : try RequestBody.tree(request) ?? [:]
            review["apiVersion"] = .string(type.type.apiVersion)
            review["kind"] = .string(type.type.kind)
            review.fill("metadata", [:])
            review["metadata"]?["creationTimestamp"] = .string(time)
            review["status"] = type.type.kind == "SelfSubjectReview" ? ["userInfo": user] : ["allowed": true]
            return .json(201, review)
        default: return nil
        }
    }
}
