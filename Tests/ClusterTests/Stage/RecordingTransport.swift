// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import NIOConcurrencyHelpers

/// Passes requests on and remembers them; refuses those that a limited account may not make.
final class RecordingTransport: HTTPTransport {
    private struct State {
        var activity = 0
        var requests: [String] = []
        var streams = 0
        var forbidden: Set<String> = []
    }

    private let base: any HTTPTransport
    private let state = NIOLockedValueBox(State())

    init(_ base: any HTTPTransport) {
        self.base = base
    }

    /// Grows with every beginning and end of a request.
    var activity: Int { state.withLockedValue { $0.activity } }

    /// Method and path of every request since the last ``forget()``; dry runs are marked.
    var requests: [String] { state.withLockedValue { $0.requests } }

    /// The requests that were meant to change something.
    var writes: [String] { requests.filter { !$0.hasPrefix("GET ") && !$0.hasSuffix(" (dry run)") } }

    /// How many streams were opened since the last ``forget()``.
    var streams: Int { state.withLockedValue { $0.streams } }

    /// Answers requests of a method and path with 403, as a server does, dry or not.
    func forbid(_ method: String, _ path: String) {
        state.withLockedValue { _ = $0.forbidden.insert("\(method) \(path)") }
    }

    /// Forgets the requests so far.
    func forget() {
        state.withLockedValue { state in
            state.requests = []
            state.streams = 0
        }
    }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        let line = note(request)
        defer { state.withLockedValue { $0.activity += 1 } }
        if state.withLockedValue({ $0.forbidden.contains(line) }) { return Self.refusal }
        return try await base.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        note(request)
        state.withLockedValue { $0.streams += 1 }
        defer { state.withLockedValue { $0.activity += 1 } }
        return try await base.stream(request, body: body)
    }

    private static let refusal: HTTPReply = {
        let body: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403,
            "message": "this is forbidden: User \"limited\" cannot do it",
        ]
        return HTTPReply(head: HTTPResponse(status: .forbidden), body: body.bytes())
    }()

    @discardableResult
    private func note(_ request: HTTPRequest) -> String {
        let target = request.path ?? ""
        let mark = target.contains("dryRun=All") ? " (dry run)" : ""
        let line = "\(request.method.rawValue) \(target.prefix { $0 != "?" })"
        state.withLockedValue { state in
            state.activity += 1
            state.requests.append(line + mark)
        }
        return line
    }
}
