// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Support
import Testing

@Suite struct YAMLWriterTests {
    @Test func looksLikeWhatKubectlUsersExpect() {
        let text = YAMLWriter.write([
            [
                "apiVersion": "v1",
                "args": ["a", "--b=c: d", "# e", ""],
                "empty": JSONValue.object([:]),
                "none": [],
                "nested": [["name": "x", "ports": [["port": 80]]]],
                "yes": "no",
                "n": nil as JSONValue? ?? .null,
                "version": "1.10",
                "script": "set -e\nrun # it\n",
                "ratio": .decimal("0.5"),
            ],
            ["kind": "B"],
        ])
        let expected = lines(
            "apiVersion: v1",
            "args:",
            "- a",
            "- '--b=c: d'",
            "- '# e'",
            "- \"\"",
            "empty: {}",
            "none: []",
            "nested:",
            "- name: x",
            "  ports:",
            "  - port: 80",
            "\"yes\": \"no\"",
            "\"n\": null",
            "version: \"1.10\"",
            "script: |",
            "  set -e",
            "  run # it",
            "ratio: 0.5",
            "---",
            "kind: B"
        )
        #expect(text == expected)
    }

    @Test(arguments: [
        "yes", "No", "on", "OFF", "y", "n", "null", "~", "", "true", "1", "-1.5", "1:30", "0777", "0o7",
        "0x1f",
        "2001-12-14", "2001-12-14 21:59:43", "1e3", "1_000", ".inf", "NaN", ".nan", "<<", "=", "0b1", "+1",
        ".5",
    ])
    func quotesWhatAReaderWouldTakeForSomethingElse(text: String) {
        let written = YAMLWriter.write(.string(text))
        #expect(written == "\"\(text)\"\n" || (text == "NaN" && written == "NaN\n"))
    }

    @Test(arguments: [
        "nginx:1.27", "a b", "1.2.3", "10-20", "5s", "/a/b", "a#b", "x:y", "ünï", "10.0.0.1", "a,b",
    ])
    func leavesPlainWhatIsPlain(text: String) {
        #expect(YAMLWriter.write(.string(text)) == "\(text)\n")
    }

    @Test func doesNotFoldLongLines() {
        let long = Array(repeating: "word", count: 200).joined(separator: " ")
        #expect(YAMLWriter.write(["a": .string(long)]) == "a: \(long)\n")
    }

    @Test func whatIsWrittenReadsBackTheSame() {
        var generator = ValueGenerator(seed: 42)
        for _ in 0..<3000 {
            let documents = (0..<generator.below(3) + 1).map { _ in generator.value(depth: 4) }
            let text = YAMLWriter.write(documents)
            let reading = YAMLReader.read(SourceFile(path: "a", text: text))
            #expect(reading.diagnostics == [], "\(text)")
            #expect(reading.documents.map { JSONValue($0.root) } == documents, "\(text)")
        }
    }
}

/// Random trees with the texts that are hard to quote; the same for the same seed.
struct ValueGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func value(depth: Int) -> JSONValue {
        switch below(depth > 0 ? 12 : 8) {
        case 0: .null
        case 1: .bool(below(2) == 0)
        case 2: .integer(Int64(below(2000)) - 1000)
        case 3: .decimal(["0.5", "-1.25", "1.0e+10", "12345678901234567890", "-0"][below(5)])
        case 4...7: .string(text())
        case 8, 9: .array((0..<below(4)).map { _ in value(depth: depth - 1) })
        default:
            .object(JSONObject((0..<below(4)).map { _ in (text(), value(depth: depth - 1)) }))
        }
    }

    private mutating func text() -> String {
        let pieces = [
            "a", "b", " ", "\n", "\n\n", ":", ": ", "#", " #", "-", "- ", "'", "\"", "\\", "\t", "ü", "😀",
            "0",
            "7", "yes", "null", "~", "!", "&x", "*x", "%", "@", "`", "|", ">", "{", "}", "[", "]", ",", "?",
            "? ",
            "---", "...", "\r", "\u{85}", "\u{2028}", "\u{7}", "\u{FEFF}", "=", "<<", "1:30", "\u{A0}", "  ",
        ]
        return (0..<below(7)).map { _ in pieces[below(pieces.count)] }.joined()
    }
}
