// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import NIOConcurrencyHelpers
import Testing

@testable import KubernetesClient

/// One request shows one answer of the program that gives credentials, even where each answer is over at once.
@Suite struct OneRunTests {
    /// A program that gives the token t1 with the certificate C1, then t2 with C2; and what a server saw of that.
    private final class Machine: Sendable {
        struct State {
            var runs = 0
            var isSending = false
            var runsWhileSending = 0
            var shown: [String] = []
        }

        let state = NIOLockedValueBox(State())
        var shown: [String] { state.withLockedValue { $0.shown } }
        var runs: Int { state.withLockedValue { $0.runs } }
        var runsWhileSending: Int { state.withLockedValue { $0.runsWhileSending } }

        func client(answering codes: [Int]) throws -> ClusterClient {
            let version = "client.authentication.k8s.io/v1"
            let user = "exec: {command: login, apiVersion: \(version), interactiveMode: Never}"
            let access = system(["/h/.kube/config": kubeconfig(user: user)], ["HOME": "/h"]) {
                (_) async throws(CredentialError) in
                let run = self.state.withLockedValue { state in
                    state.runs += 1
                    if state.isSending { state.runsWhileSending += 1 }
                    return state.runs
                }
                let answer: JSONValue = [
                    "kind": "ExecCredential", "apiVersion": .string(version),
                    "status": [
                        "token": .string("t\(run)"), "clientCertificateData": .string("C\(run)"),
                        "clientKeyData": "K", "expirationTimestamp": "1970-01-01T00:00:00Z",
                    ],
                ]
                return answer.bytes()
            }
            let configuration = try ClusterConfiguration.load(system: access)
            return ClusterClient(
                transport: Server(machine: self, identity: configuration.identity, codes: codes),
                address: configuration.address,
                credentials: configuration.credentials,
                options: ClientOptions(clock: SkippingClock(), random: { 0.5 })
            )
        }
    }

    /// Asks for the certificate when it sends, as the transport over libcurl does.
    private final class Server: HTTPTransport {
        private let machine: Machine
        private let identity: CurlTransport.IdentitySource
        private let codes: NIOLockedValueBox<[Int]>

        init(machine: Machine, identity: @escaping CurlTransport.IdentitySource, codes: [Int]) {
            self.machine = machine
            self.identity = identity
            self.codes = NIOLockedValueBox(codes)
        }

        func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
            let version: JSONValue = ["gitVersion": "v1"]
            return HTTPReply(head: try await head(request), body: version.bytes())
        }

        func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
            HTTPStreamReply(head: try await head(request), body: AsyncThrowingStream { nil })
        }

        private func head(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            machine.state.withLockedValue { $0.isSending = true }
            let certificate: [UInt8]
            do throws(CredentialError) {
                certificate = try await identity()?.certificate ?? []
            } catch {
                throw TransportError(.notSent, error.message)
            }
            let token = request.headerFields[.authorization] ?? ""
            machine.state.withLockedValue { state in
                state.isSending = false
                state.shown.append("\(token) \(String(decoding: certificate, as: UTF8.self))")
            }
            let code = codes.withLockedValue { $0.isEmpty ? 200 : $0.removeFirst() }
            return HTTPResponse(status: HTTPResponse.Status(code: code))
        }
    }

    @Test func tokenAndCertificateOfARequestAreOfOneRun() async throws {
        // C5.4
        let machine = Machine()
        let client = try machine.client(answering: [])
        _ = try await client.version()
        _ = try await client.open(ClusterRequest(.get, "/log", doing: "reading"), headWithin: .seconds(30))
        #expect(machine.shown == ["Bearer t1 C1", "Bearer t2 C2"])
    }

    @Test func soTheyAreWhenARequestIsMadeAgain() async throws {
        // C5.4
        let machine = Machine()
        let client = try machine.client(answering: [401, 200, 401, 200])
        _ = try await client.version()
        _ = try await client.open(ClusterRequest(.get, "/log", doing: "reading"))
        #expect(machine.shown == ["Bearer t1 C1", "Bearer t2 C2", "Bearer t3 C3", "Bearer t4 C4"])
        #expect(machine.runs == 4)
    }

    @Test func noProgramRunsWhileTheServerIsWaitedFor() async throws {
        // C5.4: a person who is asked to sign in takes longer than a server may.
        let machine = Machine()
        let client = try machine.client(answering: [401, 200])
        _ = try await client.version()
        _ = try await client.open(ClusterRequest(.get, "/log", doing: "reading"), headWithin: .seconds(30))
        #expect(machine.runs == 3)
        #expect(machine.runsWhileSending == 0)
    }

    /// Credentials for which somebody has to be waited, from the second time on.
    private final class Slow: CredentialSource {
        private let clock: SkippingClock
        private let times = NIOLockedValueBox(0)

        init(_ clock: SkippingClock) {
            self.clock = clock
        }

        func current() async -> Credentials {
            let time = times.withLockedValue { times in
                times += 1
                return times
            }
            if time > 1 { try? await clock.sleep(for: .seconds(20)) }
            return Credentials(.none)
        }

        func rejected(_ credentials: Credentials) {}
    }

    @Test func aServerIsNotSparedBecauseSomebodyIsSlowToSignIn() async throws {
        // C2.1, C5.4
        let clock = SkippingClock()
        let client = ClusterClient(
            transport: ScriptedTransport(Array(repeating: .reply(200, ["gitVersion": "v1"]), count: 2)),
            credentials: Slow(clock),
            options: ClientOptions(clock: clock, random: { 0.5 })
        )
        for _ in 0..<2 { _ = try await client.version() }
        #expect(clock.sleeps == [.seconds(20)])
        #expect(client.gate.limit == 16)
    }

    @Test func whatWasNotSentSaysNothingAboutTheServer() async {
        // C2.1: else its best time would be none at all, and every answer slower than a second too slow.
        let gate = RequestGate()
        for _ in 0..<2 { #expect(await gate.enter()) }
        gate.leave(latency: nil, now: .zero)
        gate.leave(latency: .seconds(2), now: .seconds(2))
        #expect(gate.limit == 16)
    }
}
