// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Support
import Testing

@testable import KubernetesClient

/// Every fault against every kind of request, with libcurl over real sockets, in the clear and with TLS.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
    private static let object = KubernetesObject(
        type: GroupVersionKind(apiVersion: "v1", kind: "ConfigMap"),
        metadata: ["name": "a", "namespace": "shop"],
        members: ["data": ["k": "v"]]
    )

    private func client(_ faulty: FaultyServer, _ front: (TLSFront, TLSAuthority)? = nil) throws
        -> ClusterClient
    {
        var settings = TransportSettings()
        settings.patience.pause = .milliseconds(500)
        settings.certificateAuthority = try front?.1.certificate
        return ClusterClient(
            transport: CurlTransport(settings: settings),
            address: ServerAddress(
                scheme: front == nil ? "http" : "https",
                authority: "127.0.0.1:\(front?.0.port ?? faulty.server.port)"
            ),
            options: ClientOptions(clock: SkippingClock(), random: { 0.5 })
        )
    }

    @Test(arguments: Fault.allCases)
    func aReadSurvivesEverything(fault: Fault) async throws {
        // C1.1, C1.2, C1.3, C1.9
        let faulty = try FaultyServer([fault, fault], value: JSONValue.object(Self.object.json).text())
        let client = try client(faulty)
        let object = try await client.get(Self.object.reference)
        #expect(object["data"] == ["k": "v"])
        #expect(faulty.server.requests == (fault == .delay ? 1 : 3))
    }

    @Test(arguments: Fault.allCases)
    func anApplySurvivesEverything(fault: Fault) async throws {
        // C1.9
        let faulty = try FaultyServer([fault, fault])
        let applied = try await client(faulty).apply(Self.object)
        #expect(applied["data"] == ["k": "v"])
    }

    @Test(arguments: Fault.allCases)
    func aCreateHappensOnceWhateverBecomesOfItsAnswer(fault: Fault) async throws {
        // C1.9
        let faulty = try FaultyServer([fault])
        let created = try await client(faulty).create(Self.object)
        #expect(created["data"] == ["k": "v"])
        #expect(faulty.writes == 1)
    }

    @Test(arguments: Fault.allCases)
    func aPatchThatIsSaidToBeRepeatableSurvivesEverything(fault: Fault) async throws {
        // C1.9
        let faulty = try FaultyServer([fault, fault], value: JSONValue.object(Self.object.json).text())
        var options = WriteOptions()
        options.isRepeatable = true
        let patch = ObjectPatch.merge(JSONValue.object(Self.object.json))
        let patched = try await client(faulty).patch(Self.object.reference, patch, options: options)
        #expect(patched["data"] == ["k": "v"])
    }

    @Test(arguments: [Fault.resetBefore, .resetAfter, .resetInBody, .truncatedChunk, .halfOpen, .badGateway])
    func anyOtherWriteIsNotRepeatedAndSaysThatItsOutcomeIsUnknown(fault: Fault) async throws {
        // C1.2
        let faulty = try FaultyServer([fault, fault])
        let client = try client(faulty)
        let error = await failure { () async throws(ClusterError) in
            try await client.patch(Self.object.reference, .merge(["data": ["k": "w"]]))
        }
        #expect(error?.isOutcomeUnknown == true)
        #expect(faulty.server.requests == 1)
    }

    @Test(arguments: [Fault.throttled, .unavailable])
    func aWriteThatTheServerHasNotBegunIsRepeated(fault: Fault) async throws {
        // C1.1
        let faulty = try FaultyServer([fault, fault])
        _ = try await client(faulty).patch(Self.object.reference, .merge(JSONValue.object(Self.object.json)))
        #expect(faulty.writes == 1)
        #expect(faulty.server.requests == 3)
    }

    @Test func allOfThemInARowBehindTLS() async throws {
        let authority = try TLSAuthority()
        try authority.issue("server", for: "IP:127.0.0.1")
        let faulty = try FaultyServer(Fault.allCases.flatMap { [$0, $0, .delay] })
        let front = try await TLSFront(authority, certificate: "server", backend: faulty.server.port)
        let client = try client(faulty, (front, authority))
        while !faulty.isCalm { _ = try await client.apply(Self.object) }
        #expect(try await client.get(Self.object.reference)["data"] == ["k": "v"])
    }

    @Test func aWatchThatIsCutAgainAndAgainMissesNothing() async throws {
        // C3.2, C3.3: each connection brings one event, half of another, and its end.
        let server = try SocketServer { request, connection in
            let version = request.target.split(separator: "&").compactMap { item -> Int? in
                item.hasPrefix("resourceVersion=") ? Int(item.dropFirst(16)) : nil
            }.first
            guard request.target.contains("watch=true"), let version else {
                guard !request.target.contains("sendInitialEvents") else {
                    return connection.respond(422, [], status(422, "Invalid").text())
                }
                return connection.respond(200, [], #"{"metadata":{"resourceVersion":"1"},"items":[]}"#)
            }
            let next = version + 1
            let event =
                #"{"type":"MODIFIED","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","#
                + #""resourceVersion":"\#(next)"}}}"# + "\n"
            connection.startStream()
            connection.chunk(event)
            connection.chunk(String(event.prefix(20)))
            if next % 2 == 0 { connection.reset() } else { connection.close() }
        }
        let client = ClusterClient(
            transport: CurlTransport(),
            address: ServerAddress(scheme: "http", authority: "127.0.0.1:\(server.port)"),
            options: ClientOptions(clock: SkippingClock(), random: { 0.5 })
        )
        var seen: [String] = []
        for try await observation in client.observe(ObjectSelection(of: Self.object.reference)) {
            if case .changed(let object) = observation { seen.append(object.resourceVersion ?? "") }
            if seen.count == 6 { break }
        }
        #expect(seen == ["2", "3", "4", "5", "6", "7"])
    }
}
