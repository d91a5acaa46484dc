// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import Sandbox

/// The sandbox behind a socket, reached with libcurl, in real time.
struct LoopbackStage: Sendable {
    private let server = SandboxServer()

    func run(_ body: @escaping @Sendable (TestCluster) async throws -> Void) async throws {
        let listener = try await SandboxListener.bind(server)
        let cluster = TestCluster(
            stage: .loopback,
            transport: RecordingTransport(CurlTransport()),
            clock: ContinuousClock(),
            now: SystemAccess.live.now,
            namespace: "msctl-test-sandbox",
            address: ServerAddress(scheme: "http", authority: "127.0.0.1:\(listener.port)"),
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
