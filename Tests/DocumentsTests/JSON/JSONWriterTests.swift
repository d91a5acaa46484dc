// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@Suite struct JSONWriterTests {
    @Test func indentsByTwoAndKeepsEmptyCollectionsOnOneLine() {
        let value: JSONValue = [
            "a": [1, ["b": nil as JSONValue? ?? .null]], "c": [], "d": JSONValue.object([:]),
        ]
        let expected = """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": [],
              "d": {}
            }
            """
        #expect(value.text(.pretty) == expected)
    }

    @Test func escapesOnlyWhatJSONRequires() {
        #expect(
            JSONValue.string("\"\\\n\u{1}\u{1F}/ü\u{7F}").text() == "\"\\\"\\\\\\n\\u0001\\u001f/ü\u{7F}\""
        )
    }
}

@Suite struct JSONPointerTests {
    @Test func escapesTildeAndSlash() {
        let pointer = JSONPointer("metadata", "annotations", "a/b~c").appending(0)
        #expect(pointer.description == "/metadata/annotations/a~1b~0c/0")
        #expect(JSONPointer(text: pointer.description) == pointer)
        #expect(JSONPointer(text: "") == .root)
        #expect(JSONPointer(text: "a") == nil)
        #expect(JSONPointer(text: "/~2") == nil)
        #expect(JSONPointer(text: "/") == JSONPointer(""))
    }

    @Test func resolvesMembersAndElements() {
        let document: JSONValue = ["a": [["b/c": 7]], "0": 1]
        #expect(JSONPointer("a", "0", "b/c").resolve(in: document) == 7)
        #expect(JSONPointer("0").resolve(in: document) == 1)
        #expect(JSONPointer("a", "00").resolve(in: document) == nil)
        #expect(JSONPointer("a", "1").resolve(in: document) == nil)
        #expect(JSONPointer("a", "").resolve(in: document) == nil)
        #expect(JSONPointer("a", "0", "b/c", "d").resolve(in: document) == nil)
        #expect(JSONPointer.root.resolve(in: document) == document)
    }
}

@Suite struct ContentHashTests {
    @Test func isStableAcrossRunsAndFitsAName() {
        #expect(ContentHash("").description.count == 10)
        #expect(ContentHash(["a": 1, "b": [true]]) == ContentHash(["b": [true], "a": 1]))
        #expect(ContentHash("abc").description == "xfk4kwqhdx")
        #expect(ContentHash(["a": 1] as JSONValue).description == "1mxx6hqyrg")
        #expect(ContentHash("abc").description.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) })
    }

    @Test func differsWhereContentDiffers() {
        let values: [JSONValue] = [
            nil, true, false, 1, "1", .decimal("1.0"), [], JSONValue.object([:]), ["a"], ["a", "a"], ["aa"],
            [["a"]], ["a": "b"], ["b": "a"], ["a": ["b"]],
        ]
        #expect(Set(values.map { ContentHash($0).description }).count == values.count)
    }
}
