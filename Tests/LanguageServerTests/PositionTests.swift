// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Testing

@testable import LanguageServer

@Suite struct PositionTests {
    private let file = SourceFile(path: "a", text: "aé😀b\r\nxy\n")

    @Test(arguments: [(PositionEncoding.utf8, 7), (.utf16, 4), (.utf32, 3)])
    func countsInTheAgreedUnits(encoding: PositionEncoding, column: Int) {
        let position = encoding.position(of: 7, in: file)
        #expect(position == ["line": 0, "character": .integer(Int64(column))])
        #expect(encoding.offset(of: position, in: file) == 7)
    }

    @Test func staysInsideOfLinesAndText() {
        let far: JSONValue = ["line": 0, "character": 99]
        #expect(PositionEncoding.utf16.offset(of: far, in: file) == 8)
        #expect(PositionEncoding.utf16.offset(of: ["line": 9, "character": 0], in: file) == file.bytes.count)
        #expect(PositionEncoding.utf16.offset(of: ["line": -1, "character": 0], in: file) == nil)
        // The middle of a surrogate pair counts as behind it.
        #expect(PositionEncoding.utf16.offset(of: ["line": 0, "character": 3], in: file) == 7)
    }

    @Test(arguments: [PositionEncoding.utf8, .utf16, .utf32])
    func everyPlaceComesBack(encoding: PositionEncoding) {
        for offset in 0...file.bytes.count {
            let isInside = offset < file.bytes.count && file.bytes[offset] & 0xC0 == 0x80
            let isInLineEnd = offset < file.bytes.count && offset > 0 && file.bytes[offset - 1] == 0x0D
            guard !isInside, !isInLineEnd else { continue }
            #expect(encoding.offset(of: encoding.position(of: offset, in: file), in: file) == offset)
        }
    }

    @Test func makesChangesOneAfterTheOther() throws {
        var document = OpenDocument(
            uri: "u",
            path: "/p",
            language: "yaml",
            version: 1,
            file: SourceFile(path: "p", text: "a😀c\nd\n")
        )
        func range(_ line: Int64, _ from: Int64, _ to: Int64) -> JSONValue {
            [
                "start": ["line": .integer(line), "character": .integer(from)],
                "end": ["line": .integer(line), "character": .integer(to)],
            ]
        }
        try document.apply(
            [["range": range(0, 1, 3), "text": "b"], ["range": range(0, 3, 3), "text": "!"]],
            version: 2,
            .utf16
        )
        #expect(String(decoding: document.file.bytes, as: UTF8.self) == "abc!\nd\n")
        try document.apply([["text": "new"], ["range": range(0, 3, 3), "text": "er"]], version: 3, .utf16)
        #expect(String(decoding: document.file.bytes, as: UTF8.self) == "newer")
        #expect(document.version == 3)
    }
}
