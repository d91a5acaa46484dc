// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The statements of a migration, without those that undo it.
struct SQLScript: Sendable {
    /// The words of a statement, at least one.
    struct Statement: Sendable {
        var tokens: [SQLToken]
        /// The words with one blank between them, to compare statements by.
        var text: String { tokens.map(\.text).joined(separator: " ") }
    }

    let file: SourceFile
    let statements: [Statement]
    /// The phase that `-- msctl:phase contract` names.
    let phase: String?

    /// Reads a whole file.
    init(_ file: SourceFile, _ dialect: SQLDialect) throws(SQLSyntaxError) {
        self.file = file
        var lexer = SQLLexer(file, dialect)
        var found: [Statement] = []
        var tokens: [SQLToken] = []
        while true {
            let token = try lexer.next()
            if let token, token.kind != .terminator || Self.isOpen(tokens) {
                tokens.append(token)
                continue
            }
            if !tokens.isEmpty { found.append(Statement(tokens: tokens)) }
            if Self.runsBody(tokens), let body = tokens.lazy.compactMap(lexer.body).first {
                // What is wrong with a body is for the database to say; the statements around it can be read.
                found += (try? Self.statements(in: body, of: file, dialect)) ?? []
            }
            if token != nil, Self.readsRows(tokens) { lexer.skipRows() }
            tokens = []
            if token == nil { break }
        }
        phase = lexer.comments.lazy.compactMap(Self.phase).first
        let undoing = Self.undoing(lexer.comments, in: file)
        statements = found.filter { statement in
            !undoing.contains { $0.contains(statement.tokens[0].range.lowerBound) }
        }
    }

    /// The statements of a `DO` block, which runs at once; what stands before each, such as `IF … THEN`, is left out.
    ///
    /// What `EXECUTE` puts together is not known before it runs.
    private static func statements(in body: Range<Int>, of file: SourceFile, _ dialect: SQLDialect)
        throws(SQLSyntaxError) -> [Statement]
    {
        var lexer = SQLLexer(file, dialect, in: body)
        var found: [Statement] = []
        var tokens: [SQLToken] = []
        while true {
            let token = try lexer.next()
            if let token, token.kind != .terminator,
                !["BEGIN", "THEN", "ELSE", "LOOP"].contains(token.keyword)
            {
                tokens.append(token)
                continue
            }
            if !tokens.isEmpty { found.append(Statement(tokens: tokens)) }
            tokens = []
            if token == nil { return found }
        }
    }

    /// Whether a statement is a `DO` block of SQL; others are written in Python or Perl, whose quotes are no strings of SQL.
    private static func runsBody(_ tokens: [SQLToken]) -> Bool {
        guard tokens.first?.keyword == "DO" else { return false }
        guard let mark = tokens.firstIndex(where: { $0.keyword == "LANGUAGE" }), mark + 1 < tokens.endIndex
        else { return true }
        return tokens[mark + 1].text.lowercased() == "plpgsql"
    }

    /// Whether a statement is followed by rows instead of statements.
    private static func readsRows(_ tokens: [SQLToken]) -> Bool {
        let words = tokens.map(\.keyword)
        return words.first == "COPY" && zip(words, words.dropFirst()).contains { $0 == ("FROM", "STDIN") }
    }

    /// Whether a migration only takes another one back, by the conventions of migration tools.
    static func undoes(_ path: String) -> Bool {
        let parts = path.lowercased().split(separator: "/")
        guard let name = parts.last else { return false }
        if parts.dropLast().contains(where: { ["down", "undo", "rollback"].contains($0) }) { return true }
        if ["down.sql", "undo.sql", "rollback.sql"].contains(where: {
            name == $0 || name.hasSuffix("." + $0) || name.hasSuffix("_" + $0) || name.hasSuffix("-" + $0)
        }) {
            return true
        }
        // Flyway: U2__text.sql
        return name.first == "u" && name.dropFirst().first?.isNumber == true && name.contains("__")
    }

    /// Whether the statement has a body with statements of its own that has not ended.
    private static func isOpen(_ tokens: [SQLToken]) -> Bool {
        guard tokens.first?.keyword == "CREATE",
            tokens.prefix(6).contains(where: {
                ["FUNCTION", "PROCEDURE", "TRIGGER", "EVENT"].contains($0.keyword)
            })
        else { return false }
        let begins = tokens.count { ["BEGIN", "CASE"].contains($0.keyword) }
        let ends = tokens.indices.count { index in
            guard tokens[index].keyword == "END" else { return false }
            let next = index + 1 < tokens.endIndex ? tokens[index + 1].keyword : ""
            return !["IF", "LOOP", "WHILE", "REPEAT"].contains(next)
        }
        return begins > ends
    }

    private static func phase(_ comment: SourceSpan) -> String? {
        guard let mark = comment.text.firstRange(of: "msctl:phase") else { return nil }
        let words = comment.text[mark.upperBound...].split(whereSeparator: {
            $0.isWhitespace || $0 == "*"
        })
        return words.first.map(String.init)
    }

    /// The parts of a file behind marks such as `-- +goose Down`.
    private static func undoing(_ comments: [SourceSpan], in file: SourceFile) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start: Int?
        for comment in comments {
            let text = comment.text.lowercased()
            let isTool = ["+goose", "+migrate", "migrate:", "+micrate"].contains(where: text.contains)
            if isTool && text.contains("down") || text.contains("//@undo") {
                start = start ?? comment.range.upperBound
            } else if isTool, text.contains("up"), let begun = start {
                found.append(begun..<comment.range.lowerBound)
                start = nil
            }
        }
        if let start { found.append(start..<max(start, file.bytes.count)) }
        return found
    }
}
