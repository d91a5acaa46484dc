// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes

/// How one attempt ended.
enum Attempt {
    /// With a reply, to these credentials.
    case replied(HTTPReply, as: Credentials)
    case broke(TransportError)

    func outcome(isKnown: Bool) -> RetryStateMachine.Outcome {
        switch self {
        case .broke(let error): .broke(error, isKnown: isKnown)
        case .replied(let reply, _) where reply.head.status.code < 400:
            .replied(reply.head.status.code, retryAfter: nil, nil)
        case .replied(let reply, _):
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
        case .replied(let reply, _):
            [String(reply.head.status.code), KubernetesStatus(body: reply.body)?.message]
                .compactMap(\.self).joined(separator: " ")
        }
    }

    var retryAfter: Duration? {
        if case .replied(let reply, _) = self { RetryAfter.duration(in: reply.head) } else { nil }
    }

    /// Whether the server may have acted although it has not said so.
    var mayHaveActed: Bool {
        switch self {
        case .broke(let error): [.connectionLost, .timedOut].contains(error.code)
        case .replied(let reply, _):
            switch reply.head.status.code {
            case 502, 503, 504: retryAfter == nil
            // The store may have done what the server no longer waited for.
            case 500:
                KubernetesStatus(body: reply.body)
                    .map { $0.reason == "ServerTimeout" || $0.isFromUnsureStore } ?? false
            default: false
            }
        }
    }

    /// How the server has refused for having too much to do, if it has.
    var overload: Overload? {
        if case .replied(let reply, _) = self { Overload(status: reply.head.status.code) } else { nil }
    }
}

extension ClusterClient {
    /// Makes one attempt when it has its turn, with the credentials given or else those of that moment; `begin` is when the
    /// request was first to be made.
    func attempt(
        _ request: ClusterRequest,
        number: Int,
        as given: Credentials? = nil,
        since begin: Duration
    ) async throws(ClusterError) -> Attempt {
        try await turn(request, since: begin)
        let attempt: Attempt
        let latency: Duration
        do throws(ClusterError) {
            try admit(request)
            let credentials = if let given { given } else { try await currentCredentials(request) }
            // Fetching them may have taken longer than everything before.
            try admit(request)
            // The server is not slow because a program, or whoever it asks, is.
            let watch = Stopwatch(options.clock)
            attempt = try await exchange(request, as: credentials, number: number)
            latency = watch.elapsed
        } catch {
            gate.leave(latency: nil, now: uptime.elapsed)
            throw error
        }
        gate.leave(
            attempt.overload,
            retryAfter: attempt.retryAfter,
            latency: latency,
            now: uptime.elapsed
        )
        return attempt
    }

    /// Waits until the server need not be left alone any more, and takes a place then (C1.1).
    ///
    /// Who sleeps holds no place: with few places, all others would wait for it, and each would then be refused by itself. Who has
    /// waited for as long as ten repetitions take, in which nobody came through, is not sent any more.
    private func turn(_ request: ClusterRequest, since begin: Duration) async throws(ClusterError) {
        let start = uptime.elapsed
        var queued = Duration.zero
        while true {
            let now = uptime.elapsed
            if let pause = gate.pause(now: now) {
                if let refusal = gate.lasting(since: begin, retries: options.maximumRetries, now: now) {
                    throw heldBack(request, refusal, now: now)
                }
                try await self.pause(pause.duration, reason: pause.reason, request)
                continue
            }
            let queue = Stopwatch(options.clock)
            guard await gate.enter() else { throw cancelled(request) }
            queued += queue.elapsed
            // Those before may have been refused meanwhile.
            guard gate.pause(now: uptime.elapsed) != nil else { break }
            gate.leave(latency: nil, now: uptime.elapsed)
        }
        guard queued > .seconds(1) else { return }
        let isServers = gate.overload(since: start, now: uptime.elapsed) != nil
        options.hooks.waiting(queued, isServers ? ClientHooks.throttledQueue : ClientHooks.ownQueue)
    }

    private func heldBack(
        _ request: ClusterRequest,
        _ refusal: LastingRefusal,
        now: Duration
    ) -> ClusterError {
        ClusterError(
            gate.overload(since: now, now: now) == .unavailable ? .serverFailure : .throttled,
            doing: request.doing,
            object: request.object,
            cause: refusal,
            hint: "wait a while and run the command again; the limit is the server's"
        )
    }

    private func exchange(
        _ request: ClusterRequest,
        as credentials: Credentials,
        number: Int
    ) async throws(ClusterError) -> Attempt {
        let wire = wireRequest(request, as: credentials, isStream: false)
        let watch = Stopwatch(options.clock)
        let (result, refusal) = await Credentials.$ofRequest.withValue(credentials) {
            await transfer(wire, request)
        }
        if let refusal {
            trace(request, wire, attempt: number, outcome: "cut off: \(refusal)", duration: watch.elapsed)
            throw ClusterError(.timedOut, doing: request.doing, object: request.object, cause: refusal)
        }
        do throws(TransportError) {
            let reply = try result.get()
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
            return .replied(reply, as: credentials)
        } catch {
            trace(request, wire, attempt: number, outcome: error.message, duration: watch.elapsed)
            return .broke(error)
        }
    }

    /// Sends a request; cuts a write off, even before a connection is made, when it may not go on.
    private func transfer(
        _ wire: HTTPRequest,
        _ request: ClusterRequest
    ) async -> (Result<HTTPReply, TransportError>, WriteRefusal?) {
        guard request.repeatability != .read, let admission else {
            return (await result(of: wire, request.body), nil)
        }
        return await withTaskGroup(of: Result<HTTPReply, TransportError>?.self) { group in
            group.addTask { await result(of: wire, request.body) }
            group.addTask {
                while admission.abortion() == nil {
                    do {
                        try await options.clock.sleep(for: WriteAdmission.glance)
                    } catch {
                        return nil
                    }
                }
                return nil
            }
            var refusal: WriteRefusal?
            while let end = await group.next() {
                if let end {
                    group.cancelAll()
                    if case .success = end { return (end, nil) }
                    return (end, refusal)
                }
                refusal = Task.isCancelled ? nil : admission.abortion()
                group.cancelAll()
            }
            return (.failure(TransportError(.cancelled, "cancelled")), refusal)
        }
    }

    private func result(of wire: HTTPRequest, _ body: [UInt8]) async -> Result<HTTPReply, TransportError> {
        do throws(TransportError) {
            return .success(try await transport.send(wire, body: body))
        } catch {
            return .failure(error)
        }
    }

    /// Asks whether a write may still be sent: it may have waited for its turn, or is a repetition.
    private func admit(_ request: ClusterRequest) throws(ClusterError) {
        guard request.repeatability != .read, let refusal = admission?.refusal() else { return }
        switch refusal {
        case .cancelled: throw cancelled(request)
        case .closed:
            throw ClusterError(.notSent, doing: request.doing, object: request.object, cause: refusal)
        }
    }

    /// Waits; a write that may not be sent any more does not wait to the end.
    func pause(
        _ duration: Duration,
        reason: String,
        _ request: ClusterRequest
    ) async throws(ClusterError) {
        let isServers = ClientHooks.serverWishes.contains(reason)
        if duration > .seconds(1) || isServers && duration == .seconds(1) {
            options.hooks.waiting(duration, reason)
        }
        let isAsking = admission != nil && request.repeatability != .read
        var left = duration
        repeat {
            let step = isAsking ? min(left, WriteAdmission.glance) : left
            do {
                try await options.clock.sleep(for: step)
            } catch {
                throw cancelled(request)
            }
            left -= step
            if isAsking { try admit(request) }
        } while left > .zero
    }

    /// The error of a request that nobody waits for any more.
    func cancelled(_ request: ClusterRequest) -> ClusterError {
        ClusterError(.cancelled, doing: request.doing, object: request.object)
    }

    /// Other credentials after those were refused, to make the request again with: the server has done nothing, so that
    /// this holds for a write too; `nil` where there are none.
    ///
    /// A deploy often lasts longer than a token, and the clock that tells its end is another machine's.
    func others(than used: Credentials, _ request: ClusterRequest) async -> Credentials? {
        do throws(ClusterError) {
            let current = try await currentCredentials(request)
            return current == used ? nil : current
        } catch {
            // The refusal is what was answered; the next request says why there are no others.
            return nil
        }
    }

    /// C4.7, C5.4: after a 401 the next request gets fresh credentials.
    func notice(_ head: HTTPResponse, _ used: Credentials) async {
        if head.status == .unauthorized { await credentials.rejected(used) }
        for text in warnings.new(in: head) { options.hooks.warning(text) }
    }
}
