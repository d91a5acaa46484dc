// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
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
        guard request.path?.contains("selfsubjectaccessreviews") == true else {
            return try await base.send(request, body: body)
        }
        let review: JSONValue
        do throws(JSONReader.Failure) {
            review = try JSONReader.read(body)
        } catch {
            throw TransportError(.notSent, "not JSON")
        }
        let attributes = review[path: "spec", "resourceAttributes"]
        let asked = attributes?["verb"]?.string ?? ""
        questions.withLockedValue { $0.append("\(asked) \(attributes?["resource"]?.string ?? "")") }
        let answer: JSONValue = ["status": ["allowed": .bool(asked != verb)]]
        return HTTPReply(head: HTTPResponse(status: .created), body: answer.bytes())
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}
