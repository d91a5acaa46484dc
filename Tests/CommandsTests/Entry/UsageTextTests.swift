// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct UsageTextTests {
    /// The parser words a few values in a sentence, and many in a list.
    @Test(arguments: [
        (["completions", "bassh"], "bash"), (["plan", "--format", "jsn"], "json"),
        (["lint", "--format", "sariff"], "sarif"),
        (["graph", "diff", "main", "--format", "mrkdown"], "markdown"),
    ])
    func suggestsTheValueThatWasMeant(arguments: [String], value: String) async throws {
        let run = await (try Scratch()).run(arguments)
        #expect(run.status == .usage)
        #expect(run.error.contains("\n  = help: did you mean `\(value)`?\n"))
    }

    @Test(arguments: [
        ["completions", "powershell"], ["plan", "--format"], ["rules", "'"], ["plan", "--onyl"],
    ])
    func saysNothingWhereNothingIsNear(arguments: [String]) async throws {
        let run = await (try Scratch()).run(arguments)
        #expect(run.status == .usage)
        #expect(!run.error.contains("= help: did you mean"))
    }

    @Test func leavesOtherTextsAsTheyAre() {
        for text in ["", "error: The value", "error: The value 'a' is invalid", "Please provide one of 'ab'"]
        {
            #expect(UsageText.withSuggestion(text) == text)
        }
    }
}
