// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension JSONParser {
    /// Reads a string from its opening quote to behind its closing one.
    mutating func parseString() throws(Problem) -> String {
        let start = position + 1
        var end = start
        var isASCII = true
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") {
                position = end + 1
                let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
                if isASCII {
                    return text.count <= JSONStringTable.longest
                        ? strings.string(text) : String(decoding: text, as: UTF8.self)
                }
                return try decoded(text, from: start)
            }
            if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start, plain: end) }
            if byte < 0x20 { throw problem("a control character must be escaped in a string", at: end) }
            if byte >= 0x80 { isASCII = false }
            end += 1
        }
        throw problem("the string that starts here has no closing quote", at: start - 1)
    }

    private func decoded(_ text: UnsafeBufferPointer<UInt8>, from start: Int) throws(Problem) -> String {
        if let string = String(validating: text, as: UTF8.self) { return string }
        let offset = UTF8Validation.firstInvalidRange(in: text)?.lowerBound ?? 0
        throw problem("the text is not valid UTF-8", at: start + offset)
    }

    /// Goes on at the first backslash, which is at `plain`.
    private mutating func parseEscapedString(from start: Int, plain: Int) throws(Problem) -> String {
        if let invalid = UTF8Validation.firstInvalidRange(in: .init(rebasing: bytes[start..<plain])) {
            throw problem("the text is not valid UTF-8", at: start + invalid.lowerBound)
        }
        var text = Array(bytes[start..<plain])
        position = plain
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try parseEscape(into: &text)
            case ..<0x20:
                throw problem("a control character must be escaped in a string")
            case ..<0x80:
                text.append(byte)
                position += 1
            default:
                let run = position..<endOfNonASCIIRun()
                text.append(contentsOf: try decoded(.init(rebasing: bytes[run]), from: run.lowerBound).utf8)
                position = run.upperBound
            }
        }
        throw problem("the string that starts here has no closing quote", at: start - 1)
    }

    private func endOfNonASCIIRun() -> Int {
        var end = position
        while end < bytes.count, bytes[end] >= 0x80 { end += 1 }
        return end
    }

    private mutating func parseEscape(into text: inout [UInt8]) throws(Problem) {
        let start = position
        position += 1
        let letter = next
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try parseUnicodeEscape(from: start)
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw problem("unknown escape in a string", at: start)
        }
    }

    private mutating func parseUnicodeEscape(from start: Int) throws(Problem) -> Unicode.Scalar {
        let first = try parseHexDigits(from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        let hasPair =
            first < 0xDC00 && next == UInt8(ascii: "\\") && position + 1 < bytes.count
            && bytes[position + 1] == UInt8(ascii: "u")
        guard hasPair else { throw problem("half of a surrogate pair in a string", at: start) }
        position += 2
        let second = try parseHexDigits(from: start)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw problem("half of a surrogate pair in a string", at: start) }
        return scalar
    }

    private mutating func parseHexDigits(from start: Int) throws(Problem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Self.hexDigit(next) else {
                throw problem("expected four hexadecimal digits after `\\u`", at: start)
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
