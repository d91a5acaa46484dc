// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import HTTP
package import HTTPTypes
import NIOConcurrencyHelpers

/// Carries requests with libcurl, which is loaded when the first one is sent.
///
/// One thread serves all connections; HTTP/2 is used where a server offers it over TLS. The thread ends with the
/// last reference.
package final class CurlTransport: HTTPTransport {
    /// Who the client certificate names, asked for every request because it may change.
    package typealias IdentitySource = @Sendable () async throws(CredentialError) -> ClientIdentity?

    private let settings: TransportSettings
    private let identity: IdentitySource
    private let takesBlobs: Bool
    private let engine = NIOLockedValueBox<CurlEngine?>(nil)

    /// Makes a transport; nothing is loaded yet.
    package init(
        settings: TransportSettings = TransportSettings(),
        identity: @escaping IdentitySource = { () async throws(CredentialError) in nil }
    ) {
        self.settings = settings
        self.identity = identity
        takesBlobs = true
    }

    /// Makes a transport that uses libcurl as if it were so old that it takes no certificates from memory.
    init(old settings: TransportSettings, identity: @escaping IdentitySource) {
        self.settings = settings
        self.identity = identity
        takesBlobs = false
    }

    deinit {
        engine.withLockedValue { $0?.shutDown() }
    }

    /// Sends a request and collects the whole reply, within the request timeout.
    package func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        let (engine, transfer) = try await prepare(request, body, isStream: false)
        let exchange = CurlExchange(transfer, mode: .whole)
        return try await engine.whole(exchange)
    }

    /// Sends a request and returns with the head of the reply; no time limit.
    package func stream(
        _ request: HTTPRequest,
        body: [UInt8]
    ) async throws(TransportError) -> HTTPStreamReply {
        let (engine, transfer) = try await prepare(request, body, isStream: true)
        let exchange = CurlExchange(transfer, mode: .stream)
        let head = try await engine.head(exchange)
        let lease = StreamLease(self, engine, exchange)
        return HTTPStreamReply(head: head, body: AsyncThrowingStream { try await lease.next() })
    }

    private func prepare(
        _ request: HTTPRequest,
        _ body: [UInt8],
        isStream: Bool
    ) async throws(TransportError) -> (CurlEngine, CurlRequest) {
        let current: ClientIdentity?
        do throws(CredentialError) {
            current = try await identity()
        } catch {
            throw TransportError(.notSent, error.message)
        }
        let wire = try CurlRequest(request, body: body, settings, identity: current, isStream: isStream)
        return (try runningEngine(), wire)
    }

    private func runningEngine() throws(TransportError) -> CurlEngine {
        let result = engine.withLockedValue { engine -> Result<CurlEngine, TransportError> in
            if let engine { return .success(engine) }
            do throws(TransportError) {
                let started = try CurlEngine(settings.patience, takesBlobs: takesBlobs)
                engine = started
                return .success(started)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// Ends the exchange when nobody reads its body any more.
private final class StreamLease: Sendable {
    /// Keeps the engine running for as long as the body is read.
    private let transport: CurlTransport
    private let engine: CurlEngine
    private let exchange: CurlExchange

    init(_ transport: CurlTransport, _ engine: CurlEngine, _ exchange: CurlExchange) {
        self.transport = transport
        self.engine = engine
        self.exchange = exchange
    }

    deinit {
        engine.cancel(exchange)
    }

    func next() async throws(TransportError) -> [UInt8]? {
        try await engine.piece(exchange)
    }
}
