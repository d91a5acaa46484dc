// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves a sandbox over HTTP/1.1 on the local machine.
package struct SandboxListener: Sendable {
    /// Why the listener could not start.
    package struct StartError: Error, Sendable, Hashable {
        /// The system's own words.
        package var message: String
        /// Whether another program listens there.
        package var isInUse = false
    }

    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private let server: SandboxServer
    private let channel: any Channel
    private let accepted: Accepted
    /// The port that it listens on.
    package let port: Int

    /// Binds 127.0.0.1; port 0 takes any free one.
    package static func bind(_ server: SandboxServer, port: Int = 0) async throws(StartError)
        -> SandboxListener
    {
        // Whoever makes an asynchronous channel has to use it, and a listener that is bound may still never run.
        let accepted = Accepted()
        do {
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
                .childChannelOption(.autoRead, value: false)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                            withErrorHandling: true
                        )
                        accepted.add(channel)
                    }
                }
                .bind(host: "127.0.0.1", port: port).get()
            return SandboxListener(
                server: server,
                channel: channel,
                accepted: accepted,
                port: channel.localAddress?.port ?? port
            )
        } catch let error as IOError {
            throw StartError(
                message: String(cString: strerror(error.errnoCode)),
                isInUse: error.errnoCode == EADDRINUSE
            )
        } catch {
            throw StartError(message: "\(error)")
        }
    }

    /// Serves until the task is cancelled; then every connection and watch is closed.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await connection in accepted.stream {
                accepted.remove(connection)
                group.addTask { await ConnectionHandler(server: server).serve(connection) }
            }
            group.cancelAll()
        }
        // Closing fails only if the socket is gone already.
        try? await channel.close()
        accepted.close()
    }

    /// Connections that clients have made and that nobody serves yet.
    private final class Accepted: Sendable {
        let stream: AsyncStream<any Channel>
        private let sink: AsyncStream<any Channel>.Continuation
        private let waiting = NIOLockedValueBox<[ObjectIdentifier: any Channel]>([:])

        init() {
            (stream, sink) = AsyncStream.makeStream()
        }

        func add(_ channel: any Channel) {
            waiting.withLockedValue { $0[ObjectIdentifier(channel)] = channel }
            sink.yield(channel)
        }

        func remove(_ channel: any Channel) {
            waiting.withLockedValue { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
        }

        func close() {
            sink.finish()
            for channel in waiting.withLockedValue({ $0 }).values { channel.close(promise: nil) }
        }
    }
}
