// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import NIOConcurrencyHelpers

/// One request and what has come back so far: filled by the engine's thread, read by one task.
final class CurlExchange: Sendable {
    /// What the reading task waits for.
    enum Mode: Sendable {
        /// The end, then everything at once.
        case whole
        /// The head, then piece by piece.
        case stream
    }

    private enum End: Sendable {
        case complete
        case broken(TransportError)
    }

    private struct State {
        var head: HTTPResponse?
        var pieces: [[UInt8]] = []
        var queuedBytes = 0
        var isPaused = false
        var end: End?
        var waiter: CheckedContinuation<Void, Never>?

        mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
            defer { waiter = nil }
            return waiter
        }
    }

    /// Above this much unread body, in bytes, the server is made to wait; each watch may have so much in memory.
    private static let pauseAbove = 1 << 16

    let request: CurlRequest
    private let mode: Mode
    private let state = NIOLockedValueBox(State())

    init(_ request: CurlRequest, mode: Mode) {
        self.request = request
        self.mode = mode
    }

    /// Whether nothing more will come.
    var isOver: Bool { state.withLockedValue { $0.end != nil } }

    /// Takes the head of the reply.
    func receive(head: HTTPResponse) {
        let waiter = state.withLockedValue { state in
            state.head = head
            return mode == .stream ? state.takeWaiter() : nil
        }
        waiter?.resume()
    }

    /// Takes a piece of the body; false when the reader is too far behind, and then the piece must come again.
    func receive(piece: UnsafeRawBufferPointer) -> Bool {
        let (isTaken, waiter) = state.withLockedValue { state -> (Bool, CheckedContinuation<Void, Never>?) in
            if mode == .stream, state.queuedBytes > Self.pauseAbove {
                state.isPaused = true
                return (false, nil)
            }
            state.pieces.append(Array(piece))
            state.queuedBytes += piece.count
            return (true, mode == .stream ? state.takeWaiter() : nil)
        }
        waiter?.resume()
        return isTaken
    }

    /// Takes the end; false when it was over already.
    @discardableResult
    func finish(_ error: TransportError?) -> Bool {
        let (isNews, waiter) = state.withLockedValue { state -> (Bool, CheckedContinuation<Void, Never>?) in
            guard state.end == nil else { return (false, nil) }
            state.end = error.map { .broken($0) } ?? .complete
            return (true, state.takeWaiter())
        }
        waiter?.resume()
        return isNews
    }

    /// Waits for the end; returns the whole reply.
    func whole() async throws(TransportError) -> HTTPReply {
        await wait { $0.end != nil }
        let (head, pieces, end) = state.withLockedValue { ($0.head, $0.pieces, $0.end) }
        if case .broken(let error) = end { throw error }
        guard let head else { throw TransportError(.connectionLost, "the reply has no head") }
        return HTTPReply(head: head, body: Self.joined(pieces))
    }

    /// Waits for the head.
    func head() async throws(TransportError) -> HTTPResponse {
        await wait { $0.head != nil || $0.end != nil }
        let (head, end) = state.withLockedValue { ($0.head, $0.end) }
        if let head { return head }
        if case .broken(let error) = end { throw error }
        throw TransportError(.connectionLost, "the reply has no head")
    }

    /// Waits for the next piece of the body; `nil` at its end.
    ///
    /// `isResumed` is true when the server was made to wait and may now go on.
    func piece() async throws(TransportError) -> (bytes: [UInt8]?, isResumed: Bool) {
        await wait { !$0.pieces.isEmpty || $0.end != nil }
        let (bytes, isResumed, end) = state.withLockedValue { state -> ([UInt8]?, Bool, End?) in
            guard !state.pieces.isEmpty else { return (nil, false, state.end) }
            let bytes = Self.joined(state.pieces)
            state.pieces = []
            state.queuedBytes = 0
            defer { state.isPaused = false }
            return (bytes, state.isPaused, nil)
        }
        if case .broken(let error) = end { throw error }
        return (bytes, isResumed)
    }

    private static func joined(_ pieces: [[UInt8]]) -> [UInt8] {
        guard pieces.count != 1 else { return pieces[0] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
        for piece in pieces { bytes += piece }
        return bytes
    }

    private func wait(until isReady: @Sendable (borrowing State) -> Bool) async {
        while true {
            if state.withLockedValue({ isReady($0) }) { return }
            await withCheckedContinuation { continuation in
                let isReadyNow = state.withLockedValue { state in
                    if isReady(state) { return true }
                    state.waiter = continuation
                    return false
                }
                if isReadyNow { continuation.resume() }
            }
        }
    }
}
