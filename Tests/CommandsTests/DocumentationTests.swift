// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Testing

@testable import Commands

@Suite struct DocumentationTests {
    @Test func everyCommandHasAnAbstractAndAnExampleToRun() throws {
        let commands = try CommandReference.current().flattened.dropFirst().filter(\.subcommands.isEmpty)
        #expect(commands.count > 20)
        for command in commands {
            #expect(!command.abstract.isEmpty, "\(command.path) has no abstract")
            #expect(command.discussion.contains("\n  msctl "), "\(command.path) has no example")
        }
    }

    @Test func everyArgumentSaysWhatItIsFor() throws {
        let commands = try CommandReference.current().flattened
        #expect(commands.flatMap(\.arguments).count > 50)
        for command in commands {
            for argument in command.arguments {
                #expect(!argument.abstract.isEmpty, "\(command.path) \(argument.title) has no help")
            }
        }
    }

    @Test func examplesOfTheManPageKeepTheirHyphens() throws {
        let page = ManPage.page(try CommandReference.current(), version: "1.2.3")
        #expect(page.hasPrefix(".TH MSCTL 1 \"\" \"msctl 1.2.3\""))
        #expect(page.contains("\\-\\-env sandbox"))
    }

    @Test func theExampleManifestsFormASystemThatLintHasNothingToSayAbout() throws {
        let files = ManifestKind.allCases.map { kind in
            SourceFile(path: "\(kind.rawValue).msctl.yaml", text: ManifestExample.text(of: kind))
        }
        let today = try #require(CalendarDate("2026-01-01"))
        let result = Linter.lint(ManifestReader.read(files), options: LintOptions(today: today))
        #expect(result.findings.map(\.headline) == [])
        #expect(result.looked.documents == 3)
    }

    @Test func checkingTheReferencePagesWritesNothing() async throws {
        let scratch = try Scratch()
        let stale = await scratch.run("docs", "--output", ".", "--check")
        #expect(stale.status == .findings)
        #expect(throws: FileError.self) { try scratch.read("commands.md") }
        try #require(await scratch.run("docs", "--output", ".").status == .done)
        #expect(await scratch.run("docs", "--output", ".", "--check").status == .done)
    }
}
