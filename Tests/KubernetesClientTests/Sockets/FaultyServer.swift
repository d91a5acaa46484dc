// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Foundation
import NIOConcurrencyHelpers

/// What goes wrong with one request on its way to a server and back.
enum Fault: String, Sendable, CaseIterable, CustomStringConvertible {
    case delay = "a late answer"
    case resetBefore = "a reset before the request is read"
    case resetAfter = "a reset after the server has acted"
    case resetInBody = "a reset in the midst of the body"
    case truncatedChunk = "a chunk that ends early"
    case throttled = "429 with Retry-After"
    case unavailable = "503 with Retry-After"
    case badGateway = "502 without a word"
    case halfOpen = "a body that stops while the connection stays"

    var description: String { rawValue }
}

/// An object store of one key behind real sockets, whose requests meet faults in a given order; then all goes well.
///
/// `GET` reads the value, `PATCH` sets it, `POST` creates it and refuses to do so twice.
final class FaultyServer: Sendable {
    private struct State {
        var faults: [Fault]
        var value: String?
        var writes = 0
    }

    private let state: NIOLockedValueBox<State>
    let server: SocketServer

    init(_ faults: [Fault], value: String? = nil) throws {
        let state = NIOLockedValueBox(State(faults: faults, value: value))
        self.state = state
        server = try SocketServer { request, connection in
            let fault = state.withLockedValue { $0.faults.isEmpty ? nil : $0.faults.removeFirst() }
            Self.answer(request, connection, fault, state)
        }
    }

    /// Whether nothing will go wrong any more.
    var isCalm: Bool { state.withLockedValue { $0.faults.isEmpty } }

    /// How often the value was written.
    var writes: Int { state.withLockedValue { $0.writes } }

    private static func answer(
        _ request: SocketServer.Request,
        _ connection: SocketServer.Connection,
        _ fault: Fault?,
        _ state: NIOLockedValueBox<State>
    ) {
        switch fault {
        case .resetBefore: return connection.reset()
        case .throttled:
            return connection.respond(429, ["Retry-After: 1"], status(429, "TooManyRequests").text())
        case .unavailable:
            return connection.respond(503, ["Retry-After: 1"], status(503, "ServiceUnavailable").text())
        case .badGateway: return connection.respond(502, [], "<html>")
        default: break
        }
        let (code, body) = state.withLockedValue { act(request, &$0) }
        let half = String(body.prefix(body.count / 2))
        let head = "HTTP/1.1 \(code) X\r\nContent-Type: application/json\r\n"
        switch fault {
        case .resetAfter: connection.reset()
        case .resetInBody:
            connection.write(head + "Content-Length: \(body.utf8.count)\r\n\r\n" + half)
            connection.reset()
        case .truncatedChunk:
            connection.write(head + "Transfer-Encoding: chunked\r\n\r\n")
            connection.write(String(body.utf8.count, radix: 16) + "\r\n" + half)
            connection.close()
        case .halfOpen:
            connection.write(head + "Content-Length: \(body.utf8.count)\r\n\r\n" + half)
            connection.waitForClose()
        case .delay:
            usleep(50_000)
            connection.respond(code, [], body)
        default: connection.respond(code, [], body)
        }
    }

    private static func act(_ request: SocketServer.Request, _ state: inout State) -> (Int, String) {
        let sent = String(decoding: request.body, as: UTF8.self)
        switch request.method {
        case "PATCH":
            state.value = sent
            state.writes += 1
        case "POST":
            guard state.value == nil else { return (409, status(409, "AlreadyExists").text()) }
            state.value = sent
            state.writes += 1
            return (201, sent)
        default: break
        }
        return state.value.map { (200, $0) } ?? (404, status(404, "NotFound").text())
    }
}

extension SocketServer.Connection {
    /// Ends the connection with a reset, as a crashed peer or a strict firewall does.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        shutdown(socket, Int32(SHUT_RDWR))
    }

    /// Ends the connection in good order, but early.
    func close() {
        shutdown(socket, Int32(SHUT_RDWR))
    }
}
