// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes

/// Answers as a server does that has never heard of an API group: without a Status.
struct UnservingTransport: HTTPTransport {
    let base: any HTTPTransport
    let group: String

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        guard request.path?.contains("/apis/\(group)/") == true else {
            return try await base.send(request, body: body)
        }
        return HTTPReply(head: HTTPResponse(status: .notFound), body: Array("404 page not found\n".utf8))
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}
