// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation
import NIOConcurrencyHelpers
import Support

/// Carries bytes between clients and a server on this machine, and does badly at it: late, or not to the end.
///
/// What becomes of the first, second, third connection is decided by the seed alone. A limited number of connections
/// is broken, so that whoever keeps trying gets there.
final class FaultyLink: Sendable {
    /// What becomes of one connection.
    enum Fate: Hashable {
        case whole
        /// Every piece of an answer comes so much later, in milliseconds.
        case late(UInt32)
        /// Ends after so many bytes of answers: with a reset, or in good order in the midst of something.
        case cut(after: Int, isReset: Bool)
    }

    let port: Int
    private let listener: Int32
    private let state: NIOLockedValueBox<(random: UInt64, cutsLeft: Int)>

    init(to backend: Int, seed: UInt64, cuts: Int = 6) throws {
        let (listener, port) = try LoopbackSocket.listen()
        self.listener = listener
        self.port = port
        state = NIOLockedValueBox((seed, cuts))
        let state = state
        Thread.detachNewThread {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                guard let server = LoopbackSocket.connect(to: backend) else {
                    close(client)
                    continue
                }
                let fate = state.withLockedValue { Self.fate(&$0.random, &$0.cutsLeft) }
                Self.carry(client, server, fate)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// How many connections may still be cut.
    var cutsLeft: Int { state.withLockedValue { $0.cutsLeft } }

    static func fate(_ random: inout UInt64, _ cutsLeft: inout Int) -> Fate {
        func next(_ bound: UInt64) -> UInt64 {
            // SplitMix64.
            random &+= 0x9E37_79B9_7F4A_7C15
            var value = random
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return (value ^ (value >> 31)) % bound
        }
        let (kind, size, isReset, delay) = (next(10), next(30_000), next(2) == 0, next(20))
        if kind < 5, cutsLeft > 0 {
            cutsLeft -= 1
            return .cut(after: Int(size), isReset: isReset)
        }
        return kind < 8 ? .late(UInt32(delay)) : .whole
    }

    /// Two threads, one for each direction; whichever ends first ends the other.
    private static func carry(_ client: Int32, _ server: Int32, _ fate: Fate) {
        let open = NIOLockedValueBox(2)
        let leave: @Sendable () -> Void = {
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(server, Int32(SHUT_RDWR))
            let isLast = open.withLockedValue { count in
                count -= 1
                return count == 0
            }
            if isLast {
                close(client)
                close(server)
            }
        }
        Thread.detachNewThread {
            pump(from: client, to: server, .whole)
            leave()
        }
        Thread.detachNewThread {
            if case .cut(_, true) = fate { LoopbackSocket.resetsWhenClosed(client) }
            pump(from: server, to: client, fate)
            leave()
        }
    }

    private static func pump(from source: Int32, to target: Int32, _ fate: Fate) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var sent = 0
        while true {
            var count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            if case .late(let milliseconds) = fate { usleep(milliseconds * 1000) }
            if case .cut(let limit, _) = fate { count = min(count, limit - sent) }
            guard count > 0, LoopbackSocket.write(buffer.prefix(count), to: target) else { return }
            sent += count
            if case .cut(sent, _) = fate { return }
        }
    }
}

/// The few calls of the socket interface that a stage needs.
enum LoopbackSocket {
    static func listen() throws -> (socket: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        var address = address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && Foundation.listen(listener, 256) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isBound else { throw ToolTrouble(description: "no port is free") }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    static func connect(to port: Int) -> Int32? {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        var address = address(port)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isConnected { return connection }
        close(connection)
        return nil
    }

    static func write(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Closing then throws away what has not been sent, and tells the other side so.
    static func resetsWhenClosed(_ socket: Int32) {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return address
    }
}
