// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import NIOConcurrencyHelpers

@testable import KubernetesClient

/// Answers from a list, in order, and remembers what was asked.
final class ScriptedTransport: HTTPTransport {
    enum Answer: Sendable {
        case reply(Int, JSONValue, [String: String] = [:])
        case text(Int, String)
        case broken(TransportError.Code)
        /// A stream of lines; the error at its end, if any.
        case lines([String], TransportError.Code? = nil)
    }

    struct Asked: Sendable {
        var request: HTTPRequest
        var body: [UInt8]

        var line: String { "\(request.method.rawValue) \(request.path ?? "")" }
        var json: JSONValue? { try? JSONReader.read(body) }
    }

    private let state: NIOLockedValueBox<(answers: [Answer], asked: [Asked])>

    init(_ answers: [Answer]) {
        state = NIOLockedValueBox((answers, []))
    }

    var asked: [Asked] { state.withLockedValue { $0.asked } }

    private func next(_ request: HTTPRequest, _ body: [UInt8]) throws(TransportError) -> Answer {
        let answer = state.withLockedValue { state -> Answer? in
            state.asked.append(Asked(request: request, body: body))
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else { throw TransportError(.notSent, "the script is over") }
        if case .broken(let code) = answer { throw TransportError(code, "broken: \(code)") }
        return answer
    }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        switch try next(request, body) {
        case .reply(let code, let value, let headers):
            var head = HTTPResponse(status: HTTPResponse.Status(code: code))
            for (name, value) in headers { head.headerFields[.constant(name)] = value }
            return HTTPReply(head: head, body: value.bytes())
        case .text(let code, let text):
            return HTTPReply(
                head: HTTPResponse(status: HTTPResponse.Status(code: code)),
                body: Array(text.utf8)
            )
        default: throw TransportError(.notSent, "the script has a stream here")
        }
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        switch try next(request, body) {
        case .lines(let lines, let code):
            return HTTPStreamReply(
                head: HTTPResponse(status: .ok),
                body: AsyncThrowingStream { continuation in
                    for line in lines { continuation.yield(Array((line + "\n").utf8)) }
                    continuation.finish(throwing: code.map { TransportError($0, "broken: \($0)") })
                }
            )
        case .reply(let code, let value, let headers):
            var head = HTTPResponse(status: HTTPResponse.Status(code: code))
            for (name, value) in headers { head.headerFields[.constant(name)] = value }
            return HTTPStreamReply(
                head: head,
                body: AsyncThrowingStream { continuation in
                    continuation.yield(value.bytes())
                    continuation.finish()
                }
            )
        default: throw TransportError(.notSent, "the script has no stream here")
        }
    }
}

/// A clock whose sleeps end at once, moving the time on; remembers them.
final class SkippingClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = NIOLockedValueBox((now: Duration.zero, sleeps: [Duration]()))

    var now: Instant { Instant(offset: state.withLockedValue { $0.now }) }
    var minimumResolution: Duration { .zero }
    var sleeps: [Duration] { state.withLockedValue { $0.sleeps } }

    /// The time within which the head of a watch has to come.
    ///
    /// It is a limit and no wait: skipped, it would be over before a reply that comes at once, whenever this machine runs it first.
    private static let limit = Duration.seconds(30)

    func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let isLimit = deadline.offset - now.offset == Self.limit
        repeat {
            try Task.checkCancellation()
            if isLimit { await Task.yield() }
        } while isLimit
        state.withLockedValue { state in
            state.sleeps.append(deadline.offset - state.now)
            state.now = max(state.now, deadline.offset)
        }
        // Who does nothing but sleep lets others come to their turn.
        await Task.yield()
    }
}

func status(_ code: Int, _ reason: String, _ message: String = "no", details: JSONObject = [:]) -> JSONValue {
    [
        "kind": "Status", "apiVersion": "v1", "status": "Failure", "code": .integer(Int64(code)),
        "reason": .string(reason), "message": .string(message), "details": .object(details),
    ]
}

func client(_ transport: ScriptedTransport, _ clock: SkippingClock = SkippingClock()) -> ClusterClient {
    var options = ClientOptions(version: "1.2.3", clock: clock, random: { 0.5 })
    options.requestTimeout = nil
    return ClusterClient(transport: transport, options: options)
}

func failure<Value>(_ body: () async throws(ClusterError) -> Value) async -> ClusterError? {
    do throws(ClusterError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
