// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import NIOConcurrencyHelpers

/// Carries a number of writes and nothing more after them, as if the process had been killed at that moment.
///
/// What the engine does afterwards has no effect on the cluster, so it does not matter that its code still runs.
final class MortalTransport: HTTPTransport {
    private struct State {
        var writesLeft: Int
        var isDead = false
    }

    private let base: any HTTPTransport
    private let state: NIOLockedValueBox<State>
    private let onDeath: @Sendable () -> Void

    init(base: any HTTPTransport, writes: Int, onDeath: @escaping @Sendable () -> Void) {
        self.base = base
        state = NIOLockedValueBox(State(writesLeft: writes))
        self.onDeath = onDeath
    }

    /// Whether the moment has come.
    var isDead: Bool { state.withLockedValue { $0.isDead } }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        try admit(request)
        return try await base.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try admit(request)
        return try await base.stream(request, body: body)
    }

    private func admit(_ request: HTTPRequest) throws(TransportError) {
        let (isAdmitted, diesNow) = state.withLockedValue { state -> (Bool, Bool) in
            guard !state.isDead else { return (false, false) }
            guard request.isWrite else { return (true, false) }
            guard state.writesLeft > 0 else {
                state.isDead = true
                return (false, true)
            }
            state.writesLeft -= 1
            return (true, false)
        }
        if diesNow { onDeath() }
        guard isAdmitted else { throw TransportError(.notSent, "killed") }
    }
}

extension HTTPRequest {
    /// Whether the request changes anything in the cluster.
    var isWrite: Bool {
        let path = path ?? ""
        return method != .get && !path.contains("dryRun=All") && !path.contains("accessreviews")
    }
}
