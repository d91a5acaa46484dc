// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import KubernetesClient

/// A question about rights as it arrives at a server, for transports that answer it themselves.
struct AccessReview {
    let question: AccessQuestion

    /// Reads a review; `nil` for any other request.
    init?(_ request: HTTPRequest, body: [UInt8]) throws(TransportError) {
        guard request.path?.contains("selfsubjectaccessreviews") == true else { return nil }
        let review: JSONValue
        do throws(JSONReader.Failure) {
            review = try JSONReader.read(body)
        } catch {
            throw TransportError(.notSent, "not JSON")
        }
        let attributes = review[path: "spec", "resourceAttributes"]
        question = AccessQuestion(
            verb: attributes?["verb"]?.string ?? "",
            group: attributes?["group"]?.string ?? "",
            resource: attributes?["resource"]?.string ?? "",
            subresource: attributes?["subresource"]?.string,
            namespace: attributes?["namespace"]?.string
        )
    }

    /// The reply of a server that knows the answer.
    static func answer(_ isAllowed: Bool) -> HTTPReply {
        let answer: JSONValue = ["status": ["allowed": .bool(isAllowed)]]
        return HTTPReply(head: HTTPResponse(status: .created), body: answer.bytes())
    }
}

extension HTTPReply {
    /// What a server says to an account without the right to a request.
    static var forbidden: HTTPReply {
        let status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403,
            "message": "this is forbidden: User \"limited\" cannot do it",
        ]
        return HTTPReply(head: HTTPResponse(status: .forbidden), body: status.bytes())
    }
}
