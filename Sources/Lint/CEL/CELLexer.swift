// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A word or sign of an expression.
enum CELToken: Sendable, Equatable {
    case name(String)
    /// A whole number without its sign.
    case integer(UInt64)
    case decimal(Double)
    case text(String)
    case bytes([UInt8])
    case sign(String)
    case end
}

/// Takes an expression apart (github.com/google/cel-spec, langdef.md).
struct CELLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// All tokens, `end` behind them.
    static func tokens(of text: String) throws(CELUnread) -> [CELToken] {
        var lexer = CELLexer(text)
        var tokens: [CELToken] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last != .end
        return tokens
    }

    private var current: Unicode.Scalar? { at(0) }

    private func at(_ distance: Int) -> Unicode.Scalar? {
        position + distance < scalars.count ? scalars[position + distance] : nil
    }

    private mutating func next() throws(CELUnread) -> CELToken {
        skipSpace()
        guard let scalar = current else { return .end }
        if scalar.isDigit || (scalar == "." && at(1)?.isDigit == true) { return try number() }
        if let text = try text() { return text }
        if scalar.isLetter {
            var name = ""
            while let scalar = current, scalar.isLetter || scalar.isDigit {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            return .name(name)
        }
        return try sign(scalar)
    }

    private mutating func skipSpace() {
        while let scalar = current {
            if scalar == "/", at(1) == "/" {
                while current.map({ $0 != "\n" }) ?? false { position += 1 }
            } else if " \t\n\r\u{C}".unicodeScalars.contains(scalar) {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func sign(_ scalar: Unicode.Scalar) throws(CELUnread) -> CELToken {
        if let following = at(1) {
            let pair = String(Character(scalar)) + String(Character(following))
            if ["==", "!=", "<=", ">=", "&&", "||"].contains(pair) {
                position += 2
                return .sign(pair)
            }
        }
        guard "<>!+-*/%?:.,()[]{}".unicodeScalars.contains(scalar) else {
            throw CELUnread(reason: "`\(Character(scalar))`")
        }
        position += 1
        return .sign(String(Character(scalar)))
    }

    private mutating func number() throws(CELUnread) -> CELToken {
        if current == "0", at(1) == "x" {
            position += 2
            let digits = take { $0.isHexadecimal }
            guard current != "u", current != "U", let value = UInt64(digits, radix: 16) else {
                throw CELUnread(reason: "a number")
            }
            return .integer(value)
        }
        var text = take(\.isDigit)
        var isDecimal = false
        if current == ".", at(1)?.isDigit == true {
            position += 1
            text += "." + take(\.isDigit)
            isDecimal = true
        }
        if current == "e" || current == "E" {
            let hasSign = at(1) == "+" || at(1) == "-"
            if at(hasSign ? 2 : 1)?.isDigit == true {
                text += "e" + (at(1) == "-" ? "-" : "")
                position += hasSign ? 2 : 1
                text += take(\.isDigit)
                isDecimal = true
            }
        }
        if current == "u" || current == "U" { throw CELUnread(reason: "a number without a sign") }
        if isDecimal, let value = Double(text.hasPrefix(".") ? "0" + text : text) { return .decimal(value) }
        guard !isDecimal, let value = UInt64(text) else { throw CELUnread(reason: "a number") }
        return .integer(value)
    }

    private mutating func take(_ isTaken: (Unicode.Scalar) -> Bool) -> String {
        var text = ""
        while let scalar = current, isTaken(scalar) {
            text.unicodeScalars.append(scalar)
            position += 1
        }
        return text
    }

    /// A text, or bytes: `"…"`, `r"…"`, `b"…"`, `br"…"`, and the same with `'`; `nil` where none begins.
    private mutating func text() throws(CELUnread) -> CELToken? {
        let isBytes = current == "b" || current == "B"
        let mark = at(isBytes ? 1 : 0)
        let isRaw = mark == "r" || mark == "R"
        let length = (isBytes ? 1 : 0) + (isRaw ? 1 : 0)
        guard let quote = at(length), quote == "\"" || quote == "'" else { return nil }
        position += length
        let bytes = try quoted(by: quote, isRaw: isRaw, isBytes: isBytes)
        return isBytes ? .bytes(bytes) : .text(String(decoding: bytes, as: UTF8.self))
    }

    private mutating func quoted(
        by quote: Unicode.Scalar,
        isRaw: Bool,
        isBytes: Bool
    ) throws(CELUnread) -> [UInt8] {
        let isLong = at(1) == quote && at(2) == quote
        position += isLong ? 3 : 1
        var bytes: [UInt8] = []
        while let scalar = current {
            if scalar == quote, !isLong || (at(1) == quote && at(2) == quote) {
                position += isLong ? 3 : 1
                return bytes
            }
            if !isLong, scalar == "\n" || scalar == "\r" { break }
            position += 1
            switch scalar {
            case "\\" where !isRaw: bytes += try escape(isBytes: isBytes)
            // However a line ends, the text has a line feed there.
            case "\r": if current != "\n" { bytes += "\n".utf8 }
            default: bytes += scalar.utf8
            }
        }
        throw CELUnread(reason: "a text without an end")
    }

    /// What an escape stands for: a character, or a single byte among bytes.
    private mutating func escape(isBytes: Bool) throws(CELUnread) -> [UInt8] {
        let plain: [Unicode.Scalar: Unicode.Scalar] = [
            "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{B}",
            "\\": "\\", "?": "?", "\"": "\"", "'": "'", "`": "`",
        ]
        guard let scalar = current else { throw CELUnread(reason: "a text without an end") }
        position += 1
        if let plain = plain[scalar] { return Array(plain.utf8) }
        let code: Unicode.Scalar
        switch scalar {
        case "x", "X": code = try self.code(digits: 2, radix: 16)
        case "u" where !isBytes: code = try self.code(digits: 4, radix: 16)
        case "U" where !isBytes: code = try self.code(digits: 8, radix: 16)
        case "0", "1", "2", "3":
            position -= 1
            code = try self.code(digits: 3, radix: 8)
        default: throw CELUnread(reason: "`\\\(Character(scalar))`")
        }
        return isBytes ? [UInt8(truncatingIfNeeded: code.value)] : Array(code.utf8)
    }

    private mutating func code(digits: Int, radix: Int) throws(CELUnread) -> Unicode.Scalar {
        var text = ""
        for _ in 0..<digits {
            guard let scalar = current, scalar.isHexadecimal else { break }
            text.unicodeScalars.append(scalar)
            position += 1
        }
        guard text.count == digits, let value = UInt32(text, radix: radix), let scalar = Unicode.Scalar(value)
        else { throw CELUnread(reason: "a character that does not exist") }
        return scalar
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

    fileprivate var isHexadecimal: Bool {
        isDigit || ("a"..."f").contains(self) || ("A"..."F").contains(self)
    }

    /// Whether a name may begin with it.
    fileprivate var isLetter: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_"
    }
}
