// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// What shells are answered while somebody types.
@Suite struct CompletionTests {
    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("services/catalog/msctl.yaml", LintCommandTests.service)
        try scratch.write(
            "envs/prod.msctl.yaml",
            """
            apiVersion: msctl.dev/v1
            kind: Environment
            metadata: { name: prod }
            spec: { cluster: { context: eu, namespace: shop-prod } }
            """
        )
        try scratch.write("services/broken/msctl.yaml", "apiVersion: msctl.dev/v1\nkind: [\n")
        return scratch
    }

    private func candidates(
        _ argument: String,
        _ prefix: String,
        of words: [String],
        in scratch: Scratch
    ) async -> [String] {
        let command = words.prefix { !$0.hasPrefix("-") }
        let line = ["msctl"] + words + [prefix]
        let run = await scratch.run(
            ["---completion"] + command + ["--", argument, "\(line.count - 1)", "\(prefix.count)"] + line
        )
        #expect(run.status == .done)
        #expect(run.error.isEmpty)
        return run.output.split(separator: "\n").map(String.init)
    }

    @Test func offersWhatTheManifestsAroundDeclare() async throws {
        let scratch = try scratch()
        #expect(await candidates("--env", "", of: ["deploy", "--env"], in: scratch) == ["prod", "sandbox"])
        #expect(await candidates("--env", "s", of: ["plan", "--env"], in: scratch) == ["sandbox"])
        #expect(
            await candidates("--namespace", "", of: ["status", "--namespace"], in: scratch) == ["shop-prod"]
        )
        #expect(await candidates("positional@0", "", of: ["why"], in: scratch) == ["catalog"])
        #expect(await candidates("positional@0", "", of: ["scale"], in: scratch) == ["catalog"])
    }

    @Test func offersServicesAndPathsWhereBothAreTaken() async throws {
        let scratch = try scratch()
        try scratch.write("notes.txt", "")
        #expect(
            await candidates("positional@0", "", of: ["deploy"], in: scratch)
                == ["catalog", "envs/", "services/"]
        )
        #expect(
            await candidates("positional@0", "envs/p", of: ["deploy"], in: scratch)
                == ["envs/prod.msctl.yaml"]
        )
    }

    @Test func offersRules() async throws {
        let scratch = try scratch()
        let found = await candidates("--only", "deadline-t", of: ["lint", "--only"], in: scratch)
        #expect(found == ["deadline-too-short"])
        #expect(await candidates("positional@0", "cat", of: ["explain"], in: scratch) == ["catalog"])
    }

    @Test func saysNothingOfWhatItDoesNotKnow() async throws {
        let scratch = try scratch()
        #expect(await candidates("--no-such-option", "", of: ["deploy"], in: scratch) == [])
        #expect(await candidates("--env", "", of: ["no-such-command"], in: scratch) == [])
        let bare = await scratch.run("---completion")
        #expect(bare.status == .done)
        #expect(bare.error.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func scriptsAskForTheNamesAround(shell: String) async throws {
        let run = await (try Scratch()).run("completions", shell)
        #expect(run.status == .done)
        #expect(run.output.contains("---completion deploy -- --env"))
        #expect(run.output.contains("---completion lint -- --only"))
        #expect(run.output.contains("sarif"))
    }
}
