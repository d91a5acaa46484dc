// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Dispatch
import Glibc
import Testing

/// A bare TCP connection: what a client does that does not speak HTTP as it should, or leaves when it likes.
///
/// Blocking calls run on a queue of their own, so that no task waits for a machine's thread.
final class RawConnection: Sendable {
    struct Failure: Error {
        var what: String
    }

    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { throw Failure(what: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// Sends all bytes; `false` when the server has closed the connection.
    func send(_ bytes: [UInt8]) async -> Bool {
        await onQueue { descriptor in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }

    func send(_ text: String) async -> Bool { await send(Array(text.utf8)) }

    /// What has arrived when this text has, or the server closed; an issue when twenty seconds pass without a byte.
    func receive(until text: String) async -> String {
        let (text, isLate) = await received(until: text)
        if isLate { Issue.record("nothing came for twenty seconds, after: \(text.suffix(200))") }
        return text
    }

    private func received(until text: String) async -> (String, isLate: Bool) {
        let wanted = Array(text.utf8)
        return await onQueue { descriptor in
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(descriptor, &chunk, chunk.count, 0)
                if count < 0, [EAGAIN, EWOULDBLOCK].contains(errno) {
                    return (String(decoding: bytes, as: UTF8.self), true)
                }
                guard count > 0 else { break }
                bytes += chunk[..<count]
                let tail = bytes.suffix(wanted.count + count)
                if !wanted.isEmpty, String(decoding: tail, as: UTF8.self).contains(text) { break }
            }
            return (String(decoding: bytes, as: UTF8.self), false)
        }
    }

    /// Everything up to the end of the connection.
    func receiveAll() async -> String { await receive(until: "") }

    /// Leaves at once, without a goodbye.
    func abort() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private func onQueue<Result: Sendable>(_ work: @escaping @Sendable (Int32) -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work(self.descriptor)) }
        }
    }
}
