// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import HTTP
package import HTTPTypes
import NIOConcurrencyHelpers

/// A transport that knows for how long its server has left everything unanswered that it was asked.
///
/// Streams do not count: the log of a container that writes nothing has nothing to answer.
package final class ObservedTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let elapsed: @Sendable () -> Duration
    /// The requests under way, and since when none of them was answered.
    private let state = NIOLockedValueBox((underWay: 0, since: Duration.zero))

    /// Looks on what another transport carries, on a clock that only goes forward.
    package init(_ base: any HTTPTransport, elapsed: @escaping @Sendable () -> Duration) {
        self.base = base
        self.elapsed = elapsed
    }

    /// Sends a request, and takes note of its beginning and its end.
    package func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        let begin = elapsed()
        state.withLockedValue { state in
            if state.underWay == 0 { state.since = begin }
            state.underWay += 1
        }
        defer {
            let end = elapsed()
            state.withLockedValue { $0 = ($0.underWay - 1, end) }
        }
        return try await base.send(request, body: body)
    }

    /// Opens a stream; nobody waits for its end.
    package func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply
    {
        try await base.stream(request, body: body)
    }

    /// Waits until nothing has been answered for so long; `false` if nobody wants to know any more.
    package func isSilent(for patience: Duration, _ clock: any Clock<Duration>) async -> Bool {
        while true {
            let (underWay, since) = state.withLockedValue { $0 }
            let left = underWay == 0 ? patience : patience - (elapsed() - since)
            guard left > .zero else { return true }
            do { try await clock.sleep(for: left) } catch { return false }
        }
    }
}
