// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Support
import Testing

@Suite struct YAMLReaderTests {
    /// All spans of a tree except the root's, keys before values.
    private func spans(_ node: YAMLNode) -> [Range<Int>] {
        switch node.content {
        case .scalar: []
        case .sequence(let nodes): nodes.flatMap { [$0.span.range] + spans($0) }
        case .mapping(let entries):
            entries.flatMap { [$0.key.span.range, $0.value.span.range] + spans($0.value) }
        }
    }

    @Test(arguments: [
        "⟪a⟫: ⟪b c⟫   # d\n",
        "⟪ü⟫: ⟪'é😀'⟫\n⟪b⟫: ⟪\"c\"⟫\n",
        "\u{FEFF}⟪ü⟫: ⟪x⟫\n",
        "⟪a⟫: ⟪[⟪1⟫, ⟪2⟫ ]⟫ # x\n\n⟪b⟫: ⟪{ ⟪x⟫: ⟪1⟫ }⟫\n",
        "⟪a⟫:\n  ⟪⟪b⟫: ⟪1⟫\n  ⟪c⟫: ⟪2⟫⟫\n\n# comment\n⟪d⟫:⟪⟫\n",
        "⟪a⟫:\n- ⟪1⟫\n-⟪⟫\n- ⟪x⟫: ⟪y⟫\n",
        "⟪a⟫: ⟪|\n  x\n  y⟫\n\n\n⟪b⟫: ⟪>-\n  z⟫\n# c\n",
        "⟪a⟫: &x !!str ⟪v⟫\n⟪b⟫: ⟪*x⟫\n",
        "⟪a⟫: &x\n  ⟪⟪b⟫: ⟪c⟫⟫\n",
        "⟪a⟫: &x ⟪[⟪b⟫]⟫\n",
        "⟪a⟫: ⟪[⟪⟪b⟫: ⟪c⟫⟫]⟫\n",
        "⟪a⟫: ⟪b\n  c⟫\r\n⟪d⟫: ⟪e⟫\r\n",
    ])
    func givesEveryKeyAndValueItsSpan(marked: String) throws {
        let text = MarkedText(marked)
        let reading = YAMLReader.read(text.file())
        #expect(reading.diagnostics == [])
        let document = try #require(reading.documents.first)
        var expected = text.ranges
        var found = spans(document.root)
        if marked.contains("-⟪⟫\n- ⟪x⟫") {
            // The list and its last element have no markers of their own.
            found.removeAll { range in !expected.contains(range) }
        }
        expected.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        found.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        #expect(found == expected, "\(MarkedText.marking(text.text, found))")
    }

    @Test func readsSeveralDocuments() {
        let reading = YAMLReader.read(
            SourceFile(path: "a", text: "# one\na: 1\n---\n# two\nb: 2 # three\n---\n")
        )
        #expect(reading.documents.map { JSONValue($0.root) } == [["a": 1], ["b": 2], nil])
        #expect(reading.documents.map { $0.comments.map(\.text) } == [["# one"], ["# two", "# three"], []])
        #expect(YAMLReader.read(SourceFile(path: "a", text: "")).documents.isEmpty)
        #expect(YAMLReader.read(SourceFile(path: "a", text: "# only\n")).documents.isEmpty)
    }

    @Test func findsCommentsAndNothingElse() throws {
        let text = MarkedText(
            lines(
                "⟪# top⟫",
                "a: 'x # no' ⟪# yes⟫",
                "b: \"y # no\"",
                "c: plain#no ⟪# ⟫",
                "d: | ⟪# header⟫",
                "  # no",
                "  text",
                "⟪# after⟫",
                "e: [1, ⟪# in a list⟫",
                "  2]",
                "⟪# msctl:ignore unpinned-image⟫"
            )
        )
        let document = try #require(YAMLReader.read(text.file()).documents.first)
        #expect(document.comments.map(\.range) == text.ranges)
    }

    @Test func keepsWhatStoodBeforeASyntaxError() {
        let reading = YAMLReader.read(SourceFile(path: "a", text: "a: 1 # c\n---\nb: [\n"))
        #expect(reading.documents.map { JSONValue($0.root) } == [["a": 1]])
        #expect(reading.documents.first?.comments.map(\.text) == ["# c"])
        #expect(reading.diagnostics.map(\.id) == ["yaml-syntax"])
    }

    @Test func expandsAliases() {
        let reading = YAMLReader.read(
            SourceFile(path: "a", text: "a: &x {b: 1}\nc: [*x, *x]\nd: &x 2\ne: *x\n")
        )
        #expect(reading.diagnostics == [])
        #expect(
            reading.documents.map { JSONValue($0.root) }
                == [["a": ["b": 1], "c": [["b": 1], ["b": 1]], "d": 2, "e": 2]]
        )
    }

    @Test func refusesWhatAsksTooMuch() {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let alias = "*a\(level - 1)"
            bomb += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
        }
        let cases = [
            (bomb, "the aliases of this file stand for more than 10000 values"),
            (
                String(repeating: "[", count: 200_000),
                "lists and mappings are nested more than 100 levels deep"
            ),
            (String(repeating: "a", count: 10_000_001), "the file is larger than 10 MB"),
            ("[" + String(repeating: "1,", count: 500_000) + "]", "the file has more than 500000 values"),
        ]
        for (text, headline) in cases {
            let reading = YAMLReader.read(SourceFile(path: "a", text: text))
            #expect(reading.diagnostics.map(\.headline) == [headline])
        }
    }

    @Test(arguments: [
        ([0xFF, 0xFE, 0x61, 0x00] as [UInt8], "this file is UTF-16 text", 0..<2),
        ([0x61, 0x00, 0x3A, 0x00], "this file is UTF-16 text", 0..<2),
        ([0x7F, 0x45, 0x4C, 0x46, 0x00], "this is not a text file", 4..<5),
        ([0x61, 0x3A, 0x20, 0xC3, 0x28], "the text is not valid UTF-8", 3..<4),
        ([0x61, 0x3A, 0x20, 0xE2, 0x82], "the text is not valid UTF-8", 3..<5),
        ([0x61, 0x3A, 0x20, 0x1B, 0x5B], "a control character stands in the text", 3..<4),
        ([0x61, 0x3A, 0x20, 0xEF, 0xBF, 0xBF], "a control character stands in the text", 3..<6),
    ])
    func refusesWhatIsNotText(bytes: [UInt8], headline: String, range: Range<Int>) {
        let reading = YAMLReader.read(SourceFile(path: "a", bytes: bytes))
        #expect(reading.documents.isEmpty)
        #expect(reading.diagnostics.map(\.headline) == [headline])
        #expect(reading.diagnostics.first?.primary?.span.range == range)
    }
}
