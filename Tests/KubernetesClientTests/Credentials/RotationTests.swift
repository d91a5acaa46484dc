// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import NIOConcurrencyHelpers
import Testing

@testable import KubernetesClient

/// Files and time that a test changes.
private final class Machine: Sendable {
    let files = NIOLockedValueBox<[String: String]>([:])
    let time = NIOLockedValueBox<Int64>(1_000_000)

    var access: SystemAccess {
        SystemAccess(
            readFile: { path in
                self.files.withLockedValue { $0[path] }.map { .content(Array($0.utf8)) } ?? .missing
            },
            environment: [:],
            isInteractive: false,
            now: { Timestamp(seconds: self.time.withLockedValue { $0 }) },
            run: { (_) async throws(CredentialError) in [] }
        )
    }

    func write(_ path: String, _ text: String?) { files.withLockedValue { $0[path] = text } }
    func pass(_ seconds: Int64) { time.withLockedValue { $0 += seconds } }
}

@Suite struct RotationTests {
    private func token(_ source: any CredentialSource) async throws -> Credentials.Identity {
        try await source.current().identity
    }

    @Test func aTokenFileIsReadAgainAfterFiftySecondsOrARefusal() async throws {
        // C4.7: a minute, ten seconds of leeway included.
        let machine = Machine()
        machine.write("/t", " one\n")
        let source = TokenFileCredentials(
            path: "/t",
            fallback: nil,
            impersonation: nil,
            system: machine.access
        )
        #expect(try await token(source) == .bearer(Redacted("one")))
        machine.write("/t", "two")
        machine.pass(49)
        #expect(try await token(source) == .bearer(Redacted("one")))
        machine.pass(1)
        #expect(try await token(source) == .bearer(Redacted("two")))
        machine.write("/t", "three")
        source.rejected(Credentials(.bearer(Redacted("one"))))
        #expect(try await token(source) == .bearer(Redacted("two")))
        source.rejected(Credentials(.bearer(Redacted("two"))))
        #expect(try await token(source) == .bearer(Redacted("three")))
    }

    @Test func theLastTokenCountsWhileTheFileCannotBeRead() async throws {
        // C4.7
        let machine = Machine()
        let source = TokenFileCredentials(
            path: "/t",
            fallback: nil,
            impersonation: nil,
            system: machine.access
        )
        let error = await #expect(throws: CredentialError.self) { try await token(source) }
        #expect(error?.message == "the token file `/t` is missing")
        machine.write("/t", "one")
        #expect(try await token(source) == .bearer(Redacted("one")))
        machine.write("/t", nil)
        machine.pass(600)
        #expect(try await token(source) == .bearer(Redacted("one")))
    }

    @Test func aCertificateFromFilesIsReadAgainEveryFiveMinutes() async throws {
        // C4.6
        let machine = Machine()
        machine.write(
            "/h/config",
            kubeconfig(user: "client-certificate: crt, client-key: key")
        )
        machine.write("/h/crt", "C1")
        machine.write("/h/key", "K1")
        let configuration = try ClusterConfiguration.load(
            .forFile("/h/config"),
            system: machine.access
        )
        func names() async throws -> String {
            let identity = try #require(try await configuration.identity())
            return String(decoding: identity.certificate + identity.key.secret, as: UTF8.self)
        }
        #expect(try await names() == "C1K1")
        machine.write("/h/crt", "C2")
        machine.write("/h/key", nil)
        machine.pass(299)
        #expect(try await names() == "C1K1")
        machine.pass(1)
        // The two are replaced one after the other: half of a pair is none.
        #expect(try await names() == "C1K1")
        machine.write("/h/key", "K2")
        machine.pass(300)
        #expect(try await names() == "C2K2")
        // A new certificate and an old key are no pair either, unless it stays that way.
        machine.write("/h/crt", "C3")
        machine.pass(300)
        #expect(try await names() == "C2K2")
        machine.pass(9)
        machine.write("/h/key", "K3")
        #expect(try await names() == "C2K2")
        machine.pass(1)
        #expect(try await names() == "C3K3")
        machine.write("/h/crt", "C4")
        machine.pass(300)
        #expect(try await names() == "C3K3")
        machine.pass(10)
        #expect(try await names() == "C4K3")
        // A key that wants a passphrase is none: the last pair counts, as long as it is valid.
        machine.write("/h/crt", "C5")
        machine.write("/h/key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIH\n")
        machine.pass(310)
        #expect(try await names() == "C4K3")
        machine.write("/h/key", "K5")
        machine.pass(300)
        #expect(try await names() == "C5K5")
    }
}

extension ConfigurationOptions {
    static func forFile(_ path: String) -> ConfigurationOptions {
        var options = ConfigurationOptions()
        options.kubeconfig = path
        return options
    }
}
