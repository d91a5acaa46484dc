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
        let begin = uptime.elapsed
        var retry = RetryStateMachine(
            request.repeatability,
            isReadOnly: request.isReadOnly,
            maximumRetries: options.maximumRetries,
            limit: repetitionLimit,
            longestWait: longestWait
        )
        var earlier: [String] = []
        var hasRenewed = false
        var renewed: Credentials?
        var mayBeDone = false
        /// The error of the last attempt, if that was refused for overload.
        var refused: ClusterError?
        while true {
            let attempt: Attempt
            do throws(ClusterError) {
                attempt = try await self.attempt(
                    request,
                    number: earlier.count + 1,
                    as: renewed,
                    since: begin
                )
            } catch {
                // What the server has said to this request tells more than that others are refused as well.
                if error.cause is LastingRefusal, !mayBeDone, var refused {
                    refused.earlierAttempts = Array(earlier.dropLast())
                    throw refused
                }
                throw error.after(earlier, mayBeDone: mayBeDone)
            }
            renewed = nil
            if !hasRenewed, case .replied(let reply, let used) = attempt, reply.head.status == .unauthorized,
                let others = await others(than: used, request)
            {
                hasRenewed = true
                renewed = others
                refused = nil
                earlier.append(attempt.summary)
                continue
            }
            let outcome = attempt.outcome(isKnown: contact.wasMade)
            if case .retry(let wait, let reason) = retry.receive(outcome, now: start.elapsed) {
                earlier.append(attempt.summary)
                mayBeDone = mayBeDone || attempt.mayHaveActed && !request.isReadOnly
                if case .replied(let reply, _) = attempt, attempt.overload != nil {
                    refused = ClusterError(reply: reply, to: request, at: address)
                } else {
                    refused = nil
                }
                do throws(ClusterError) {
                    try await pause(wait, reason: reason, request)
                } catch {
                    throw error.after(earlier, mayBeDone: mayBeDone)
                }
                continue
            }
            switch attempt {
            case .replied(let reply, _) where reply.head.status.kind == .successful: return reply
            case .replied(let reply, _) where reply.head.status == .notModified && request.validator != nil:
                return reply
            case .replied(let reply, _):
                var error = ClusterError(reply: reply, to: request, at: address)
                error.earlierAttempts = earlier
                throw error
            case .broke(let cause):
                var error = ClusterError(transport: cause, doing: request.doing, object: request.object)
                error.earlierAttempts = earlier
                if error.code == .timedOut, request.isReadOnly { error.hint = silenceHint }
                if error.code == .connectionLost, request.isReadOnly { error.hint = "ask again" }
                throw error
            }
        }
    }

    /// What to try after a question that was not answered in time: it has begun nothing that would go on.
    private var silenceHint: String {
        contact.wasMade
            ? "the server answered before: it may be overloaded; look at it with `kubectl get --raw /readyz?verbose`, and try again"
            : "look whether `\(address)` is the server that is meant, and whether VPN, proxy or firewall let it answer"
    }

    /// Opens a stream and returns as soon as the head of a success is there; repeated only where other credentials help.
    ///
    /// With `limit` the head has to come within it: a watch is answered at once, while the log of a container that has
    /// not written anything has no head until it does.
    package func open(_ request: ClusterRequest, headWithin limit: Duration? = nil) async throws(ClusterError)
        -> HTTPStreamReply
    {
        // C1.1: without a place in the queue, but not while the server wants to be left alone.
        if let wait = gate.pause(now: uptime.elapsed) {
            try await pause(wait.duration, reason: wait.reason, request)
        }
        let credentials = try await currentCredentials(request)
        do throws(ClusterError) {
            return try await open(request, as: credentials, headWithin: limit)
        } catch {
            guard error.code == .unauthorized, error.httpStatus != nil,
                let others = await others(than: credentials, request)
            else { throw error }
            return try await open(request, as: others, headWithin: limit)
        }
    }

    private func open(
        _ request: ClusterRequest,
        as credentials: Credentials,
        headWithin limit: Duration?
    ) async throws(ClusterError) -> HTTPStreamReply {
        let wire = wireRequest(request, as: credentials, isStream: true)
        let watch = Stopwatch(options.clock)
        let result = await Credentials.$ofRequest.withValue(credentials) {
            await stream(wire, request.body, headWithin: limit)
        }
        let reply: HTTPStreamReply
        do throws(TransportError) {
            reply = try result.get()
        } catch {
            trace(request, wire, outcome: error.message, duration: watch.elapsed)
            throw ClusterError(transport: error, doing: request.doing, object: request.object)
        }
        trace(request, wire, outcome: "\(reply.head.status.code)", duration: watch.elapsed)
        contact.note()
        gate.opened(
            Overload(status: reply.head.status.code),
            retryAfter: RetryAfter.duration(in: reply.head),
            latency: watch.elapsed,
            now: uptime.elapsed
        )
        await notice(reply.head, credentials)
        guard reply.head.status.kind != .successful else { return reply }
        let body = await Self.beginning(of: reply.body)
        throw ClusterError(reply: HTTPReply(head: reply.head, body: body), to: request, at: address)
    }

    private func stream(
        _ wire: HTTPRequest,
        _ body: [UInt8],
        headWithin limit: Duration?
    ) async -> Result<HTTPStreamReply, TransportError> {
        guard let limit else { return await opening(wire, body) }
        return await withTaskGroup(of: Result<HTTPStreamReply, TransportError>.self) { group in
            defer { group.cancelAll() }
            group.addTask { await opening(wire, body) }
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
    }

    private func opening(
        _ wire: HTTPRequest,
        _ body: [UInt8]
    ) async -> Result<HTTPStreamReply, TransportError> {
        do throws(TransportError) {
            return .success(try await transport.stream(wire, body: body))
        } catch {
            return .failure(error)
        }
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
        try decoded(request) { () throws(JSONReader.Failure) in try JSONReader.read(body) }
    }

    /// Reads a reply as an object, and hands over the elements of one of its members as they come.
    func decode(
        _ body: [UInt8],
        _ request: ClusterRequest,
        handingOver name: String,
        to take: @escaping (JSONValue) -> Void
    ) throws(ClusterError) -> JSONValue {
        try decoded(request) { () throws(JSONReader.Failure) in
            try JSONReader.read(body, handingOver: name, to: take)
        }
    }

    private func decoded(
        _ request: ClusterRequest,
        _ read: () throws(JSONReader.Failure) -> JSONValue
    ) throws(ClusterError) -> JSONValue {
        do throws(JSONReader.Failure) {
            return try read()
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

extension ClusterError {
    /// The error of a repetition that was never sent, or not to its end: what came before it counts as well.
    ///
    /// A write held back, by its admission or because nothing comes through, was not sent this time; whether it was done the time before, nobody knows.
    fileprivate func after(_ attempts: [String], mayBeDone: Bool) -> ClusterError {
        var error = self
        error.earlierAttempts = attempts
        let isHeldBack = code == .notSent && cause is WriteRefusal || cause is LastingRefusal
        if mayBeDone, isHeldBack { error.code = .timedOut }
        return error
    }
}
