// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers
import Sandbox
import Support

/// The sandbox in this process: its clock and the client's are moved together, and only while nothing else happens.
struct SandboxStage: Sendable {
    private static let start = Timestamp(seconds: 1_800_000_000)
    private static let step = Duration.milliseconds(100)

    private let server = SandboxServer(clock: .manual(SandboxStage.start))
    private let clock = ManualClock()

    func run(_ body: @escaping @Sendable (TestCluster) async throws -> Void) async throws {
        let transport = RecordingTransport(InProcessTransport(server))
        let clock = clock
        let cluster = TestCluster(
            stage: .inProcess,
            transport: transport,
            clock: clock,
            now: { Self.start + clock.now.offset },
            namespace: "msctl-test-sandbox",
            address: ServerAddress(scheme: "http", authority: "sandbox"),
            credentials: .anonymous
        )
        _ = try await cluster.client.create(TestNamespace.object(cluster.namespace))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await letTimePass(transport) }
            defer { group.cancelAll() }
            try await body(cluster)
        }
    }

    private func letTimePass(_ transport: RecordingTransport) async {
        while !Task.isCancelled {
            await waitForQuiet(transport)
            await server.advance(by: Self.step)
            clock.advance(by: Self.step)
        }
    }

    /// Yields until no request has begun or ended for a while.
    private func waitForQuiet(_ transport: RecordingTransport) async {
        var last = transport.activity
        var quiet = 0
        while quiet < 40 {
            await Task.yield()
            let now = transport.activity
            quiet = now == last ? quiet + 1 : 0
            last = now
        }
    }
}
