// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

/// The decisions that the index in `docs/decisions/README.md` lists are there, in the form that it describes.
@Suite struct DecisionTests {
    private static let folder = "docs/decisions"
    private static let index = "docs/decisions/README.md"
    private static let parts = ["Context", "Decision", "What it costs", "What would change our mind"]

    /// Number and file of each line of the index.
    private static let entries = SourceTree.read(index)
        .matches(of: /\| \[([0-9]{4})\]\(([^)]+\.md)\) \|/)
        .map { Entry(number: String($0.1), file: String($0.2)) }

    struct Entry: Sendable, CustomTestStringConvertible {
        var number: String
        var file: String

        var testDescription: String { file }
    }

    @Test func everyNumberStandsForOneDecision() {
        #expect(Self.entries.count >= 20)
        #expect(Set(Self.entries.map(\.number)).count == Self.entries.count)
        let files = SourceTree.files(under: Self.folder, suffix: ".md").map(\.path)
        let numbers = files.filter { $0 != Self.index }.map { $0.dropFirst(Self.folder.count + 1).prefix(4) }
        #expect(Set(numbers).count == numbers.count, "\(numbers.sorted())")
    }

    @Test(arguments: entries)
    func aPageHasTheFormOfAll(entry: Entry) {
        let text = SourceTree.read("\(Self.folder)/\(entry.file)")
        #expect(entry.file.hasPrefix("\(entry.number)-"))
        #expect(text.hasPrefix("# \(entry.number): "), "\(entry.file) does not begin with its number")
        for part in Self.parts {
            #expect(text.contains("\n**\(part).** "), "\(entry.file) has no part `**\(part).**`")
        }
    }
}
