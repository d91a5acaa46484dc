// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Support
import Testing

@Suite struct YAMLDiagnosticTests {
    @Test(arguments: [
        ("a:\n⟪\t⟫b: 1\n", "a tab indents this line"),
        ("a: 1\n⟪\t⟫b: 1\n", "a tab indents this line"),
        ("a: b⟪:⟫ c\n", "a `:` stands where no name can be"),
        ("a: 1\n b⟪:⟫ 2\n", "a `:` stands where no name can be"),
        ("a: ⟪1:[⟫1, 2\nb⟪0::⟫ 3\n", "expected `,` or `]` in a list"),
        ("a: ⟪1:{⟫b\n⟪0:⟫", "expected `,` or `}` in a mapping"),
        ("a: ⟪'⟫x\nb: 1\n", "the quoted text that begins here is not closed"),
        ("a: ⟪@⟫x\n", "a value cannot start with `@`"),
        ("a: \"ü⟪\\⟫q\"\n", "unknown escape in double quotes"),
        ("⟪1:-⟫ a\n⟪0:b⟫: 1\n", "expected another `- ` element, or less indentation"),
        ("a: 1\n⟪b⟫2\n", "expected `:` after this name"),
        ("a: |⟪x⟫\n  foo\n", "unexpected text after `|` or `>`"),
        ("a: 1\n---\n⟪}⟫\n", "expected a value"),
        ("a: ⟪-⟫ b\n", "a list cannot start here"),
    ])
    func pointsAtSyntaxErrors(marked: String, headline: String) throws {
        let text = MarkedText(marked)
        let reading = YAMLReader.read(text.file())
        #expect(reading.diagnostics.map(\.headline) == [headline])
        #expect(reading.diagnostics.map(\.id) == ["yaml-syntax"])
        let diagnostic = try #require(reading.diagnostics.first)
        let labels = [diagnostic.primary].compactMap { $0 } + diagnostic.secondary
        let found = labels.map(\.span.range)
        #expect(found == text.ranges, "\(MarkedText.marking(text.text, found))")
    }

    @Test(arguments: [
        ("⟪1:a⟫: 1\nb: 2\n⟪0:a⟫: 3\n", "`a` is given twice in one mapping"),
        ("⟪1:a⟫: 1\n⟪0:'a'⟫: 3\n", "`a` is given twice in one mapping"),
        ("? ⟪[x]⟫\n: 1\n", "a list or mapping stands where a name is expected"),
        ("a: {⟪{ name }⟫}\n", "a list or mapping stands where a name is expected"),
        ("c:\n  <<: ⟪1⟫\n", "the merge key `<<` takes a mapping, or a list of mappings"),
        ("a: &x [{b: 1}]\nc:\n  <<: ⟪*x⟫\n", "the merge key `<<` takes a mapping, or a list of mappings"),
        ("c:\n  <<: ⟪*x⟫\n", "there is no anchor `&x` before this alias"),
        (
            "a: &x {b: 1}\nc:\n  ⟪0:b⟫: 2\n  ⟪1:<<⟫: *x\n",
            "`b` stands before a merge key that brings another value for it"
        ),
        ("a: &x {b: 1}\nc: {⟪1:<<⟫: *x, ⟪0:<<⟫: *x}\n", "`<<` is given twice in one mapping"),
        ("a: ⟪*x⟫\n", "there is no anchor `&x` before this alias"),
        ("a: &x [⟪*x⟫]\n", "the alias `*x` stands inside the value that it refers to"),
        ("a: ⟪!vault⟫ x\n", "the tag `!vault` is not supported"),
    ])
    func pointsAtWhatIsNotAccepted(marked: String, headline: String) throws {
        let text = MarkedText(marked)
        let reading = YAMLReader.read(text.file())
        #expect(reading.diagnostics.map(\.headline) == [headline])
        #expect(reading.diagnostics.map(\.id) == ["yaml-invalid"])
        #expect(reading.documents.count == 1)
        let diagnostic = try #require(reading.diagnostics.first)
        let labels = [diagnostic.primary].compactMap { $0 } + diagnostic.secondary
        let found = labels.map(\.span.range)
        #expect(found == text.ranges, "\(MarkedText.marking(text.text, found))")
    }

    @Test func theFirstOfTwoValuesStays() {
        let reading = YAMLReader.read(SourceFile(path: "a", text: "a: 1\na: 2\n"))
        #expect(reading.documents.map { JSONValue($0.root) } == [["a": 1]])
    }
}
