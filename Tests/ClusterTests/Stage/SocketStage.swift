// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import Sandbox
import Support

/// The sandbox behind a socket, reached with libcurl, in real time: over a good line, or over TLS and a bad one.
///
/// On the bad line the server answers late, 429, 503, or not at all, and watches end early or expire; connections break
/// in the midst of answers. All of it follows from a seed; `MSCTL_TEST_FAULT_SEED` sets another.
struct SocketStage: Sendable {
    /// What lies between client and server.
    enum Line: Sendable {
        case good
        case bad
    }

    let line: Line

    private static let seed: UInt64 = {
        SystemAccess.live.environment["MSCTL_TEST_FAULT_SEED"].flatMap { UInt64($0) } ?? 1
    }()
    /// Making keys takes long, so one authority serves all bodies.
    private static let authority = Result {
        let authority = try TLSAuthority()
        try authority.issue("server", for: "IP:127.0.0.1")
        return authority
    }

    /// Each line is drawn once for each request that it fits, and strikes a limited number of times.
    private static let faults = FaultScript([
        .init(.status(429, retryAfter: 1), strikes: 2, rate: 0.05),
        .init(.status(503, retryAfter: 1), strikes: 1, rate: 0.05),
        .init(.truncatedWatch(events: 1), pathContains: "watch=true", strikes: 3, rate: 0.4),
        .init(.expiredWatch(events: 1), pathContains: "watch=true", strikes: 1, rate: 0.3),
        .init(.resetBefore, methods: ["GET", "PATCH"], strikes: 3, rate: 0.1),
        .init(.resetAfter, methods: ["GET", "PATCH"], strikes: 3, rate: 0.1),
        .init(.latency(.milliseconds(20)), strikes: nil, rate: 0.2),
    ])

    func run(_ body: @escaping @Sendable (TestCluster) async throws -> Void) async throws {
        var options = SandboxOptions()
        if line == .bad {
            options.seed = Self.seed
            options.faults = Self.faults
        }
        let server = SandboxServer(options: options)
        let listener = try await SandboxListener.bind(server)
        let way = try await Way(line, to: listener.port)
        let cluster = TestCluster(
            stage: line == .bad ? .faulty : .loopback,
            transport: RecordingTransport(CurlTransport(settings: way.settings)),
            clock: ContinuousClock(),
            now: SystemAccess.live.now,
            namespace: "msctl-test-sandbox",
            address: way.address,
            credentials: .anonymous
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listener.run() }
            group.addTask { await server.run() }
            defer { group.cancelAll() }
            _ = try await cluster.client.create(TestNamespace.object(cluster.namespace))
            try await body(cluster)
        }
        way.end()
    }

    /// The way from a client to the server, and what carries it.
    private struct Way {
        let settings: TransportSettings
        let address: ServerAddress
        /// Both end when nobody holds them any more.
        private let carriers: (front: TLSFront, link: FaultyLink)?

        init(_ line: Line, to port: Int) async throws {
            var settings = TransportSettings()
            switch line {
            case .good:
                carriers = nil
                address = ServerAddress(scheme: "http", authority: "127.0.0.1:\(port)")
            case .bad:
                let authority = try SocketStage.authority.get()
                let front = try await TLSFront(authority, certificate: "server", backend: port)
                let link = try FaultyLink(to: front.port, seed: SocketStage.seed)
                carriers = (front, link)
                settings.certificateAuthority = try authority.certificate
                address = ServerAddress(scheme: "https", authority: "127.0.0.1:\(link.port)")
            }
            self.settings = settings
        }

        /// Keeps the carriers until here.
        func end() {
            withExtendedLifetime(carriers) {}
        }
    }
}
