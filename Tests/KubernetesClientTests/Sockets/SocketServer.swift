// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation
import NIOConcurrencyHelpers
import Testing

/// An HTTP/1.1 server on a loopback port, one thread per connection; a closure answers.
final class SocketServer: Sendable {
    struct Request: Sendable {
        var method: String
        var target: String
        var headers: [String: String]
        var body: [UInt8]
    }

    /// One connection, for a closure that wants to do more than answer.
    struct Connection: Sendable {
        let socket: Int32

        /// Writes text as it is; false when the other side is gone.
        @discardableResult
        func write(_ text: String) -> Bool { write(Array(text.utf8)) }

        @discardableResult
        func write(_ bytes: [UInt8]) -> Bool {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }

        func respond(_ status: Int, _ headers: [String] = [], _ body: String = "{}") {
            let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + headers
            write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        }

        func startStream() {
            write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        }

        @discardableResult
        func chunk(_ text: String) -> Bool {
            write(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n")
        }

        /// Blocks until the other side closes.
        func waitForClose() {
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) > 0 {}
        }
    }

    let port: Int
    private let listener: Int32
    private let counts = NIOLockedValueBox((requests: 0, connections: 0, closed: 0))

    var requests: Int { counts.withLockedValue { $0.requests } }
    var connections: Int { counts.withLockedValue { $0.connections } }
    var closedConnections: Int { counts.withLockedValue { $0.closed } }

    init(_ answer: @escaping @Sendable (Request, Connection) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 256) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        try #require(bound)
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                self?.counts.withLockedValue { $0.connections += 1 }
                Thread.detachNewThread { [weak self] in
                    Self.serve(client, { self?.counts.withLockedValue { $0.requests += 1 } }, answer)
                    close(client)
                    self?.counts.withLockedValue { $0.closed += 1 }
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(
        _ client: Int32,
        _ count: () -> Void,
        _ answer: (Request, Connection) -> Void
    ) {
        while let request = read(client) {
            count()
            answer(request, Connection(socket: client))
        }
    }

    private static func read(_ client: Int32) -> Request? {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            var byte: UInt8 = 0
            guard recv(client, &byte, 1, 0) == 1 else { return nil }
            head.append(byte)
        }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n").filter {
            !$0.isEmpty
        }
        let first = lines[0].split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1] : ""
        }
        var body: [UInt8] = []
        let length = Int(headers["content-length"] ?? "0") ?? 0
        while body.count < length {
            var buffer = [UInt8](repeating: 0, count: length - body.count)
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            body += buffer.prefix(count)
        }
        return Request(method: first[0], target: first[1], headers: headers, body: body)
    }
}

/// Waits until a condition holds; false when it does not within a minute.
func eventually(_ condition: @Sendable () async -> Bool) async throws -> Bool {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(60) {
        if await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}
