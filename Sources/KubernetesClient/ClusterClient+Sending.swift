// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents
package import HTTP
import HTTPTypes
package import Kubernetes

extension ClusterClient {
    /// Sends a request, repeats it where that is safe, and returns the reply if it is a success.
    package func send(_ request: ClusterRequest) async throws(ClusterError) -> HTTPReply {
        let start = Stopwatch(options.clock)
        var retry = RetryStateMachine(request.repeatability, maximumRetries: options.maximumRetries)
        var earlier: [String] = []
        while true {
            let attempt = try await attempt(request, number: earlier.count + 1)
            let outcome = attempt.outcome(isKnown: contact.wasMade)
            if case .retry(let wait, let reason) = retry.receive(outcome, now: start.elapsed) {
                earlier.append(attempt.summary)
                try await pause(wait, reason: reason, request)
                continue
            }
            switch attempt {
            case .replied(let reply) where reply.head.status.kind == .successful: return reply
            case .replied(let reply) where reply.head.status == .notModified && request.validator != nil:
                return reply
            case .replied(let reply):
                var error = ClusterError(reply: reply, doing: request.doing, object: request.object)
                error.earlierAttempts = earlier
                throw error
            case .broke(let cause):
                var error = ClusterError(transport: cause, doing: request.doing, object: request.object)
                error.earlierAttempts = earlier
                throw error
            }
        }
    }

    /// Opens a stream and returns as soon as the head of a success is there; not repeated.
    ///
    /// With `limit` the head has to come within it: a watch is answered at once, while the log of a container that has
    /// not written anything has no head until it does.
    package func open(_ request: ClusterRequest, headWithin limit: Duration? = nil) async throws(ClusterError)
        -> HTTPStreamReply
    {
        let (wire, credentials) = try await wireRequest(request, isStream: true)
        let watch = Stopwatch(options.clock)
        let reply: HTTPStreamReply
        do throws(TransportError) {
            reply = try await stream(wire, request.body, headWithin: limit)
        } catch {
            trace(request, wire, outcome: error.message, duration: watch.elapsed)
            throw ClusterError(transport: error, doing: request.doing, object: request.object)
        }
        trace(request, wire, outcome: "\(reply.head.status.code)", duration: watch.elapsed)
        contact.note()
        await notice(reply.head, credentials)
        guard reply.head.status.kind != .successful else { return reply }
        let body = await Self.beginning(of: reply.body)
        throw ClusterError(
            reply: HTTPReply(head: reply.head, body: body),
            doing: request.doing,
            object: request.object
        )
    }

    private func stream(
        _ wire: HTTPRequest,
        _ body: [UInt8],
        headWithin limit: Duration?
    ) async throws(TransportError) -> HTTPStreamReply {
        guard let limit else { return try await transport.stream(wire, body: body) }
        let result = await withTaskGroup(of: Result<HTTPStreamReply, TransportError>.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do throws(TransportError) {
                    return .success(try await transport.stream(wire, body: body))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                do {
                    try await options.clock.sleep(for: limit)
                    return .failure(
                        TransportError(.timedOut, "no answer within \(limit.components.seconds) s")
                    )
                } catch {
                    return .failure(TransportError(.cancelled, "cancelled"))
                }
            }
            return await group.next() ?? .failure(TransportError(.cancelled, "cancelled"))
        }
        return try result.get()
    }

    /// Sends a request and reads the reply as JSON.
    package func json(_ request: ClusterRequest) async throws(ClusterError) -> JSONValue {
        try decode(try await send(request).body, request)
    }

    /// Sends a request and reads the reply as one object.
    package func object(_ request: ClusterRequest) async throws(ClusterError) -> KubernetesObject {
        let value = try await json(request)
        do throws(KubernetesObject.ShapeError) {
            return try KubernetesObject(value.object ?? [:])
        } catch {
            throw ClusterError(.malformedReply, doing: request.doing, object: request.object, cause: error)
        }
    }

    func decode(_ body: [UInt8], _ request: ClusterRequest) throws(ClusterError) -> JSONValue {
        do throws(JSONReader.Failure) {
            return try JSONReader.read(body)
        } catch {
            throw ClusterError(
                .malformedReply,
                doing: request.doing,
                object: request.object,
                cause: error,
                hint: "look whether `\(address)` is an API server, and no other page answers for it"
            )
        }
    }
}

/// How one attempt ended.
private enum Attempt {
    case replied(HTTPReply)
    case broke(TransportError)

    func outcome(isKnown: Bool) -> RetryStateMachine.Outcome {
        switch self {
        case .broke(let error): .broke(error, isKnown: isKnown)
        case .replied(let reply) where reply.head.status.code < 400:
            .replied(reply.head.status.code, retryAfter: nil, nil)
        case .replied(let reply):
            .replied(
                reply.head.status.code,
                retryAfter: RetryAfter.duration(in: reply.head),
                KubernetesStatus(body: reply.body)
            )
        }
    }

    /// What to say about it beside the error that ended the last attempt.
    var summary: String {
        switch self {
        case .broke(let error): error.message
        case .replied(let reply):
            [String(reply.head.status.code), KubernetesStatus(body: reply.body)?.message]
                .compactMap(\.self).joined(separator: " ")
        }
    }

    var retryAfter: Duration? {
        if case .replied(let reply) = self { RetryAfter.duration(in: reply.head) } else { nil }
    }

    var isOverloaded: Bool {
        if case .replied(let reply) = self { [429, 503].contains(reply.head.status.code) } else { false }
    }
}

extension ClusterClient {
    private func attempt(_ request: ClusterRequest, number: Int) async throws(ClusterError) -> Attempt {
        let queue = Stopwatch(options.clock)
        guard await gate.enter() else { throw cancelled(request) }
        do throws(ClusterError) {
            let wait = gate.pause(now: uptime.elapsed)
            if wait > .zero { try await pause(wait, reason: "the server asks to wait", request) }
            try admit(request)
        } catch {
            gate.leave(isOverloaded: false, latency: .zero, now: uptime.elapsed)
            throw error
        }
        let queued = queue.elapsed
        if queued > .seconds(1) { options.hooks.waiting(queued, "msctl itself spares the server") }
        let watch = Stopwatch(options.clock)
        let attempt: Attempt
        do throws(ClusterError) {
            attempt = try await exchange(request, number: number)
        } catch {
            gate.leave(isOverloaded: false, latency: .zero, now: uptime.elapsed)
            throw error
        }
        gate.leave(
            isOverloaded: attempt.isOverloaded,
            retryAfter: attempt.retryAfter,
            latency: watch.elapsed,
            now: uptime.elapsed
        )
        return attempt
    }

    private func exchange(_ request: ClusterRequest, number: Int) async throws(ClusterError) -> Attempt {
        let (wire, credentials) = try await wireRequest(request, isStream: false)
        let watch = Stopwatch(options.clock)
        do throws(TransportError) {
            let reply = try await transport.send(wire, body: request.body)
            trace(
                request,
                wire,
                attempt: number,
                outcome: "\(reply.head.status.code)",
                bytes: reply.body.count,
                duration: watch.elapsed
            )
            contact.note()
            await notice(reply.head, credentials)
            return .replied(reply)
        } catch {
            trace(request, wire, attempt: number, outcome: error.message, duration: watch.elapsed)
            return .broke(error)
        }
    }

    /// Asks as late as can be whether a write may still be sent: it may have waited for its turn, or is a repetition.
    private func admit(_ request: ClusterRequest) throws(ClusterError) {
        guard request.repeatability != .read, let refusal = admission?() else { return }
        switch refusal {
        case .cancelled: throw cancelled(request)
        case .closed:
            throw ClusterError(.notSent, doing: request.doing, object: request.object, cause: refusal)
        }
    }

    private func pause(
        _ duration: Duration,
        reason: String,
        _ request: ClusterRequest
    ) async throws(ClusterError) {
        if duration > .seconds(1) { options.hooks.waiting(duration, reason) }
        do {
            try await options.clock.sleep(for: duration)
        } catch {
            throw cancelled(request)
        }
    }

    private func cancelled(_ request: ClusterRequest) -> ClusterError {
        ClusterError(.cancelled, doing: request.doing, object: request.object)
    }

    /// C4.7, C5.4: after a 401 the next request gets fresh credentials; this one keeps its answer.
    private func notice(_ head: HTTPResponse, _ used: Credentials) async {
        if head.status == .unauthorized { await credentials.rejected(used) }
        for text in warnings.new(in: head) { options.hooks.warning(text) }
    }

    /// The first 64 KiB of a refusal that came as a stream.
    private static func beginning(of body: AsyncThrowingStream<[UInt8], any Error>) async -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await piece in body {
                bytes += piece
                if bytes.count > 65_536 { break }
            }
        } catch {
            // The refusal is what matters; what came of its text is kept.
            return bytes
        }
        return bytes
    }
}
