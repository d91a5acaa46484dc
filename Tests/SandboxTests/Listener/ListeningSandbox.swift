// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Sandbox
import Testing

/// A sandbox behind a socket for the time of a test.
struct ListeningSandbox: Sendable {
    let server: SandboxServer
    let port: Int

    /// Serves while the work is done, then stops; the work sees that everything ends.
    static func run(
        _ options: SandboxOptions = SandboxOptions(),
        _ work: @Sendable (ListeningSandbox) async throws -> Void
    ) async throws {
        let server = SandboxServer(options: options)
        let listener = try await SandboxListener.bind(server)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            group.addTask { await listener.run() }
            try await work(ListeningSandbox(server: server, port: listener.port))
            group.cancelAll()
        }
    }

    /// Waits for something that the server does in its own time.
    func eventually(_ condition: @Sendable (SandboxServer) async -> Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if await condition(server) { return true }
            await Task.yield()
        }
        return await condition(server)
    }
}
