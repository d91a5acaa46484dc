// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

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
}
