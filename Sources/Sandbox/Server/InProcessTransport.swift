// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import HTTP
package import HTTPTypes

/// Reaches a sandbox in the same process, without sockets.
package struct InProcessTransport: HTTPTransport {
    private let server: SandboxServer
    private let clock: any Clock<Duration>

    /// Sends to a sandbox; the clock is for answers that are late by its fault script.
    package init(_ server: SandboxServer, clock: any Clock<Duration> = ContinuousClock()) {
        self.server = server
        self.clock = clock
    }

    /// Sends a request and collects the whole reply, also of a watch.
    package func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        switch try await exchange(request, body: body) {
        case .whole(let reply): return reply
        case .stream(let reply, _):
            var bytes: [UInt8] = []
            do {
                for try await piece in reply.body { bytes += piece }
            } catch {
                throw TransportError(.connectionLost, "the sandbox broke the connection")
            }
            return HTTPReply(head: reply.head, body: bytes)
        case .reset: throw TransportError(.connectionLost, "the sandbox broke the connection")
        }
    }

    /// Sends a request and hands the body over piece by piece.
    package func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply
    {
        switch try await exchange(request, body: body) {
        case .stream(let reply, _): return reply
        case .whole(let reply):
            let (stream, continuation) = AsyncThrowingStream.makeStream(
                of: [UInt8].self,
                throwing: (any Error).self
            )
            if !reply.body.isEmpty { continuation.yield(reply.body) }
            continuation.finish()
            return HTTPStreamReply(head: reply.head, body: stream)
        case .reset: throw TransportError(.connectionLost, "the sandbox broke the connection")
        }
    }

    private func exchange(
        _ request: HTTPRequest,
        body: [UInt8]
    ) async throws(TransportError) -> SandboxServer.Handled.Answer {
        if Task.isCancelled { throw TransportError(.cancelled, "the task was cancelled") }
        let handled = await server.handle(request, body: body)
        if let latency = handled.latency {
            do {
                try await clock.sleep(for: latency)
            } catch {
                throw TransportError(.cancelled, "the task was cancelled")
            }
        }
        return handled.answer
    }
}
