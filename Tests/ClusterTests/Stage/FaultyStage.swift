// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import Sandbox
import Support

/// The sandbox behind TLS and a bad line, reached with libcurl, in real time: what a body promises holds there too.
///
/// The server answers late, 429, 503, or not at all, and watches end early or expire; connections break in the midst
/// of answers. All of it follows from a seed; `MSCTL_TEST_FAULT_SEED` sets another.
struct FaultyStage: Sendable {
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
        let authority = try Self.authority.get()
        var options = SandboxOptions()
        options.seed = Self.seed
        options.faults = Self.faults
        let server = SandboxServer(options: options)
        let listener = try await SandboxListener.bind(server)
        let front = try await TLSFront(authority, certificate: "server", backend: listener.port)
        let link = try FaultyLink(to: front.port, seed: Self.seed)
        var settings = TransportSettings()
        settings.certificateAuthority = try authority.certificate
        let cluster = TestCluster(
            stage: .faulty,
            transport: RecordingTransport(CurlTransport(settings: settings)),
            clock: ContinuousClock(),
            now: SystemAccess.live.now,
            namespace: "msctl-test-sandbox",
            address: ServerAddress(scheme: "https", authority: "127.0.0.1:\(link.port)"),
            credentials: .anonymous
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listener.run() }
            group.addTask { await server.run() }
            defer { group.cancelAll() }
            _ = try await cluster.client.create(TestNamespace.object(cluster.namespace))
            try await body(cluster)
        }
    }
}
