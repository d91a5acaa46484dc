// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import Testing

@testable import KubernetesClient

/// What becomes of the programs that a credential program has started when it is ended.
@Suite struct ChildGroupTests {
    /// Ends a shell that has started another program and waits for it; returns the number of that one.
    private func helper(hasTerminal: Bool, hearsNothing: Bool = false) async throws -> pid_t {
        let run = ProgramRun(
            command: "sh",
            arguments: [
                "-c", "(\(hearsNothing ? "trap '' TERM; " : "")exec sleep 600) & echo $! >&2; wait",
            ],
            environment: ["PATH=/bin:/usr/bin"],
            isInteractive: false
        )
        let (lines, heard) = AsyncStream.makeStream(of: String.self)
        let task = Task { [run] in
            try await ChildProcess.output(of: run, hasTerminal: hasTerminal) { heard.yield($0) }
        }
        let line = await lines.first { _ in true }
        task.cancel()
        guard case .failure = await task.result else {
            Issue.record("a program that was ended has an answer")
            return 0
        }
        return try #require(line.flatMap { pid_t($0) })
    }

    /// Whether a program has ended; nobody may have collected it yet.
    private func isOver(_ process: pid_t) -> Bool {
        guard kill(process, 0) == 0 else { return true }
        let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = max(0, read(file, &bytes, bytes.count))
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        return text.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }

    /// Also what does not hear of it.
    @Test(arguments: [false, true])
    func withoutATerminalAllOfItEnds(hearsNothing: Bool) async throws {
        // C5.2
        let helper = try await helper(hasTerminal: false, hearsNothing: hearsNothing)
        defer { kill(helper, SIGKILL) }
        // That the signal was heard takes a moment, and nobody is told of the end of a process that is not a child.
        let start = ContinuousClock.now
        while !isOver(helper), ContinuousClock.now - start < .seconds(60) {
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(isOver(helper))
    }

    /// In the background of a terminal nobody could ask anything there.
    @Test func atATerminalItStaysInOurGroup() async throws {
        // C5.2
        let helper = try await helper(hasTerminal: true)
        defer { kill(helper, SIGKILL) }
        #expect(!isOver(helper))
        #expect(getpgid(helper) == getpgrp())
    }
}
