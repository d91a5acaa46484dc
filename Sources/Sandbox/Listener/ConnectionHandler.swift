// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Serves one connection: reads requests, answers each in a task of its own, notices when the client leaves.
struct ConnectionHandler: Sendable {
    typealias Writer = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    let server: SandboxServer

    /// Serves until the client leaves, something breaks, or the task is cancelled.
    func serve(_ channel: any Channel) async {
        do {
            let connection = try await channel.eventLoop.submit {
                // Without half closure, the end of what we have to say would not reach a client that waits for it.
                try SandboxListener.Connection(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(isOutboundHalfClosureEnabled: true)
                )
            }.get()
            try await connection.executeThenClose { inbound, outbound in
                // Only now is there somebody to take what comes.
                try await channel.setOption(.autoRead, value: true).get()
                try await read(inbound, outbound, channel)
            }
        } catch {
            // A broken connection concerns nobody but the client, who knows.
        }
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>,
        _ outbound: Writer,
        _ channel: any Channel
    ) async throws {
        // The first failure ends the connection, and so does the client's leaving, with the watches on it.
        try await withThrowingDiscardingTaskGroup { group in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in inbound {
                switch part {
                case .head(let next):
                    head = next
                    body = []
                case .body(let buffer):
                    if body.count <= RequestBody.limit { body += buffer.readableBytesView }
                case .end:
                    guard let request = head else { continue }
                    let bytes = body
                    group.addTask {
                        do {
                            try await answer(request, bytes, outbound)
                        } catch {
                            // Else the loop would wait for a client that waits for an answer.
                            channel.close(promise: nil)
                            throw error
                        }
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func answer(_ head: HTTPRequestHead, _ body: [UInt8], _ outbound: Writer) async throws {
        let handled = await server.handle(Self.request(head), body: body)
        if let latency = handled.latency { try await Task.sleep(for: latency) }
        switch handled.answer {
        case .reset: throw ResetConnection()
        case .whole(let reply):
            var fields = Self.headers(reply.head)
            fields.replaceOrAdd(name: "Content-Length", value: String(reply.body.count))
            try await outbound.write(
                contentsOf: [
                    .head(Self.head(head, reply.head.status.code, fields)),
                    .body(.byteBuffer(ByteBuffer(bytes: head.method == .HEAD ? [] : reply.body))), .end(nil),
                ]
            )
        case .stream(let reply, let watch):
            do {
                try await send(reply, to: head, outbound)
            } catch {
                await server.endWatch(watch)
                throw error
            }
            // The client left, and the task was cancelled: nobody reads this watch any more.
            await server.endWatch(watch)
        }
        if !head.isKeepAlive { outbound.finish() }
    }

    private func send(_ reply: HTTPStreamReply, to head: HTTPRequestHead, _ outbound: Writer) async throws {
        var fields = Self.headers(reply.head)
        fields.replaceOrAdd(name: "Transfer-Encoding", value: "chunked")
        try await outbound.write(.head(Self.head(head, reply.head.status.code, fields)))
        for try await piece in reply.body {
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: piece))))
        }
        try await outbound.write(.end(nil))
    }

    private struct ResetConnection: Error {}

    private static func head(_ request: HTTPRequestHead, _ code: Int, _ fields: HTTPHeaders)
        -> HTTPResponseHead
    {
        var fields = fields
        if !request.isKeepAlive { fields.replaceOrAdd(name: "Connection", value: "close") }
        return HTTPResponseHead(version: request.version, status: .init(statusCode: code), headers: fields)
    }

    private static func headers(_ head: HTTPResponse) -> HTTPHeaders {
        HTTPHeaders(head.headerFields.map { ($0.name.rawName, $0.value) })
    }

    private static func request(_ head: HTTPRequestHead) -> HTTPRequest {
        var request = HTTPRequest(
            method: HTTPRequest.Method(head.method.rawValue) ?? .get,
            scheme: "http",
            authority: head.headers.first(name: "Host"),
            path: head.uri
        )
        for (name, value) in head.headers {
            guard let name = HTTPField.Name(name) else { continue }
            request.headerFields.append(HTTPField(name: name, value: value))
        }
        return request
    }
}
