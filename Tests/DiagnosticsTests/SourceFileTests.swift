// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Testing

@Suite struct SourceFileTests {
    @Test func columnsCountScalarsAndLinesCountFromOne() {
        let file = SourceFile(path: "a.yaml", text: "näme: ü\nb: 1\n")
        #expect(file.location(at: 0) == SourceFile(path: "x", text: "").location(at: 0))
        #expect(file.location(at: 3).column == 3)
        #expect(file.location(at: 10).line == 2)
        #expect(file.location(at: 10).column == 1)
    }

    @Test func aCarriageReturnAloneEndsALine() {
        let file = SourceFile(path: "a.yaml", text: "one\rtwo\r\n\r\rfive")
        #expect(file.lineStarts == [0, 4, 9, 10, 11])
        #expect(file.location(at: 5).line == 2 && file.location(at: 5).column == 2)
        #expect(
            file.lineStarts.indices.map { String(decoding: file.line($0), as: UTF8.self) } == [
                "one", "two", "", "", "five",
            ]
        )
        #expect(SourceFile(path: "a.yaml", text: "one\r").lineStarts == [0, 4])
    }

    @Test func linesComeWithoutTheirEndings() {
        let file = SourceFile(path: "a.yaml", text: "one\r\ntwo\n")
        #expect(String(decoding: file.line(0), as: UTF8.self) == "one")
        #expect(String(decoding: file.line(1), as: UTF8.self) == "two")
        #expect(file.line(2).isEmpty)
    }
}
