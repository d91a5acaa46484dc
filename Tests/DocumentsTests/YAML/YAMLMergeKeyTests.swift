// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Support
import Testing

/// Merge keys, as kubectl reads them.
@Suite struct YAMLMergeKeyTests {
    private func read(_ text: String) throws -> (JSONValue, YAMLReading) {
        let reading = YAMLReader.read(SourceFile(path: "a.yaml", text: text))
        return (JSONValue(try #require(reading.documents.first).root), reading)
    }

    @Test(arguments: [
        ("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n", #"{"c":3,"b":1}"#),
        ("a: &x {b: 1}\nd: {<<: *x}\n", #"{"b":1}"#),
        ("d: {<<: {b: 1}, c: 2}\n", #"{"c":2,"b":1}"#),
        ("a: &x {b: 1}\ne: &y {b: 2, c: 2}\nd: {<<: [*x, *y, {c: 3, f: 4}]}\n", #"{"b":1,"c":2,"f":4}"#),
        ("a: &x {b: 1}\ne: &y {<<: *x, c: 2}\nd: {<<: *y}\n", #"{"c":2,"b":1}"#),
        ("a: &x {b: {c: 1, d: 2}}\nd:\n  <<: *x\n  b: {c: 3}\n", #"{"b":{"c":3}}"#),
        // The same value before the key changes nothing.
        ("a: &x {b: 1}\nd:\n  b: 1\n  <<: *x\n", #"{"b":1}"#),
        ("d: {<<: []}\n", "{}"),
        ("d: {\"<<\": 1}\n", #"{"<<":1}"#),
    ])
    func whatAMappingHasItselfWins(text: String, expected: String) throws {
        let (tree, reading) = try read(text)
        #expect(reading.diagnostics.map(\.headline) == [])
        #expect(tree["d"]?.text() == expected)
    }

    @Test func entriesKeepTheTextThatTheyCameFrom() throws {
        let text = MarkedText("a: &x {⟪b⟫: ⟪1⟫}\nd:\n  ⟪<<⟫: *x\n  ⟪c⟫: 2\n")
        let document = try #require(YAMLReader.read(text.file()).documents.first)
        let entries = try #require(document.root["d"]?.mapping)
        #expect(entries.map { $0.key.scalar?.text } == ["c", "b"])
        let spans = [entries[1].key.span, entries[1].value.span] + document.mergeKeys + [entries[0].key.span]
        #expect(spans.map(\.range) == text.ranges)
        #expect(document.root["d"]?.span.text == "<<: *x\n  c: 2")
    }

    @Test func everyDocumentHasItsOwnMergeKeys() {
        let reading = YAMLReader.read(
            SourceFile(path: "a.yaml", text: "a: &x {b: 1}\nc: {<<: *x}\n---\nd: 1\n")
        )
        #expect(reading.documents.map(\.mergeKeys.count) == [1, 0])
    }

    /// Aliases in merge keys count like others: no small file becomes a large tree.
    @Test func mergesKeepToTheLimits() {
        var text = "a0: &a0 {k0: 1, l0: 1}\n"
        for level in 1...20 {
            text +=
                "a\(level): &a\(level) {<<: *a\(level - 1), k\(level): *a\(level - 1), l\(level): *a\(level - 1)}\n"
        }
        let reading = YAMLReader.read(SourceFile(path: "a.yaml", text: text))
        #expect(
            reading.diagnostics.map(\.headline) == [
                "the aliases of this file stand for more than 10000 values"
            ]
        )
    }
}
