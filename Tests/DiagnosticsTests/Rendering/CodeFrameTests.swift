// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Support
import Testing

/// Frames that are hard to draw; each golden holds the source and the message together.
@Suite struct CodeFrameTests {
    struct Story: Sendable, CustomTestStringConvertible {
        let name: String
        let source: String
        var labels: [String] = ["here"]
        var width = 80
        var style = Style.plain
        var testDescription: String { name }
    }

    static let stories: [Story] = [
        Story(name: "one-label", source: "spec:\n  image: ⟪nginx⟫\n", labels: ["no tag or digest"]),
        Story(name: "no-text", source: "image: ⟪nginx⟫\n", labels: [""]),
        Story(name: "colour", source: "a: ⟪1:x⟫\nb: ⟪0:y⟫\n", labels: ["two", "one"], style: .ansi),
        Story(name: "tabs", source: "\tkey:\t⟪value⟫\tend\n"),
        Story(name: "wide-characters", source: "名前: ⟪値段⟫ 😀 ⟪x⟫\n", labels: ["here", "there"]),
        Story(name: "combining-marks", source: "e\u{301}te\u{301}: ⟪x⟫\n"),
        Story(name: "control-characters", source: "a: \u{1B}[31m\u{202E}⟪x⟫\r\n"),
        Story(
            name: "stacked",
            source: "call: ⟪0:orders⟫ ⟪1:timeout⟫ ⟪2:retries⟫\n",
            labels: ["this call", "waits too long", "too often"]
        ),
        Story(name: "same-start", source: "a: ⟪0:⟪1:x⟫ y⟫\n", labels: ["the whole", "a part"]),
        Story(name: "nested", source: "a: ⟪0:x ⟪1:y⟫ z⟫\n", labels: ["the whole", "a part"]),
        Story(
            name: "several-lines",
            source: "a: ⟪1:x⟫\nb: 2\nc: ⟪0:x⟫\nd: 4\ne: 5\nf: ⟪2:x⟫\n",
            labels: ["again", "first", "and again"]
        ),
        Story(
            name: "multi-line-indented",
            source: "env:\n  ⟪A: 1\n  B: 2\n  C: 3⟫\nd: 4\n",
            labels: ["all of this"]
        ),
        Story(
            name: "multi-line-inside",
            source: "text: ⟪|\n  one\n  two\n⟫next: 1\n",
            labels: ["not closed"]
        ),
        Story(
            name: "multi-line-long",
            source: "⟪a:\n" + (1...20).map { "  k\($0): 1\n" }.joined() + "⟫b: 2\n",
            labels: ["a long one"]
        ),
        Story(
            name: "multi-line-nested",
            source: "⟪0:a:\n  ⟪1:b:\n    c: ⟪2:1⟫\n    d: 2⟫\n  e: 3⟫\n",
            labels: ["outer", "inner", "one"]
        ),
        Story(name: "end-of-file", source: "a: [1\n⟪⟫", labels: ["the list is not closed"]),
        Story(name: "end-of-file-without-line-break", source: "a: [1⟪⟫", labels: ["not closed"]),
        Story(name: "empty-span", source: "a:⟪⟫\nb: 1\n", labels: ["a value is missing"]),
        Story(name: "empty-file", source: "⟪⟫", labels: ["nothing here"]),
        Story(
            name: "long-line-middle",
            source: "key: " + String(repeating: "abcdefghi ", count: 20) + "⟪target⟫"
                + String(repeating: " jklmnopqr", count: 20) + "\n",
            width: 60
        ),
        Story(
            name: "long-line-start",
            source: "⟪key⟫: " + String(repeating: "x", count: 200) + "\n",
            width: 60
        ),
        Story(
            name: "long-line-end",
            source: "key: " + String(repeating: "x", count: 200) + "⟪y⟫\n",
            width: 60
        ),
        Story(
            name: "long-line-far-labels",
            source: "⟪1:key⟫: " + String(repeating: "x", count: 200) + "⟪0:y⟫\n",
            labels: ["primary", "secondary"],
            width: 60
        ),
        Story(
            name: "line-numbers-grow",
            source: String(repeating: "x\n", count: 7) + "⟪1:a⟫\nb\n⟪0:c⟫\n",
            labels: ["ten", "eight"]
        ),
    ]

    @Test(arguments: stories)
    func draws(story: Story) {
        let text = MarkedText(story.source)
        let file = text.file(path: "services/web.yaml")
        let labels = zip(text.ranges, story.labels).map {
            Diagnostic.Label(SourceSpan(file: file, range: $0), $1)
        }
        #expect(text.ranges.count == story.labels.count)
        let report = DiagnosticReport([
            Diagnostic(
                id: "example",
                severity: .error,
                headline: story.name,
                primary: labels.first,
                secondary: Array(labels.dropFirst())
            )
        ])
        let message = report.render(.human, style: story.style, width: story.width)
            .replacing("\n" + report.summary + "\n", with: "")
            .replacing("\u{1B}", with: "␛")
        let source = story.source.replacing("\u{1B}", with: "␛").replacing("\r\n", with: "␍\n")
            .replacing("\u{202E}", with: "<202E>")
        golden("\(source)\n~~~\n\(message)", story: "code-frames", file: story.name + ".txt")
    }

    @Test func everyStoryHasOneGolden() {
        #expect(Set(Self.stories.map(\.name)).count == Self.stories.count)
    }
}
