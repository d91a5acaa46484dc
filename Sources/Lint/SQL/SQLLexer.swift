// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What differs between the SQL of databases for somebody who reads it.
struct SQLDialect: Sendable, Hashable {
    /// Whether `\\'` inside a string is a quote.
    var hasBackslashEscapes = false
    /// Whether `#` begins a comment.
    var hasHashComments = false

    /// The dialect of a store's engine.
    init(engine: String) {
        let isMySQL = ["mysql", "mariadb"].contains(engine.lowercased())
        hasBackslashEscapes = isMySQL
        hasHashComments = isMySQL
    }
}

/// A word of SQL.
struct SQLToken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// A keyword or a plain name.
        case word
        /// A name in quotes, which is no keyword.
        case quoted
        case string
        case number
        case symbol
        /// The end of a statement.
        case terminator
    }

    var kind: Kind
    /// Names without their quotes.
    var text: String
    var range: Range<Int>

    /// The word in capitals; empty for everything else.
    var keyword: String { kind == .word ? text.uppercased() : "" }
    /// Whether it can name a table or a column.
    var isName: Bool { kind == .word || kind == .quoted }
}

/// Text that does not end where it should.
struct SQLSyntaxError: Error {
    let finding: Finding
}

/// Parts SQL into words: quotes of Postgres, MySQL and SQL Server, comments, dollar quotes, other delimiters.
struct SQLLexer {
    private let file: SourceFile
    private let bytes: [UInt8]
    private let dialect: SQLDialect
    private var index = 0
    private var delimiter: [UInt8] = [UInt8(ascii: ";")]
    /// The comments with their places, which may carry marks of migration tools.
    private(set) var comments: [SourceSpan] = []

    /// Reads a file, or a part of it.
    init(_ file: SourceFile, _ dialect: SQLDialect, in part: Range<Int>? = nil) {
        self.file = file
        self.dialect = dialect
        bytes = part.map { Array(file.bytes[..<$0.upperBound]) } ?? file.bytes
        index = part?.lowerBound ?? 0
        if index == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// The next word; `nil` at the end.
    mutating func next() throws(SQLSyntaxError) -> SQLToken? {
        while let found = try word() {
            guard found.keyword == "DELIMITER", isLineStart(found.range.lowerBound) else { return found }
            readDelimiter()
        }
        return nil
    }

    /// Skips the rows behind `COPY … FROM stdin;`, up to `\\.` on a line of its own; without such a line there are none.
    mutating func skipRows() {
        for line in file.lineStarts.indices where file.lineStarts[line] > index {
            if file.line(line).elementsEqual("\\.".utf8) {
                index = file.line(line).endIndex
                return
            }
        }
    }

    /// The text between the marks of a dollar quote; `nil` for other words.
    func body(of token: SQLToken) -> Range<Int>? {
        guard token.kind == .string, bytes[token.range.lowerBound] == UInt8(ascii: "$") else { return nil }
        let start = token.range.lowerBound + 1
        guard let mark = bytes[start..<token.range.upperBound].firstIndex(of: UInt8(ascii: "$")) else {
            return nil
        }
        return mark + 1..<token.range.upperBound - (mark + 1 - token.range.lowerBound)
    }

    private mutating func word() throws(SQLSyntaxError) -> SQLToken? {
        while try skipBlank() {}
        guard index < bytes.count else { return nil }
        let start = index
        if bytes[start...].starts(with: delimiter) {
            index += delimiter.count
            return token(.terminator, start)
        }
        let byte = bytes[start]
        switch byte {
        case UInt8(ascii: "'"): return try quoted(.string, until: byte)
        case UInt8(ascii: "\""), UInt8(ascii: "`"): return try quoted(.quoted, until: byte)
        case UInt8(ascii: "[") where isBracketName(start):
            return try quoted(.quoted, until: UInt8(ascii: "]"))
        case UInt8(ascii: "$"): if let text = try dollarQuoted() { return text }
        default: break
        }
        if Self.isLetter(byte) {
            while index < bytes.count,
                Self.isLetter(bytes[index]) || Self.isDigit(bytes[index]) || bytes[index] == UInt8(ascii: "$")
            {
                index += 1
            }
            if index < bytes.count, bytes[index] == UInt8(ascii: "'"), index - start == 1 {
                // E'it\'s': the letter says how the string is read.
                let escapes = byte | 0x20 == UInt8(ascii: "e")
                return try quoted(
                    .string,
                    until: UInt8(ascii: "'"),
                    escapes: escapes || dialect.hasBackslashEscapes
                )
            }
            return token(.word, start)
        }
        if Self.isDigit(byte) {
            while index < bytes.count, Self.isDigit(bytes[index]) || bytes[index] == UInt8(ascii: ".") {
                index += 1
            }
            return token(.number, start)
        }
        index += 1
        return token(.symbol, start)
    }

    /// `DELIMITER //` of the MySQL client: statements end otherwise from here on.
    private mutating func readDelimiter() {
        while index < bytes.count, bytes[index] == 0x20 { index += 1 }
        let start = index
        while index < bytes.count, bytes[index] > 0x20 { index += 1 }
        if index > start { delimiter = Array(bytes[start..<index]) }
    }

    private mutating func quoted(
        _ kind: SQLToken.Kind,
        until quote: UInt8,
        escapes: Bool? = nil
    ) throws(SQLSyntaxError) -> SQLToken {
        let start = index
        let hasEscapes = kind == .string && (escapes ?? dialect.hasBackslashEscapes)
        index += 1
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            if hasEscapes, byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                content.append(bytes[index + 1])
                index += 2
            } else if byte == quote {
                index += 1
                // A doubled quote stands for itself.
                guard index < bytes.count, bytes[index] == quote else {
                    return SQLToken(
                        kind: kind,
                        text: String(decoding: content, as: UTF8.self),
                        range: start..<index
                    )
                }
                content.append(quote)
                index += 1
            } else {
                content.append(byte)
                index += 1
            }
        }
        throw unended(kind == .string ? "a string" : "a name in quotes", start)
    }

    /// `$tag$ … $tag$` of Postgres.
    private mutating func dollarQuoted() throws(SQLSyntaxError) -> SQLToken? {
        let start = index
        var end = index + 1
        while end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return nil }
        let tag = Array(bytes[start...end])
        var position = end + 1
        while position + tag.count <= bytes.count {
            if bytes[position] == tag[0], bytes[position..<position + tag.count].elementsEqual(tag) {
                index = position + tag.count
                return SQLToken(kind: .string, text: "", range: start..<index)
            }
            position += 1
        }
        throw unended("a text in `\(String(decoding: tag, as: UTF8.self))`", start)
    }

    /// Skips one run of blanks or one comment; whether there was any.
    private mutating func skipBlank() throws(SQLSyntaxError) -> Bool {
        guard index < bytes.count else { return false }
        let byte = bytes[index]
        if byte <= 0x20 {
            index += 1
            return true
        }
        let following = index + 1 < bytes.count ? bytes[index + 1] : 0
        let isLine =
            byte == UInt8(ascii: "-") && following == byte
            || byte == UInt8(ascii: "#") && dialect.hasHashComments
        if isLine {
            let start = index
            while index < bytes.count, !Self.isLineEnd(bytes[index]) { index += 1 }
            comments.append(SourceSpan(file: file, range: start..<index))
            return true
        }
        guard byte == UInt8(ascii: "/"), following == UInt8(ascii: "*") else { return false }
        try skipBlockComment()
        return true
    }

    private mutating func skipBlockComment() throws(SQLSyntaxError) {
        let start = index
        var depth = 0
        repeat {
            guard index + 1 < bytes.count else { throw unended("a comment", start) }
            let pair = (bytes[index], bytes[index + 1])
            if pair == (UInt8(ascii: "/"), UInt8(ascii: "*")), depth == 0 || !dialect.hasHashComments {
                depth += 1
                index += 2
            } else if pair == (UInt8(ascii: "*"), UInt8(ascii: "/")) {
                depth -= 1
                index += 2
            } else {
                index += 1
            }
        } while depth > 0
        comments.append(SourceSpan(file: file, range: start..<index))
    }

    /// Whether a bracket begins a name of SQL Server, and not the dimension of an array.
    private func isBracketName(_ start: Int) -> Bool {
        guard start > 0, start + 1 < bytes.count, Self.isLetter(bytes[start + 1]) else { return false }
        let before = bytes[start - 1]
        return before <= 0x20 || [UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ",")].contains(before)
    }

    private func isLineStart(_ start: Int) -> Bool {
        var position = start
        while position > 0, bytes[position - 1] == 0x20 || bytes[position - 1] == 0x09 { position -= 1 }
        return position == 0 || Self.isLineEnd(bytes[position - 1])
    }

    private func unended(_ what: String, _ start: Int) -> SQLSyntaxError {
        SQLSyntaxError(
            finding: Finding(
                "`\(file.path)` could not be read: \(what) does not end",
                at: SourceSpan(file: file, range: start..<min(start + 1, bytes.count)),
                "begins here"
            )
        )
    }

    private func token(_ kind: SQLToken.Kind, _ start: Int) -> SQLToken {
        SQLToken(
            kind: kind,
            text: String(decoding: bytes[start..<index], as: UTF8.self),
            range: start..<index
        )
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
            || byte >= 0x80
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
