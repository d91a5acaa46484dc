// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@Suite struct JSONReaderTests {
    @Test(arguments: [
        "null", "true", "-1.50e+10", "[]", "{}", "[1,[2,{\"a\":null}]]", "\"\"", "9223372036854775807",
        "-9223372036854775808", "9223372036854775808", "-0", "1.0", "\"ü😀/\"", "{\"b\":1,\"a\":2}",
        "{\"a-name-longer-than-fifteen-bytes\":[{\"a-name-longer-than-fifteen-bytes\":1}]}",
    ])
    func roundTripsByteForByte(text: String) throws {
        #expect(try JSONReader.read(text).text() == text)
    }

    @Test func readsNumbersWithoutLoss() throws {
        #expect(
            try JSONReader.read("[1, 1.0, 1e2, -0, 12345678901234567890]")
                == [1, .decimal("1.0"), .decimal("1e2"), .decimal("-0"), .decimal("12345678901234567890")]
        )
    }

    @Test func decodesEscapes() throws {
        #expect(
            try JSONReader.read(#""\"\\\/\b\f\n\r\tü\ud83d\ude00é""#) == .string("\"\\/\u{8}\u{C}\n\r\tü😀é")
        )
    }

    @Test(arguments: [
        ("", 0, "the text ends where a value is expected"),
        ("[1,]", 3, "expected a value"),
        ("[1 2]", 3, "expected `,` or `]` after an array element"),
        ("{\"a\" 1}", 5, "expected `:` after a name"),
        ("{a: 1}", 1, "expected a name in double quotes"),
        ("{\"a\":1,\"b\":2,\"a\":3}", 13, "the name \"a\" occurs twice in one object"),
        ("01", 0, "a number must not start with 0"),
        ("1.", 2, "expected a digit"),
        ("-", 1, "expected a digit"),
        ("1e", 2, "expected a digit"),
        ("1 2", 2, "unexpected text after the value"),
        ("tru", 0, "expected a value"),
        ("NaN", 0, "expected a value"),
        ("\"a", 0, "the string that starts here has no closing quote"),
        ("\"a\\n", 0, "the string that starts here has no closing quote"),
        ("\"a\nb\"", 2, "a control character must be escaped in a string"),
        ("\"\\x\"", 1, "unknown escape in a string"),
        ("\"\\u12g4\"", 1, "expected four hexadecimal digits after `\\u`"),
        ("\"\\ud800\"", 1, "half of a surrogate pair in a string"),
        ("\"\\udc00\"", 1, "half of a surrogate pair in a string"),
        ("\"\\ud800\\u0041\"", 1, "half of a surrogate pair in a string"),
    ])
    func saysWhatIsWrongAndWhere(text: String, offset: Int, message: String) {
        let failure = #expect(throws: JSONReader.Failure.self) { try JSONReader.read(text) }
        #expect(failure?.offset == offset)
        #expect(failure?.message == message)
    }

    @Test func countsLinesAndColumnsOfAFailure() {
        let failure = #expect(throws: JSONReader.Failure.self) { try JSONReader.read("{\n  \"ü\": x}") }
        #expect(failure?.line == 2)
        #expect(failure?.column == 8)
        #expect(failure?.offset == 10)
        #expect(failure?.description == "expected a value at line 2, column 8")
    }

    @Test(arguments: [
        ([0x22, 0x61, 0xFF, 0x22] as [UInt8], 2),
        ([0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22], 3),
        ([0x22, 0xC0, 0x80, 0x5C, 0x6E, 0x22], 1),
    ])
    func refusesInvalidUTF8(bytes: [UInt8], offset: Int) {
        let failure = #expect(throws: JSONReader.Failure.self) { try JSONReader.read(bytes) }
        #expect(failure?.offset == offset)
        #expect(failure?.message == "the text is not valid UTF-8")
    }

    @Test func refusesToNestDeeperThanItsLimit() throws {
        let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        _ = try JSONReader.read(deepest)
        let failure = #expect(throws: JSONReader.Failure.self) { try JSONReader.read("[" + deepest + "]") }
        #expect(failure?.offset == 512)
    }

    @Test func findsDuplicatesInLargeObjectsToo() {
        let members = (0..<100).map { "\"k\($0)\":1" } + ["\"k50\":1"]
        #expect(throws: JSONReader.Failure.self) {
            try JSONReader.read("{" + members.joined(separator: ",") + "}")
        }
    }

    /// What `JSONReader` hands over of a text, and what is left of it.
    private func handingOver(_ text: String) throws -> (rest: JSONValue, items: [JSONValue]) {
        final class Taken { var items: [JSONValue] = [] }
        let taken = Taken()
        let rest = try JSONReader.read(Array(text.utf8), handingOver: "items") { taken.items.append($0) }
        return (rest, taken.items)
    }

    @Test func handsTheElementsOfAListOverAsTheyCome() throws {
        let (rest, items) = try handingOver(
            #"{"kind":"List","items":[{"items":[1,2]},[3],"four"],"metadata":{"items":[5]}}"#
        )
        #expect(items == [["items": [1, 2]], [3], "four"])
        #expect(rest == ["kind": "List", "items": [], "metadata": ["items": [5]]])
    }

    @Test(arguments: [
        #"{"items":null}"#, #"{"items":{"a":[1]}}"#, #"[{"items":[1]}]"#, #"{"other":[1]}"#, "7",
    ])
    func handsNothingOverWhereThereIsNoSuchList(text: String) throws {
        let (rest, items) = try handingOver(text)
        #expect(items == [])
        #expect(try rest == JSONReader.read(text))
    }

    @Test func saysWhereAListIsBrokenThatWasHandedOverInPart() {
        let error = #expect(throws: JSONReader.Failure.self) {
            _ = try handingOver("{\"items\":[1,\n2 3]}")
        }
        #expect(error?.line == 2 && error?.column == 3)
        #expect(error?.message == "expected `,` or `]` after an array element")
    }

    @Test func textsThatShareStringsReadAsTheyDoAlone() throws {
        // More different strings than are remembered, of each length around what is shared.
        let texts = (0..<3000).map { number in
            let word = String(repeating: "x", count: 10 + number % 60) + String(number % 1500)
            return #"{"\#(word)":"\#(word)","é\#(word)":["\#(word)\n"]}"#
        }
        var strings = JSONStringTable()
        for text in texts {
            #expect(try JSONReader.read(Array(text.utf8), sharing: &strings) == JSONReader.read(text))
        }
        _ = try? JSONReader.read(Array(#"{"a-name-longer-than-fifteen":"#.utf8), sharing: &strings)
        let again = try JSONReader.read(Array(#"{"a-name-longer-than-fifteen":1}"#.utf8), sharing: &strings)
        #expect(again == ["a-name-longer-than-fifteen": 1])
    }
}
