// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// What is wrong between manifests stops every command that would act on them.
@Suite struct DanglingReferenceTests {
    @Test(arguments: ["render", "plan"])
    func nothingIsRenderedFromACallToNobody(command: String) async throws {
        let scratch = try Scratch()
        try scratch.write(
            "orders/msctl.yaml",
            """
            apiVersion: msctl.dev/v1
            kind: Service
            metadata:
              name: orders
            spec:
              owner: team-orders
              domain: sales
              image: registry.example/orders:1.0.0
              consumes:
                - { api: card/v1, timeout: 1s }

            """
        )
        let run = await scratch.run(command, ".", "--env", "sandbox")
        #expect(run.status == (command == "plan" ? .findings : .inputRefused))
        #expect(run.error.contains("error[dangling-ref]: no service provides `card/v1`"))
        #expect(run.output.isEmpty)
        guard command == "plan" else { return }
        let never = await scratch.run(command, ".", "--env", "sandbox", "--fail-on", "never")
        #expect(never.status == .inputRefused)
        #expect(never.error.contains("`--fail-on never` lets findings pass, but no objects can be made"))
    }
}
