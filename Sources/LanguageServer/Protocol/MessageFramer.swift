// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Takes a stream of bytes apart into messages: a header with `Content-Length`, an empty line, the content.
///
/// What is no header is skipped up to the next one that is, so that one bad message does not end the conversation.
package struct MessageFramer: Sendable {
    /// One piece of the stream.
    package enum Frame: Sendable, Hashable {
        /// The content of a message.
        case message([UInt8])
        /// Bytes that belong to no message, and why.
        case malformed(String)
    }

    /// The longest content that is taken, in bytes: more than the largest file that is read, as JSON.
    package static let mostBytes = 64 << 20
    /// The longest header that is taken, in bytes.
    static let mostHeaderBytes = 4096

    private var buffer: [UInt8] = []
    private var position = 0
    /// Bytes of a message that is too long, still to be skipped.
    private var skipping = 0

    /// Starts with an empty stream.
    package init() {}

    /// Takes the next bytes.
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        if position > 0 {
            buffer.removeFirst(position)
            position = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next piece; `nil` until more bytes come.
    package mutating func next() -> Frame? {
        if skipping > 0 {
            let count = min(skipping, buffer.count - position)
            skipping -= count
            position += count
            if skipping > 0 { return nil }
        }
        guard let header = nextHeader() else { return nil }
        guard let length = header.length else { return resynchronised(behind: header) }
        guard length <= Self.mostBytes else {
            position = header.end
            skipping = length
            return .malformed("a message of \(length) bytes is too long; at most \(Self.mostBytes) are taken")
        }
        guard buffer.count - header.end >= length else { return nil }
        position = header.end + length
        return .message(Array(buffer[header.end..<position]))
    }

    private struct Header {
        var text: String
        var length: Int?
        /// Where the content begins; where reading goes on for one that has no end.
        var end: Int
        /// Whether an empty line ends it.
        var isWhole = true
    }

    /// The lines up to the empty one; line ends without a carriage return are taken, too.
    private func nextHeader() -> Header? {
        var index = position
        var lineStart = position
        while index < buffer.count, index - position <= Self.mostHeaderBytes {
            guard buffer[index] == UInt8(ascii: "\n") else {
                index += 1
                continue
            }
            let hasReturn = index > lineStart && buffer[index - 1] == UInt8(ascii: "\r")
            let isEmpty = index == lineStart || (hasReturn && index == lineStart + 1)
            index += 1
            if isEmpty, lineStart > position {
                let text = String(decoding: buffer[position..<lineStart], as: UTF8.self)
                return Header(text: text, length: Self.length(in: text), end: index)
            }
            lineStart = index
        }
        guard buffer.count - position > Self.mostHeaderBytes else { return nil }
        let text = String(decoding: buffer[position..<(position + 80)], as: UTF8.self)
        return Header(text: text, length: nil, end: position + Self.mostHeaderBytes, isWhole: false)
    }

    private static func length(in header: String) -> Int? {
        for line in header.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
            let text = parts[1].filter { $0 != " " && $0 != "\t" }
            return Int(text).flatMap { $0 >= 0 ? $0 : nil }
        }
        return nil
    }

    /// Skips to the next text that can begin a header.
    private mutating func resynchronised(behind header: Header) -> Frame {
        let mark = Array("content-length".utf8)
        let start = position
        var index = position + 1
        while index + mark.count <= buffer.count {
            let isMark = mark.indices.allSatisfy { buffer[index + $0] | 0x20 == mark[$0] | 0x20 }
            if isMark { break }
            index += 1
        }
        if index + mark.count <= buffer.count {
            position = index
        } else {
            // A header may begin at the end of what has come so far, unless an empty line has ended it.
            position = header.isWhole ? header.end : max(start + 1, buffer.count - mark.count + 1)
        }
        let shown = header.text.prefix(60).map { $0.isNewline ? " " : String($0) }.joined()
        return .malformed("expected a `Content-Length` header, found `\(shown)`")
    }

    /// The bytes of a message with its header.
    package static func framed(_ content: String) -> String {
        "Content-Length: \(content.utf8.count)\r\n\r\n\(content)"
    }
}
