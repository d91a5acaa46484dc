// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import KubernetesClient
import NIOConcurrencyHelpers

/// Answers access reviews about one verb with no.
final class DenyingTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let verb: String
    private let questions = NIOLockedValueBox<[String]>([])

    init(base: any HTTPTransport, verb: String) {
        self.base = base
        self.verb = verb
    }

    /// Verb and resource of everything that was asked.
    var asked: [String] { questions.withLockedValue { $0 } }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        guard let question = try AccessReview(request, body: body)?.question else {
            return try await base.send(request, body: body)
        }
        questions.withLockedValue { $0.append("\(question.verb) \(question.resource)") }
        return AccessReview.answer(question.verb != verb)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}
