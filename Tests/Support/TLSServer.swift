// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation

/// openssl's own server, for versions of TLS that nghttpx does not speak; it answers every request with a page.
package final class TLSServer: Sendable {
    /// The port that it listens on.
    package let port: Int
    private let process: Int32

    /// Starts it with options such as `-tls1_1`; throws when it does not come up.
    package init(_ authority: TLSAuthority, certificate: String, options: [String]) async throws {
        port = try TLSFront.freePort()
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        child.arguments =
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-www", "-quiet",
                "-key", authority.path("\(certificate).key"), "-cert", authority.path("\(certificate).pem"),
                // Else this OpenSSL does not speak the old versions, whatever the options say.
                "-cipher", "ALL:@SECLEVEL=0",
            ] + options
        child.standardInput = FileHandle.nullDevice
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        try child.run()
        process = child.processIdentifier
        let start = ContinuousClock.now
        while !TLSFront.accepts(port) {
            guard ContinuousClock.now - start < .seconds(60) else {
                kill(process, SIGKILL)
                throw ToolTrouble(description: "openssl s_server does not listen (Debian package openssl)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    deinit {
        // A process that was begun on a thread of a queue has inherited that SIGTERM is held back.
        kill(process, SIGKILL)
    }
}
