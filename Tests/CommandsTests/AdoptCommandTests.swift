// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Rollout
import Testing

@testable import Commands

@Suite struct AdoptCommandTests {
    /// Git is out of reach in this context, and who adopts need not say which image is meant.
    @Test func needsNoTag() async throws {
        let scratch = try Scratch()
        try scratch.write(
            "msctl.yaml",
            """
            \(SampleManifest.environment)---
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: web }
            spec: { owner: a, domain: b, build: ., provides: [{ api: web, version: v1, http: 8080 }] }
            """
        )
        let run = await scratch.run(
            ["adopt", "--env", "test", "--fail-on", "never", "--kubeconfig", "missing"]
        )
        #expect(run.status == .inputRefused)
        #expect(run.error.contains("there is no such kubeconfig file"))
        #expect(!run.error.contains("tag"))
    }
    @Test func whoInterruptsIsToldWhatWasTakenOver() {
        let interrupted = CommandFailure(DeployError.interrupted)
        let written = WrittenSoFar()
        #expect(
            AdoptCommand.failure(interrupted, written, isRehearsal: false).notes
                == ["nothing was taken over, unless by a write that was under way", "no value was changed"]
        )
        #expect(
            AdoptCommand.failure(interrupted, written, isRehearsal: true).notes
                == ["nothing was taken over: the server was only asked"]
        )
        for number in 1...6 { written.add("ConfigMap shop/c\(number) taken over", of: "web") }
        let failure = AdoptCommand.failure(interrupted, written, isRehearsal: false)
        #expect(failure.notes.count == 2)
        #expect(failure.notes[0].hasPrefix("before that: ConfigMap shop/c1 taken over, "))
        #expect(failure.notes[0].hasSuffix("ConfigMap shop/c5 taken over, and 1 more"))
        #expect(failure.hint == "run the same command again and it goes on from here")
        let refused = AdoptCommand.failure(
            CommandFailure(.conflict, "no"),
            WrittenSoFar(),
            isRehearsal: false
        )
        #expect(refused == CommandFailure(.conflict, "no"))
    }
}
