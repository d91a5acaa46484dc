// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes

/// What the server says in HTTP.
extension SandboxServer {
    static func httpReply(_ reply: APIResponse.Reply) -> HTTPReply {
        var head = HTTPResponse(status: .init(code: reply.status))
        head.headerFields[.cacheControl] = "no-cache, private"
        head.headerFields[.contentType] = reply.contentType
        for (name, value) in reply.headers { head.headerFields.append(HTTPField(name: name, value: value)) }
        return HTTPReply(head: head, body: reply.body)
    }

    static func refusal(_ error: SandboxStateError) -> HTTPReply {
        let failure = StatusFailure(
            code: 500,
            reason: "InternalError",
            message: "Internal error occurred: the sandbox cannot keep its state, and nothing was changed: "
                + error.message,
            details: ["causes": [["message": .string(error.message)]]]
        )
        return httpReply(.init(status: failure.code, body: failure.json.bytes()))
    }

    static func refusal(_ code: Int, _ retryAfter: Int?) -> HTTPReply {
        var failure = StatusFailure(
            code: code,
            reason: code == 429 ? "TooManyRequests" : code == 503 ? "ServiceUnavailable" : "InternalError",
            message: code == 429
                ? "Too many requests, please try again later." : "the sandbox was told to answer \(code)"
        )
        if let retryAfter {
            failure.headers = [(.retryAfter, String(retryAfter))]
            failure.details = ["retryAfterSeconds": .integer(Int64(retryAfter))]
        }
        return httpReply(.init(status: code, headers: failure.headers, body: failure.json.bytes()))
    }
}
