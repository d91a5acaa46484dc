// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import Testing

@testable import Commands

/// The file in which a sandbox outlives its command belongs to one command at a time.
@Suite struct SandboxStateTests {
    private static let manifests = SampleManifest.system + "---\n" + SampleManifest.service("web")

    @Test(arguments: [
        ["status"], ["history"], ["deploy", "--fail-on", "never", "--soak", "0s"], ["scale", "web=2"],
    ])
    func aCommandIsRefusedWhileAnotherOneHasTheState(command: [String]) async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", Self.manifests)
        try scratch.write("q.json", "")
        let file = open("\(scratch.directory)/q.json", O_RDWR | O_CLOEXEC)
        defer { close(file) }
        #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
        let run = await scratch.run(command + ["--env", "sandbox", "--state", "q.json"])
        #expect(run.status == .locked, "\(run.error)")
        #expect(run.error.contains("the sandbox state `q.json` is in use by another command"))
        #expect(run.error.contains("wait until that one has ended"))
        #expect(try scratch.read("q.json") == "")
    }
}
