// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation

/// nghttpx before a plain server: TLS, HTTP/2 and client certificates as a real server does them.
package final class TLSFront: Sendable {
    /// The port that it listens on.
    package let port: Int
    private let process: Int32

    /// Starts it before the port `backend`; throws when it does not come up.
    package init(
        _ authority: TLSAuthority,
        certificate: String,
        others: [String] = [],
        backend: Int,
        asksForClients: Bool = false
    ) async throws {
        try Data().write(to: URL(fileURLWithPath: authority.path("nghttpx.conf")))
        var arguments = [
            "--no-ocsp", "--single-process", "--workers=1", "--log-level=ERROR", "--errorlog-file=/dev/null",
            // A file that is not there is an error, and the system's own must not count.
            "--conf=\(authority.path("nghttpx.conf"))", "--tls-min-proto-version=TLSv1.2",
            "--backend=127.0.0.1,\(backend)",
        ]
        if asksForClients {
            arguments += ["--verify-client", "--verify-client-cacert=\(authority.path("ca.pem"))"]
        }
        for other in others {
            arguments.append("--subcert=\(authority.path("\(other).key")):\(authority.path("\(other).pem"))")
        }
        let port = try Self.freePort()
        arguments += [
            "--frontend=127.0.0.1,\(port)", authority.path("\(certificate).key"),
            authority.path("\(certificate).pem"),
        ]
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/usr/sbin/nghttpx")
        child.arguments = arguments
        child.standardInput = FileHandle.nullDevice
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        try child.run()
        process = child.processIdentifier
        self.port = port
        let start = ContinuousClock.now
        while !Self.accepts(port) {
            guard ContinuousClock.now - start < .seconds(60) else {
                throw ToolTrouble(description: "nghttpx does not listen (Debian package nghttp2-proxy)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    deinit {
        // A process that was begun on a thread of a queue has inherited that SIGTERM is held back.
        kill(process, SIGKILL)
    }

    static func accepts(_ port: Int) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = loopback(port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return address
    }

    /// A port that nobody listens on yet.
    package static func freePort() throws -> Int {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, length) == 0 && getsockname(probe, $0, &length) == 0
            }
        }
        guard isBound else { throw ToolTrouble(description: "no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
