// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import KubernetesClient
import NIOConcurrencyHelpers

/// Lets through what an account has the right to, as an authorizer does, and remembers what was asked for.
final class GrantingTransport: HTTPTransport {
    private struct State {
        var used: Set<String> = []
        var refused: Set<String> = []
        var reviewed: Set<String> = []
    }

    private let base: any HTTPTransport
    private let granted: Set<String>
    private let state = NIOLockedValueBox(State())

    init(base: any HTTPTransport, granted: [AccessQuestion]) {
        self.base = base
        self.granted = Set(granted.map(\.description))
    }

    /// What was done, in the words of ``AccessQuestion``.
    var used: Set<String> { state.withLockedValue { $0.used } }
    /// What was refused for want of the right.
    var refused: Set<String> { state.withLockedValue { $0.refused } }
    /// What was asked about before it was done.
    var reviewed: Set<String> { state.withLockedValue { $0.reviewed } }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        if let question = try AccessReview(request, body: body)?.question.description {
            state.withLockedValue { _ = $0.reviewed.insert(question) }
            return AccessReview.answer(granted.contains(question))
        }
        guard mayPass(request) else { return .forbidden }
        return try await base.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        guard mayPass(request) else {
            let refusal = HTTPReply.forbidden
            let body = AsyncThrowingStream<[UInt8], any Error> { continuation in
                continuation.yield(refusal.body)
                continuation.finish()
            }
            return HTTPStreamReply(head: refusal.head, body: body)
        }
        return try await base.stream(request, body: body)
    }

    private func mayPass(_ request: HTTPRequest) -> Bool {
        guard let right = Self.right(request) else { return true }
        let isGranted = granted.contains(right)
        state.withLockedValue { state in
            if isGranted { _ = state.used.insert(right) } else { _ = state.refused.insert(right) }
        }
        return isGranted
    }

    /// The right that a request needs; `nil` for what is not about objects.
    private static func right(_ request: HTTPRequest) -> String? {
        let path = request.path ?? ""
        var parts = path.prefix { $0 != "?" }.split(separator: "/").map(String.init)
        guard let root = parts.first, parts.count > (root == "api" ? 2 : 3) else { return nil }
        let group = root == "api" ? "" : parts[1]
        parts.removeFirst(root == "api" ? 2 : 3)
        var namespace: String?
        if parts[0] == "namespaces", parts.count > 2 {
            namespace = parts[1]
            parts.removeFirst(2)
        }
        let verb =
            switch request.method {
            case .post: "create"
            case .put: "update"
            case .patch: "patch"
            case .delete: "delete"
            default: request.isWatch ? "watch" : parts.count > 1 ? "get" : "list"
            }
        return AccessQuestion(
            verb: verb,
            group: group,
            resource: parts[0],
            subresource: parts.count > 2 ? parts[2] : nil,
            namespace: namespace
        ).description
    }
}
