// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation
import HTTP
import HTTPTypes
import NIOConcurrencyHelpers
import Support
import Testing

@testable import KubernetesClient

/// Real certificates and a real TLS server; needs openssl and nghttpx (Debian packages openssl and nghttp2-proxy).
@Suite struct CurlTLSTests {
    private func reply(
        _ port: Int,
        _ settings: TransportSettings,
        host: String = "127.0.0.1",
        identity: ClientIdentity? = nil
    ) async throws(TransportError) -> HTTPReply {
        let transport = CurlTransport(settings: settings) { () async throws(CredentialError) in identity }
        return try await transport.send(
            HTTPRequest(method: .get, scheme: "https", authority: "\(host):\(port)", path: "/version"),
            body: []
        )
    }

    private func refusal(
        _ port: Int,
        _ settings: TransportSettings,
        identity: ClientIdentity? = nil
    ) async -> TransportError.Code? {
        await error(port, settings, identity: identity)?.code
    }

    private func error(
        _ port: Int,
        _ settings: TransportSettings,
        identity: ClientIdentity? = nil
    ) async -> TransportError? {
        do throws(TransportError) {
            _ = try await reply(port, settings, identity: identity)
            return nil
        } catch {
            return error
        }
    }

    @Test func acceptsTheRightAuthorityAndRefusesAnother() async throws {
        // C4.5
        let authority = try TLSAuthority()
        let other = try TLSAuthority()
        try authority.issue("server", for: "IP:127.0.0.1")
        let server = try SocketServer { _, connection in connection.respond(200) }
        let front = try await TLSFront(authority, certificate: "server", backend: server.port)
        let right = TransportSettings(certificateAuthority: try authority.certificate)
        #expect(try await reply(front.port, right).head.status == 200)
        let wrong = TransportSettings(certificateAuthority: try other.certificate)
        #expect(await refusal(front.port, wrong) == .tlsFailure)
        #expect(await refusal(front.port, TransportSettings()) == .tlsFailure)
        #expect(await refusal(front.port, TransportSettings(isInsecure: true)) == nil)
    }

    @Test func refusesTheWrongHostUnlessTheServerNameIsGiven() async throws {
        // C4.5
        let authority = try TLSAuthority()
        try authority.issue("server", for: "DNS:kubernetes.internal")
        let server = try SocketServer { request, connection in
            connection.respond(200, [], request.headers["host"] ?? "")
        }
        let front = try await TLSFront(authority, certificate: "server", backend: server.port)
        var settings = TransportSettings(certificateAuthority: try authority.certificate)
        #expect(await refusal(front.port, settings) == .tlsFailure)
        settings.serverName = "kubernetes.internal"
        let reply = try await reply(front.port, settings)
        #expect(String(decoding: reply.body, as: UTF8.self) == "127.0.0.1:\(front.port)")
        settings.serverName = "other.internal"
        #expect(await refusal(front.port, settings) == .tlsFailure)
    }

    @Test func asksForTheServerNameInItsFirstMessage() async throws {
        // C4.5
        let authority = try TLSAuthority()
        try authority.issue("server", for: "DNS:kubernetes.internal")
        try authority.issue("fallback", for: "IP:127.0.0.1")
        let server = try SocketServer { _, connection in connection.respond(200) }
        // nghttpx picks among certificates by SNI; the default one does not fit the name.
        let front = try await TLSFront(
            authority,
            certificate: "fallback",
            others: ["server"],
            backend: server.port
        )
        var settings = TransportSettings(certificateAuthority: try authority.certificate)
        settings.serverName = "kubernetes.internal"
        #expect(try await reply(front.port, settings).head.status == 200)
    }

    @Test func refusesAnExpiredCertificate() async throws {
        let authority = try TLSAuthority()
        try authority.issue("server", for: "IP:127.0.0.1", days: 0)
        let server = try SocketServer { _, connection in connection.respond(200) }
        let front = try await TLSFront(authority, certificate: "server", backend: server.port)
        let settings = TransportSettings(certificateAuthority: try authority.certificate)
        #expect(await refusal(front.port, settings) == .tlsFailure)
    }

    @Test func speaksNoTLSThatIsOlderThan12() async throws {
        // C2.2: the server's own alert says that 1.1 was not offered; else the trouble would be another one, later.
        let authority = try TLSAuthority()
        try authority.issue("server", for: "IP:127.0.0.1")
        let server = try await TLSServer(authority, certificate: "server", options: ["-tls1_1"])
        let settings = TransportSettings(certificateAuthority: try authority.certificate)
        let error = try #require(await error(server.port, settings))
        #expect(error.code == .tlsFailure)
        #expect(error.message.contains("TLS 1.2 and newer"), "\(error)")
        let newer = try await TLSServer(authority, certificate: "server", options: ["-tls1_2"])
        #expect(try await reply(newer.port, settings).head.status == 200)
    }

    @Test func showsItsClientCertificateWhereOneIsAskedFor() async throws {
        // C4.6
        let both = try await MutualTLS()
        let settings = TransportSettings(certificateAuthority: try both.authority.certificate)
        let alice = try both.alice
        #expect(await refusal(both.port, settings, identity: alice) == nil)
        let mallory = try both.mallory
        // With TLS 1.3 it is a race whether the alert or the end of the connection is seen.
        for identity in [mallory, nil] {
            let error = try #require(await error(both.port, settings, identity: identity))
            #expect([.tlsFailure, .connectionLost].contains(error.code))
            #expect(error.message.contains("certificate") || error.message.contains("unknown ca"), "\(error)")
        }
    }

    /// Keys as people have them: behind a passphrase in either form, of another certificate, damaged, empty.
    @Test(arguments: ["pkcs8", "traditional", "other", "garbage", "empty", "certificate"], [false, true])
    func aKeyThatCannotBeUsedIsSaidAndCrashesNothing(kind: String, isOld: Bool) async throws {
        // C4.6
        let both = try await MutualTLS()
        let settings = TransportSettings(certificateAuthority: try both.authority.certificate)
        var identity = try both.alice
        switch kind {
        case "pkcs8": identity.key = Redacted(try both.authority.encryptedKey("client"))
        case "traditional":
            identity.key = Redacted(try both.authority.encryptedKey("client", isTraditional: true))
        case "other": identity.key = try both.mallory.key
        case "certificate": identity.certificate = Array("no certificate".utf8)
        default: identity.key = Redacted(kind == "empty" ? [] : Array("no key".utf8))
        }
        let shown = identity
        let request = HTTPRequest(
            method: .get,
            scheme: "https",
            authority: "127.0.0.1:\(both.port)",
            path: "/version"
        )
        let source: CurlTransport.IdentitySource = { () async throws(CredentialError) in shown }
        let transport =
            isOld
            ? CurlTransport(old: settings, identity: source)
            : CurlTransport(settings: settings, identity: source)
        let error = await #expect(throws: TransportError.self) { try await transport.send(request, body: []) }
        #expect(error?.code == .identityUnusable, "\(error?.message ?? "")")
    }

    @Test func givesFilesToALibcurlThatTakesNoCertificatesFromMemory() async throws {
        // C4.5, C4.6: all over one transport, so that no connection may be found that was made with another certificate.
        let both = try await MutualTLS()
        let alice = try both.alice
        let mallory = try both.mallory
        let shown = NIOLockedValueBox(alice)
        let request = HTTPRequest(
            method: .get,
            scheme: "https",
            authority: "127.0.0.1:\(both.port)",
            path: "/version"
        )
        func transport(trusting authority: TLSAuthority) throws -> CurlTransport {
            let settings = TransportSettings(certificateAuthority: try authority.certificate)
            return CurlTransport(old: settings) { () async throws(CredentialError) in
                shown.withLockedValue { $0 }
            }
        }
        let old = try transport(trusting: both.authority)
        #expect(try await old.send(request, body: []).head.status == 200)
        shown.withLockedValue { $0 = mallory }
        await #expect(throws: TransportError.self) { try await old.send(request, body: []) }
        shown.withLockedValue { $0 = alice }
        #expect(try await old.send(request, body: []).head.status == 200)
        let wary = try transport(trusting: both.stranger)
        let error = await #expect(throws: TransportError.self) { try await wary.send(request, body: []) }
        #expect(error?.code == .tlsFailure)
    }

    @Test func aFileInMemoryStandsForTheSameBytes() throws {
        // C4.6
        let files = MemoryFiles()
        let first = try #require(files.path(of: Array("one".utf8)))
        let second = try #require(files.path(of: Array("two".utf8)))
        #expect(first != second)
        #expect(files.path(of: Array("one".utf8)) == first)
        for _ in 0..<2 { #expect(SystemAccess.live.readFile(first) == .content(Array("one".utf8))) }
        #expect(SystemAccess.live.readFile(second) == .content(Array("two".utf8)))
    }

    @Test(arguments: [
        (TransportSettings.Version.http2, "2 nghttpx"), (.http1, "1.1 nghttpx"),
    ])
    func speaksTheVersionThatItIsTold(
        version: TransportSettings.Version,
        via: String
    ) async throws {
        // C2.2
        let authority = try TLSAuthority()
        try authority.issue("server", for: "IP:127.0.0.1")
        let server = try SocketServer { request, connection in
            connection.respond(200, [], request.headers["via"] ?? "")
        }
        let front = try await TLSFront(authority, certificate: "server", backend: server.port)
        var settings = TransportSettings(certificateAuthority: try authority.certificate)
        settings.version = version
        let transport = CurlTransport(settings: settings)
        let request = HTTPRequest(
            method: .get,
            scheme: "https",
            authority: "127.0.0.1:\(front.port)",
            path: "/"
        )
        let versions = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    String(decoding: try await transport.send(request, body: []).body, as: UTF8.self)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        // nghttpx notes in Via which version it was spoken to in.
        #expect(versions == [via])
    }
}

/// A server that asks for certificates: it knows who issued Alice's, and not who issued Mallory's.
private struct MutualTLS {
    let authority: TLSAuthority
    let stranger: TLSAuthority
    private let server: SocketServer
    private let front: TLSFront

    init() async throws {
        authority = try TLSAuthority()
        stranger = try TLSAuthority()
        try authority.issue("server", for: "IP:127.0.0.1")
        try authority.issue("client", for: "DNS:alice")
        try stranger.issue("client", for: "DNS:mallory")
        server = try SocketServer { _, connection in connection.respond(200) }
        front = try await TLSFront(
            authority,
            certificate: "server",
            backend: server.port,
            asksForClients: true
        )
    }

    var port: Int { front.port }
    var alice: ClientIdentity { get throws { try Self.client(of: authority) } }
    var mallory: ClientIdentity { get throws { try Self.client(of: stranger) } }

    private static func client(of issuer: TLSAuthority) throws -> ClientIdentity {
        ClientIdentity(
            certificate: try issuer.bytes("client.pem"),
            key: Redacted(try issuer.bytes("client.key"))
        )
    }
}
