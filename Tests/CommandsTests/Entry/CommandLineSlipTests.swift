// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct CommandLineSlipTests {
    /// Where there is nothing at any path but at `shwo`.
    private func slip(_ arguments: [String]) -> CommandFailure? {
        CommandLineSlip.failure(arguments) { $0 == "shwo" }
    }

    @Test func suggestsTheNearestCommand() throws {
        let failure = try #require(slip(["deplyo", "shop"]))
        #expect(failure.lines.joined(separator: "\n").contains("there is no command `deplyo`"))
        #expect(failure.lines.joined(separator: "\n").contains("did you mean `msctl deploy`?"))
    }

    @Test func namesTheCommandThatAnOptionStandsBefore() throws {
        let failure = try #require(slip(["--env", "dev", "status"]))
        #expect(failure.lines.joined(separator: "\n").contains("`msctl status --env …`"))
    }

    @Test(arguments: [
        (["graph", "blst", "orders"], "no command `msctl graph blst`", "did you mean `msctl graph blast`?"),
        (["help", "graph", "dif"], "no command `msctl graph dif`", "did you mean `msctl graph diff`?"),
        (["help", "deplyo"], "no command `deplyo`", "did you mean `msctl deploy`?"),
        (["graph", "help"], "no command `msctl graph help`", "`msctl graph --help` lists the commands"),
    ])
    func suggestsCommandsOfAGroupAndAfterHelp(arguments: [String], what: String, hint: String) throws {
        let failure = try #require(slip(arguments))
        #expect(failure.headline.contains(what))
        #expect(failure.hint == hint)
    }

    @Test(arguments: [
        ["lint"], ["--version"], ["--help"], ["help", "lint"], ["-h"], [], ["--nonsense"], ["help"],
        ["graph"], ["graph", "show"], ["graph", "shwo"], ["graph", "manifests"], ["graph", "--env", "dev"],
        ["lint", "shwo"], ["help", "--all"], ["help", "help"],
    ])
    func leavesTheRestToTheParser(arguments: [String]) {
        #expect(slip(arguments) == nil)
    }
}
