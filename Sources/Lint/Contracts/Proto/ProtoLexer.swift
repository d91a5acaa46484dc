// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What is wrong with a `.proto` file, at its place.
struct ProtoSyntaxError: Error {
    let finding: Finding

    init(_ headline: String, at span: SourceSpan, _ label: String) {
        finding = Finding(headline, at: span, label)
    }
}

/// A word of a `.proto` file.
struct ProtoToken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case identifier
        case number
        case string
        case symbol
        case end
    }

    var kind: Kind
    var text: String
    var range: Range<Int>
}

/// Parts a `.proto` file into words, without blanks and comments.
struct ProtoLexer {
    private let file: SourceFile
    private let bytes: [UInt8]
    private var index = 0

    init(_ file: SourceFile) {
        self.file = file
        bytes = file.bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// All words, the last one being the end.
    static func tokens(of file: SourceFile) throws(ProtoSyntaxError) -> [ProtoToken] {
        var lexer = ProtoLexer(file)
        var tokens: [ProtoToken] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func next() throws(ProtoSyntaxError) -> ProtoToken {
        try skipBlanks()
        guard index < bytes.count else { return ProtoToken(kind: .end, text: "", range: index..<index) }
        let start = index
        let byte = bytes[index]
        if Self.isLetter(byte) || byte == UInt8(ascii: ".") && peek(1).map(Self.isLetter) == true {
            // A name with its dots is one word.
            while index < bytes.count,
                Self.isLetter(bytes[index]) || Self.isDigit(bytes[index]) || bytes[index] == UInt8(ascii: ".")
            {
                index += 1
            }
            return token(.identifier, start)
        }
        if Self.isDigit(byte) || byte == UInt8(ascii: ".") && peek(1).map(Self.isDigit) == true {
            while index < bytes.count, isPartOfNumber(bytes[index]) { index += 1 }
            return token(.number, start)
        }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try string(byte) }
        index += 1
        guard "{}[]()<>=;,:-+/".utf8.contains(byte) else {
            throw ProtoSyntaxError(
                "`\(String(decoding: [byte], as: UTF8.self))` means nothing in a proto file",
                at: SourceSpan(file: file, range: start..<index),
                "not expected"
            )
        }
        return token(.symbol, start)
    }

    private mutating func string(_ quote: UInt8) throws(ProtoSyntaxError) -> ProtoToken {
        let start = index
        index += 1
        var content: [UInt8] = []
        while index < bytes.count, bytes[index] != quote, bytes[index] != UInt8(ascii: "\n") {
            if bytes[index] == UInt8(ascii: "\\") { index += 1 }
            if index < bytes.count { content.append(bytes[index]) }
            index += 1
        }
        guard index < bytes.count, bytes[index] == quote else {
            throw ProtoSyntaxError(
                "a string does not end",
                at: SourceSpan(file: file, range: start..<min(index, bytes.count)),
                "no closing quote on this line"
            )
        }
        index += 1
        return ProtoToken(kind: .string, text: String(decoding: content, as: UTF8.self), range: start..<index)
    }

    private mutating func skipBlanks() throws(ProtoSyntaxError) {
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                index += 1
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                let start = index
                index += 2
                while index < bytes.count,
                    !(bytes[index] == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/"))
                {
                    index += 1
                }
                guard index < bytes.count else {
                    throw ProtoSyntaxError(
                        "a comment does not end",
                        at: SourceSpan(file: file, range: start..<start + 2),
                        "no `*/` behind it"
                    )
                }
                index += 2
            } else {
                return
            }
        }
    }

    private func token(_ kind: ProtoToken.Kind, _ start: Int) -> ProtoToken {
        ProtoToken(
            kind: kind,
            text: String(decoding: bytes[start..<index], as: UTF8.self),
            range: start..<index
        )
    }

    private func peek(_ distance: Int) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    private func isPartOfNumber(_ byte: UInt8) -> Bool {
        if Self.isDigit(byte) || Self.isLetter(byte) || byte == UInt8(ascii: ".") { return true }
        // 1e-3
        guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"), index > 0 else { return false }
        return bytes[index - 1] | 0x20 == UInt8(ascii: "e")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
