// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Sandbox
import Testing

@testable import Commands

@Suite struct SandboxPortTests {
    @Test func aPortThatIsTakenIsCalledSo() async throws {
        let listener = try await SandboxListener.bind(SandboxServer())
        let scratch = try Scratch()
        let serving = Task { await listener.run() }
        let run = await scratch.run("sandbox", "--port", "\(listener.port)")
        #expect(run.status == .unreachable)
        #expect(run.output.isEmpty)
        #expect(
            run.error == """
                error: the sandbox cannot listen on 127.0.0.1:\(listener.port): another program listens there, \
                perhaps another sandbox
                  = help: take another port, or a free one with `--port 0`

                """
        )
        serving.cancel()
        await serving.value
    }
}
