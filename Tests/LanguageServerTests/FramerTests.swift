// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import LanguageServer
import Testing

@Suite struct FramerTests {
    private func frames(_ pieces: String...) -> [MessageFramer.Frame] {
        var framer = MessageFramer()
        var found: [MessageFramer.Frame] = []
        for piece in pieces {
            framer.append(piece.utf8)
            while let frame = framer.next() { found.append(frame) }
        }
        return found
    }

    private func message(_ text: String) -> MessageFramer.Frame { .message(Array(text.utf8)) }

    @Test func takesMessagesInWhateverPiecesTheyCome() {
        let stream = MessageFramer.framed("{\"é\":1}") + MessageFramer.framed("[]")
        #expect(frames(stream) == [message("{\"é\":1}"), message("[]")])
        var framer = MessageFramer()
        var found: [MessageFramer.Frame] = []
        for byte in stream.utf8 {
            framer.append([byte])
            while let frame = framer.next() { found.append(frame) }
        }
        #expect(found == [message("{\"é\":1}"), message("[]")])
    }

    @Test func takesOtherHeadersAndLooseLineEnds() {
        #expect(
            frames("content-length: 2\nContent-Type: application/vscode-jsonrpc; charset=utf-8\n\n{}")
                == [message("{}")]
        )
        #expect(frames("Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\n7") == [message(""), message("7")])
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "Content-Length: -3\r\n\r\n", "Content-Length: x\r\n\r\n",
        "{\"jsonrpc\":\"2.0\"}\r\n\r\n",
    ])
    func findsTheNextHeaderBehindWhatIsNone(garbage: String) {
        let found = frames(garbage + MessageFramer.framed("{}"))
        #expect(found.last == message("{}"))
        #expect(found.count == 2)
        guard case .malformed(let reason) = found.first else {
            Issue.record("\(found)")
            return
        }
        #expect(reason.contains("`Content-Length`"))
    }

    @Test func complainsOnceAboutOneMistake() {
        #expect(frames("garbage\r\n\r\n").count == 1)
        #expect(frames("garbage\r\n\r\n", MessageFramer.framed("{}")).count == 2)
    }

    @Test func skipsAMessageThatIsTooLong() {
        let length = MessageFramer.mostBytes + 1
        var framer = MessageFramer()
        framer.append("Content-Length: \(length)\r\n\r\n".utf8)
        guard case .malformed = framer.next() else {
            Issue.record("it was taken")
            return
        }
        framer.append(repeatElement(UInt8(ascii: "x"), count: length))
        #expect(framer.next() == nil)
        framer.append(MessageFramer.framed("{}").utf8)
        #expect(framer.next() == message("{}"))
    }

    @Test func endsInsideOfAnEndlessHeader() {
        var framer = MessageFramer()
        framer.append(repeatElement(UInt8(ascii: "x"), count: 10_000))
        var count = 0
        while framer.next() != nil, count < 100 { count += 1 }
        #expect(count < 100)
    }
}
