// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Testing

/// A comment on a pull request, which has a limit and is full of tables.
@Suite struct MarkdownReportTests {
    private func finding(_ path: String) -> Diagnostic {
        let file = SourceFile(path: path, text: "a: b\n")
        let span = SourceSpan(file: file, range: 0..<1)
        return Diagnostic(id: "bad", severity: .error, headline: "it is bad", primary: .init(span, "here"))
    }

    @Test func longPathsDoNotMakeItLongerThanIsTaken() {
        let folder = String(repeating: "folder/", count: 60)
        let text = DiagnosticReport((0..<120).map { finding("\(folder)\($0).yaml") }).render(.markdown)
        #expect(text.utf8.count < 65_536)
        let rows = text.split(separator: "\n").count { $0.hasPrefix("| error") }
        #expect(rows > 20 && rows < 100)
        #expect(text.contains("\nand \(120 - rows) more\n"))
        #expect(text.hasSuffix("</details>\n"))
    }

    @Test func aRowIsOneLineWithThreeCellsWhateverTheFileIsCalled() throws {
        let text = DiagnosticReport([finding("a|b\nc`d``e.yaml")]).render(.markdown)
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| error") })
        #expect(row == "| error | ``` a\\|b c`d``e.yaml:1 ``` | it is bad (`bad`) |")
        #expect(DiagnosticReport([finding("a b.yaml")]).render(.markdown).contains("| `a b.yaml:1` |"))
    }
}
