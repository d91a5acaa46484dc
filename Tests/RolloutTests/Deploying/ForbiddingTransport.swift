// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes

@testable import Rollout

/// Refuses every request whose path contains a text, as a server does for an account without the right.
struct ForbiddingTransport: HTTPTransport {
    let base: any HTTPTransport
    let text: String

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        request.path?.contains(text) == true ? .forbidden : try await base.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}

extension Rig {
    /// A deployer whose account has no rights to what has a text in its path, such as `secrets`.
    func deployer(without text: String) -> Deployer {
        deployer(over: ForbiddingTransport(base: transport, text: text))
    }
}
