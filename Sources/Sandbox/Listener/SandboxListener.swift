// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves a sandbox over HTTP/1.1 on the local machine.
package struct SandboxListener: Sendable {
    /// Why the listener could not start.
    package struct StartError: Error, Sendable, Hashable {
        /// The system's own words.
        package var message: String
    }

    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private let server: SandboxServer
    private let channel: NIOAsyncChannel<Connection, Never>
    /// The port that it listens on.
    package let port: Int

    /// Binds 127.0.0.1; port 0 takes any free one.
    package static func bind(_ server: SandboxServer, port: Int = 0) async throws(StartError)
        -> SandboxListener
    {
        do {
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                .bind(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                            withErrorHandling: true
                        )
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
            return SandboxListener(
                server: server,
                channel: channel,
                port: channel.channel.localAddress?.port ?? port
            )
        } catch {
            throw StartError(message: "\(error)")
        }
    }

    /// Serves until the task is cancelled; then every connection and watch is closed.
    package func run() async {
        do {
            try await channel.executeThenClose { connections in
                await withDiscardingTaskGroup { group in
                    do {
                        for try await connection in connections {
                            group.addTask { await ConnectionHandler(server: server).serve(connection) }
                        }
                    } catch {
                        // The socket is gone: nobody can connect any more.
                    }
                    group.cancelAll()
                }
            }
        } catch {
            // Closing failed: the socket is gone already.
        }
    }
}
