// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import NIOConcurrencyHelpers
import Support

/// Notes who writes, in the order in which the server hears of it.
final class WriteLog: Sendable {
    private let entries = NIOLockedValueBox<[String]>([])

    /// Who has written, each time that somebody else had before.
    var turns: [String] {
        entries.withLockedValue { entries in
            entries.reduce(into: []) { turns, entry in
                if turns.last != entry { turns.append(entry) }
            }
        }
    }

    func note(_ writer: String) { entries.withLockedValue { $0.append(writer) } }
}

/// The way of one run of msctl to the cluster, which is out of order for a while.
struct TroubledTransport: HTTPTransport {
    /// What goes wrong meanwhile.
    enum Trouble: CaseIterable {
        case none
        /// Requests fail at once.
        case cut
        /// Requests fail when the trouble is over, and were never heard.
        case stalled
        /// The server hears requests, and its answers come when the trouble is over.
        case deaf
    }

    let writer: String
    let base: any HTTPTransport
    let log: WriteLog
    let clock: ManualClock
    var trouble = Trouble.none
    var from = Duration.zero
    var to = Duration.zero

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        try await precede()
        if request.isWrite, !(request.path ?? "").contains("/leases") { log.note(writer) }
        let reply = try await base.send(request, body: body)
        if trouble == .deaf, isTroubled { try await untilItIsOver() }
        return reply
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await precede()
        return try await base.stream(request, body: body)
    }

    private var isTroubled: Bool { from <= clock.now.offset && clock.now.offset < to }

    private func precede() async throws(TransportError) {
        guard isTroubled else { return }
        switch trouble {
        case .none, .deaf: return
        case .cut: throw TransportError(.connectionLost, "cut")
        case .stalled:
            try await untilItIsOver()
            throw TransportError(.connectionLost, "stalled")
        }
    }

    private func untilItIsOver() async throws(TransportError) {
        do {
            try await clock.sleep(until: .init(offset: to))
        } catch {
            throw TransportError(.cancelled, "cancelled")
        }
    }
}
