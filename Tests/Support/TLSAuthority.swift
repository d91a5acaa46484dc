// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation

/// A certificate authority made with openssl in a directory of its own, which goes away with it.
package final class TLSAuthority: Sendable {
    /// The folder with everything.
    package let directory: String

    /// Makes the authority; throws when openssl is not there.
    package init() throws {
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

    /// The authority's own certificate, in PEM.
    package var certificate: [UInt8] { get throws { try bytes("ca.pem") } }

    /// Where a file of the authority is.
    package func path(_ name: String) -> String { directory + "/" + name }

    /// What a file of the authority holds.
    package func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// Makes `name.pem` and `name.key`, signed by this authority; with no days, long expired.
    package func issue(_ name: String, for alternative: String, days: Int = 2) throws {
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

    /// The key `name.key` behind a passphrase: as PKCS#8, or in the older form with a header.
    package func encryptedKey(_ name: String, isTraditional: Bool = false) throws -> [UInt8] {
        let file = path("\(name)-encrypted.key")
        try openssl(
            ["pkey", "-in", path("\(name).key"), "-aes256", "-passout", "pass:secret", "-out", file]
                + (isTraditional ? ["-traditional"] : [])
        )
        return try bytes("\(name)-encrypted.key")
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
        guard process.terminationStatus == 0 else {
            throw ToolTrouble(description: "openssl: \(String(decoding: text, as: UTF8.self))")
        }
    }
}

/// A tool of the tests did not do what it was asked to.
package struct ToolTrouble: Error, CustomStringConvertible {
    /// What happened.
    package var description: String

    /// Tells what happened.
    package init(description: String) {
        self.description = description
    }
}
