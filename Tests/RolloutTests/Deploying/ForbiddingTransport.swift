// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import Support

@testable import Rollout

/// Refuses every request whose path contains a text, as a server does for an account without the right.
struct ForbiddingTransport: HTTPTransport {
    let base: any HTTPTransport
    let text: String

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        guard request.path?.contains(text) == true else { return try await base.send(request, body: body) }
        let status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403,
            "message": "this is forbidden: User \"limited\" cannot do it",
        ]
        return HTTPReply(head: HTTPResponse(status: .forbidden), body: status.bytes())
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}

extension Rig {
    /// A deployer whose account has no rights to what has a text in its path, such as `secrets`.
    func deployer(without text: String) -> Deployer {
        let transport = ForbiddingTransport(base: transport, text: text)
        let clock = clock
        let client = ClusterClient(transport: transport, options: ClientOptions(clock: clock))
        return Deployer(client: client, clock: clock) { Rig.start + clock.now.offset }
    }
}
