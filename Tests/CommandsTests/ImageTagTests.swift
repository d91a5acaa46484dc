// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct ImageTagTests {
    struct FixedGit: ProgramRunner {
        var result: ProgramResult?
        func run(_ program: String, _ arguments: [String], input: [UInt8]) -> ProgramResult? { result }
    }

    private func resolve(_ tag: String?, git: ProgramResult?, isSandbox: Bool) throws -> String {
        var context = CommandContext.failing { Issue.record("\($0)") }
        context.programs = FixedGit(result: git)
        return try ImageTag.resolve(tag, isSandbox: isSandbox, root: ".", in: context)
    }

    @Test func theTagAskedForWins() throws {
        #expect(try resolve("v1.2", git: ProgramResult(status: 0, output: "abc"), isSandbox: true) == "v1.2")
    }

    @Test func gitNamesTheCheckoutInTheLettersOfAnImageTag() throws {
        let git = ProgramResult(status: 0, output: "release/1.0+x-3-gabc-dirty\n")
        #expect(try resolve(nil, git: git, isSandbox: false) == "release-1.0-x-3-gabc-dirty")
    }

    @Test(arguments: [nil, ProgramResult(status: 128, output: "")])
    func withoutGitOnlyTheSandboxHasATag(git: ProgramResult?) throws {
        #expect(try resolve(nil, git: git, isSandbox: true) == "dev")
        #expect(throws: CommandFailure.self) { try resolve(nil, git: git, isSandbox: false) }
    }

    @Test(arguments: [
        ("a", true), ("", false), (".a", false), ("-a", false), ("_a", true), ("a:b", false), ("ä", false),
        (String(repeating: "a", count: 128), true), (String(repeating: "a", count: 129), false),
    ])
    func tagsFollowTheSpecification(text: String, isTag: Bool) {
        #expect(ImageTag.isTag(text) == isTag)
    }

    @Test func aMissingProgramIsToldApartFromAFailingOne() {
        #expect(PosixSpawnRunner().run("msctl-no-such-program", []) == nil)
        #expect(
            PosixSpawnRunner().run("sh", ["-c", "echo out; exit 3"])
                == ProgramResult(status: 3, output: "out\n")
        )
        #expect(PosixSpawnRunner().run("sh", ["-c", "kill -9 $$"])?.status == 137)
    }
}
