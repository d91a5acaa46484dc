// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import HTTPTypes

/// Carries requests to an API server: the one seam between msctl and the network.
///
/// Implementations: libcurl for real servers, direct calls for the sandbox in process, failing ones for tests.
/// A transport reports every HTTP status as a reply; only the absence of one is an error.
package protocol HTTPTransport: Sendable {
    /// Sends a request and collects the whole reply.
    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply

    /// Sends a request and returns as soon as the head of the reply is there; the body follows piece by piece.
    ///
    /// No overall time limit applies. Ending the iteration or cancelling the task closes the exchange.
    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply
}

/// A whole reply.
package struct HTTPReply: Sendable {
    /// Status and header fields, whatever the status.
    package var head: HTTPResponse
    /// The body, decompressed.
    package var body: [UInt8]

    /// Makes a reply.
    package init(head: HTTPResponse, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}

/// A reply whose body is still arriving.
package struct HTTPStreamReply: Sendable {
    /// Status and header fields, whatever the status.
    package var head: HTTPResponse
    /// The body in pieces of any size; it ends with a ``TransportError`` when the connection breaks.
    package var body: AsyncThrowingStream<[UInt8], any Error>

    /// Makes a reply.
    package init(head: HTTPResponse, body: AsyncThrowingStream<[UInt8], any Error>) {
        self.head = head
        self.body = body
    }
}

/// Why no reply came.
package struct TransportError: Error, Sendable, Hashable {
    /// What went wrong, as far as it decides what to do next.
    package enum Code: String, Sendable, Hashable {
        /// The name of the server or proxy does not resolve.
        case nameNotResolved = "name-not-resolved"
        /// No connection could be made: nothing was sent.
        case connectionRefused = "connection-refused"
        /// The server's certificate is not trusted, or the server refused ours.
        case tlsFailure = "tls-failure"
        /// Our own certificate or its key cannot be used: nothing was sent.
        case identityUnusable = "identity-unusable"
        /// The connection broke before it was set up, as by a balancer that drops it: nothing was sent.
        case handshakeBroken = "handshake-broken"
        /// The connection broke: the server may or may not have acted.
        case connectionLost = "connection-lost"
        /// No answer within the time limit: the server may or may not have acted.
        case timedOut = "timed-out"
        /// The reply has no end in sight: the server may have acted.
        case tooLarge = "too-large"
        /// The task was cancelled.
        case cancelled
        /// The request could not be made at all, such as for an invalid URL or a missing library.
        case notSent = "not-sent"
    }

    /// What went wrong; it tells whether the server may have acted.
    package var code: Code
    /// The transport's own words, without secrets.
    package var message: String

    /// Makes an error.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
