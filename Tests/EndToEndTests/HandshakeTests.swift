// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Commands
import Support
import Testing

/// A signal at whatever moment of a handshake with a real server.
@Suite struct HandshakeTests {
    /// What OpenSSL clears away when a process exits, the thread of the connection is in the middle of using.
    @Test(arguments: ["TERM", "INT"])
    func anInterruptionWhileAConnectionIsMadeIsNoCrash(signal: String) async throws {
        let authority = try TLSAuthority()
        try authority.issue("server", for: "IP:127.0.0.1")
        // Nobody is behind it: the handshake is all that works, so that every run is still at it when its signal comes.
        let front = try await TLSFront(authority, certificate: "server", backend: try TLSFront.freePort())
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        try binary.write(
            "config",
            """
            current-context: c
            clusters:
            - name: c
              cluster: {server: "https://127.0.0.1:\(front.port)", certificate-authority: \(authority.path("ca.pem"))}
            contexts: [{name: c, context: {cluster: c}}]
            """
        )
        // One after the other: how far a run has come in so many milliseconds is then about the same.
        let command = """
            cd "$1"; for moment in $(seq 12 2 90) $(seq 20 1 60); do
            timeout --preserve-status -s \(signal) $(printf '0.%03d' $moment) "$0" status ./shop --env dev \\
            --kubeconfig config --context c >/dev/null 2>&1 </dev/null; echo $?
            done | sort -u
            """
        let result = PosixSpawnRunner().run("sh", ["-c", command, BuiltBinary.path, binary.directory])
        let statuses = try #require(result).output.split(separator: "\n").compactMap { Int($0) }
        let interrupted = signal == "TERM" ? 143 : 130
        // Before msctl has come to listen to signals they end it as they end any process.
        let expected: Set<Int> = [130, interrupted]
        #expect(!statuses.isEmpty && expected.isSuperset(of: statuses), "\(statuses)")
    }
}
