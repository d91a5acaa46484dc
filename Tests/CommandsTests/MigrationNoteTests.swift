// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// A deploy promises no migration: whoever deploys reads so before anything is written.
@Suite struct MigrationNoteTests {
    @Test(arguments: [("", true), ("deploy: { migrate: none }, ", false)])
    func saysWhoseMigrationsAreNotRun(field: String, isSaid: Bool) async throws {
        let scratch = try Scratch()
        try scratch.write(
            "msctl.yaml",
            """
            \(SampleManifest.environment)---
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: web }
            spec:
              { owner: a, domain: b, build: ., \(field)data: [{ name: d, engine: mysql, migrations: db }] }
            """
        )
        let run = await scratch.run(
            ["deploy", "--env", "test", "--tag", "v1", "--fail-on", "never", "--kubeconfig", "missing"]
        )
        #expect(run.status == .inputRefused)
        let note = "msctl does not run schema migrations yet, so those of `web` have to run"
        #expect(run.error.contains(note) == isSaid, "\(run.error)")
    }
}
