// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes

@testable import Rollout

/// Strikes the requests that a test chooses, whatever the moment, and lets all others through.
struct StrikingTransport: HTTPTransport {
    /// What happens to a request.
    enum Strike: Sendable {
        /// The server refuses it.
        case status(Int, reason: String)
        /// The server asks to be left alone for so many seconds.
        case busy(seconds: Int)
        /// It gets no answer, and the server none of it.
        case broken(TransportError.Code)
        /// The server acts on it, and its answer never comes.
        case lost(TransportError.Code)
        /// A proxy sends it twice, and hands on the second answer.
        case doubled
        /// It is answered with this, and the server gets none of it.
        case answered(JSONValue, status: Int = 200)
    }

    let base: any HTTPTransport
    let strike: @Sendable (HTTPRequest) -> Strike?

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        switch strike(request) {
        case nil: return try await base.send(request, body: body)
        case .status(let code, let reason): return Self.refusal(code, reason)
        case .busy(let seconds): return Self.refusal(503, "ServiceUnavailable", retryAfter: seconds)
        case .broken(let code): throw TransportError(code, "struck")
        case .lost(let code):
            _ = try await base.send(request, body: body)
            throw TransportError(code, "struck")
        case .doubled:
            _ = try await base.send(request, body: body)
            return try await base.send(request, body: body)
        case .answered(let body, let status):
            return HTTPReply(head: HTTPResponse(status: .init(code: status)), body: body.bytes())
        }
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        switch strike(request) {
        case nil, .doubled, .answered: return try await base.stream(request, body: body)
        case .status(let code, let reason): return Self.stream(Self.refusal(code, reason))
        case .busy(let seconds):
            return Self.stream(Self.refusal(503, "ServiceUnavailable", retryAfter: seconds))
        case .broken(let code), .lost(let code): throw TransportError(code, "struck")
        }
    }

    private static func stream(_ reply: HTTPReply) -> HTTPStreamReply {
        let body = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(reply.body)
            continuation.finish()
        }
        return HTTPStreamReply(head: reply.head, body: body)
    }

    private static func refusal(_ code: Int, _ reason: String, retryAfter: Int? = nil) -> HTTPReply {
        let status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": .string(reason),
            "code": .integer(Int64(code)), "message": "refused by the test",
        ]
        var head = HTTPResponse(status: .init(code: code))
        if let retryAfter, let name = HTTPField.Name("Retry-After") {
            head.headerFields[name] = String(retryAfter)
        }
        return HTTPReply(head: head, body: status.bytes())
    }
}

extension HTTPRequest {
    /// Whether it reads objects of a kind, by the kind's plural, rather than one of them.
    func reads(_ plural: String) -> Bool {
        guard method == .get, let path else { return false }
        return path.prefix { $0 != "?" }.hasSuffix("/\(plural)")
    }

    /// Whether it reads one object, by the end of its address.
    func gets(_ end: String) -> Bool { method == .get && isTo(end) }

    /// Whether it patches one object, or tries to, by the end of its address.
    func patches(_ end: String) -> Bool { method == .patch && isTo(end) }

    private func isTo(_ end: String) -> Bool { path?.prefix { $0 != "?" }.hasSuffix("/\(end)") == true }

    /// Whether it opens a watch.
    var isWatch: Bool { path?.contains("watch=true") == true }
}

extension Rig {
    /// Deploys over a way on which some requests are struck.
    func deploy(
        _ services: [DesiredService],
        options: DeployOptions = Rig.options,
        onEvent: @escaping @Sendable (DeployEvent) -> Void = { _ in },
        striking strike: @escaping @Sendable (HTTPRequest) -> StrikingTransport.Strike?
    ) async throws -> DeployReport {
        let deployer = deployer(over: StrikingTransport(base: transport, strike: strike))
        let request = request(services, options: options)
        return try await whileTimePasses { try await deployer.deploy(request, onEvent: onEvent) }
    }
}
