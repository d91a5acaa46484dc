// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@Suite struct PackedJSONTests {
    static let trees: [JSONValue] = [
        .null, true, false, 0, 1, -1, 63, 64, .integer(.max), .integer(.min), .decimal("1e400"),
        .decimal("-0.10"),
        "", "a", "\u{0}\n\u{10FFFF}", [], [:], [[[]], [:]], ["z": 1, "a": ["z": "z", "a": .null]],
        .array((0..<300).map { .string("text \($0 % 150)") }),
        .object(JSONObject((0..<40).map { ("key \($0)", .integer($0)) })),
        // The same letter in other bytes, as a name and as a value.
        ["\u{E9}": "e\u{301}", "b": ["\u{E9}", "e\u{301}", "\u{E9}", "e\u{301}"], "\u{212A}": "K"],
    ]

    @Test(arguments: trees) func comesBackByteForByte(_ tree: JSONValue) {
        #expect(PackedJSON(tree).value.bytes() == tree.bytes())
        let vocabulary = PackedJSON.Vocabulary(["z", "text 7", "a", "unused", "K", "e\u{301}"])
        #expect(PackedJSON(tree, with: vocabulary).value.bytes() == tree.bytes())
    }

    @Test func findsMembersByNameAgain() {
        let large = JSONObject((0..<40).map { ("key \($0)", .integer($0)) })
        #expect(PackedJSON(.object(large)).value["key 39"] == 39)
        #expect(PackedJSON(.object(large)).value["key 40"] == nil)
    }

    @Test func holdsAStringThatRepeatsOnce() {
        let text = String(repeating: "x", count: 1000)
        let one = PackedJSON([.string(text)]).count
        #expect(PackedJSON(.array(Array(repeating: .string(text), count: 50))).count < one + 50 * 3)
        let known = PackedJSON(.array([.string(text)]), with: PackedJSON.Vocabulary([text]))
        #expect(known.count < 5)
    }
}
