// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import KubernetesClient
import Support

@testable import Rollout

/// A way to the cluster on which nothing comes of watches for a while, whatever happens.
struct SilencedTransport: HTTPTransport {
    /// How that shows.
    enum Silence: Sendable, CaseIterable {
        /// Watches stay open, and nothing comes of them any more; it does not show at all.
        case hidden
        /// Watches break, and cannot be opened.
        case shown
        /// Watches break, and no request of any kind gets through.
        case complete
    }

    let rig: Rig
    let silence: Silence
    /// By the clock of the rig.
    var from: Duration
    var to: Duration

    private var isSilent: Bool { from <= rig.clock.now.offset && rig.clock.now.offset < to }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        if silence == .complete, isSilent { throw TransportError(.connectionLost, "silenced") }
        return try await rig.transport.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        if silence != .hidden, isSilent { throw TransportError(.connectionLost, "silenced") }
        let reply = try await rig.transport.stream(request, body: body)
        let (stream, sink) = AsyncThrowingStream.makeStream(of: [UInt8].self, throwing: (any Error).self)
        let reading = rig.task {
            do {
                for try await piece in reply.body where !isSilent { sink.yield(piece) }
                // A watch that has fallen silent does not end either.
                if !(silence == .hidden && isSilent) { sink.finish() }
            } catch {
                sink.finish(throwing: error)
            }
        }
        let breaking = rig.task {
            guard silence != .hidden, rig.clock.now.offset < from else { return }
            try await rig.clock.sleep(until: .init(offset: from))
            sink.finish(throwing: TransportError(.connectionLost, "silenced"))
        }
        sink.onTermination = { _ in
            reading.cancel()
            breaking.cancel()
        }
        return HTTPStreamReply(head: reply.head, body: stream)
    }
}

extension Rig {
    /// Deploys over a way that falls silent some time after it began.
    func deploy(
        _ services: [DesiredService],
        options: DeployOptions = Rig.options,
        silence: SilencedTransport.Silence,
        after delay: Duration,
        for length: Duration,
        onEvent: @escaping @Sendable (DeployEvent) -> Void = { _ in }
    ) async throws -> DeployReport {
        let from = clock.now.offset + delay
        let way = SilencedTransport(rig: self, silence: silence, from: from, to: from + length)
        let deployer = deployer(over: way)
        let request = request(services, options: options)
        return try await whileTimePasses { try await deployer.deploy(request, onEvent: onEvent) }
    }
}
