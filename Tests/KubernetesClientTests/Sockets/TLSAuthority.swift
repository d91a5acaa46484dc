// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation
import Testing

/// A certificate authority made with openssl in a directory of its own, which goes away with it.
final class TLSAuthority: Sendable {
    let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "msctl-tls-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try openssl(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=test authority",
            "-keyout",
            path("ca.key"),
            "-out",
            path("ca.pem")
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    var certificate: [UInt8] { get throws { try bytes("ca.pem") } }

    func path(_ name: String) -> String { directory + "/" + name }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// Makes `name.pem` and `name.key`, signed by this authority.
    func issue(_ name: String, for alternative: String, days: Int = 2) throws {
        try Data("subjectAltName=\(alternative)\n".utf8).write(to: URL(fileURLWithPath: path("\(name).ext")))
        try openssl(
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=\(name)",
            "-keyout",
            path("\(name).key"),
            "-out",
            path("\(name).csr")
        )
        // A negative number of days is not allowed; for an expired one the times are given.
        let validity =
            days > 0
            ? ["-days", "\(days)"] : ["-not_before", "20200101000000Z", "-not_after", "20200102000000Z"]
        if days > 0 {
            try openssl(
                [
                    "x509", "-req", "-in", path("\(name).csr"), "-CA", path("ca.pem"), "-CAkey",
                    path("ca.key"),
                    "-CAcreateserial", "-extfile", path("\(name).ext"), "-out", path("\(name).pem"),
                ] + validity
            )
        } else {
            try issueExpired(name)
        }
    }

    private func issueExpired(_ name: String) throws {
        let configuration = """
            [ca]
            default_ca = here
            [here]
            dir = \(directory)
            database = \(path("index.txt"))
            new_certs_dir = \(directory)
            serial = \(path("serial.txt"))
            default_md = sha256
            policy = any
            [any]
            commonName = supplied
            """
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: path("ca.cnf")))
        try Data().write(to: URL(fileURLWithPath: path("index.txt")))
        try Data("1000\n".utf8).write(to: URL(fileURLWithPath: path("serial.txt")))
        try openssl(
            "ca",
            "-batch",
            "-notext",
            "-config",
            path("ca.cnf"),
            "-cert",
            path("ca.pem"),
            "-keyfile",
            path("ca.key"),
            "-in",
            path("\(name).csr"),
            "-extfile",
            path("\(name).ext"),
            "-startdate",
            "20200101000000Z",
            "-enddate",
            "20200102000000Z",
            "-out",
            path("\(name).pem")
        )
    }

    private func openssl(_ arguments: String...) throws { try openssl(arguments) }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl: \(String(decoding: text, as: UTF8.self))")
    }
}

/// nghttpx before a plain server: TLS, HTTP/2 and client certificates as a real server does them.
final class TLSFront: Sendable {
    let port: Int
    private let process: Int32

    init(
        _ authority: TLSAuthority,
        certificate: String,
        others: [String] = [],
        backend: Int,
        asksForClients: Bool = false
    ) async throws {
        var arguments = [
            "--no-ocsp", "--workers=1", "--log-level=ERROR", "--errorlog-file=/dev/null",
            "--conf=/dev/null", "--tls-min-proto-version=TLSv1.2",
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
        let isUp = try await eventually { Self.accepts(port) }
        try #require(isUp, "nghttpx does not listen (Debian package nghttp2-proxy)")
    }

    deinit {
        kill(process, SIGTERM)
    }

    private static func accepts(_ port: Int) -> Bool {
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

    static func freePort() throws -> Int {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, length) == 0 && getsockname(probe, $0, &length) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
