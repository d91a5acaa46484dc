// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A word of an instruction or of a shell command, quotes taken off.
package struct DockerfileWord: Sendable, Hashable {
    /// The text without quotes.
    package let text: String
    /// The word as it is written, with its quotes.
    package let span: SourceSpan

    /// A word and its place.
    package init(text: String, span: SourceSpan) {
        self.text = text
        self.span = span
    }

    /// Whether a variable decides what the word is.
    package var hasVariable: Bool { text.contains("$") }

    /// Splits at blanks outside of quotes.
    static func split(_ joined: JoinedText) -> [DockerfileWord] {
        var words: [DockerfileWord] = []
        let bytes = joined.bytes
        var index = 0
        while index < bytes.count {
            if isBlank(bytes[index]) {
                index += 1
                continue
            }
            let start = index
            var text: [UInt8] = []
            var quote: UInt8?
            while index < bytes.count, quote != nil || !isBlank(bytes[index]) {
                let byte = bytes[index]
                if let open = quote {
                    if byte == open { quote = nil } else { text.append(byte) }
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                } else {
                    text.append(byte)
                }
                index += 1
            }
            words.append(
                DockerfileWord(text: String(decoding: text, as: UTF8.self), span: joined.span(start..<index))
            )
        }
        return words
    }

    /// The strings of a JSON list; `nil` for anything else, which Docker then takes for a shell command.
    static func json(_ joined: JoinedText) -> [DockerfileWord]? {
        let bytes = joined.bytes
        guard let start = bytes.firstIndex(where: { !isBlank($0) }), bytes[start] == UInt8(ascii: "["),
            let end = bytes.lastIndex(where: { !isBlank($0) }), bytes[end] == UInt8(ascii: "]"), end > start,
            case .array(let values)? = try? JSONReader.read(Array(bytes[start...end]))
        else { return nil }
        let texts = values.compactMap { value -> String? in
            if case .string(let text) = value { text } else { nil }
        }
        guard texts.count == values.count else { return nil }
        var words: [DockerfileWord] = []
        var index = start + 1
        for text in texts {
            guard let open = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            var close = open + 1
            while close < end, bytes[close] != UInt8(ascii: "\"") {
                close += bytes[close] == UInt8(ascii: "\\") ? 2 : 1
            }
            words.append(DockerfileWord(text: text, span: joined.span(open..<min(close + 1, bytes.count))))
            index = min(close + 1, bytes.count)
        }
        return words
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
