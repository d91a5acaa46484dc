// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct CommandLineSlipTests {
    @Test func suggestsTheNearestCommand() throws {
        let failure = try #require(CommandLineSlip.failure(["deplyo", "shop"]))
        #expect(failure.lines.joined(separator: "\n").contains("there is no command `deplyo`"))
        #expect(failure.lines.joined(separator: "\n").contains("did you mean `msctl deploy`?"))
    }

    @Test func namesTheCommandThatAnOptionStandsBefore() throws {
        let failure = try #require(CommandLineSlip.failure(["--env", "dev", "status"]))
        #expect(failure.lines.joined(separator: "\n").contains("`msctl status --env …`"))
    }

    @Test(arguments: [["lint"], ["--version"], ["--help"], ["help", "lint"], ["-h"], [], ["--nonsense"]])
    func leavesTheRestToTheParser(arguments: [String]) {
        #expect(CommandLineSlip.failure(arguments) == nil)
    }
}
