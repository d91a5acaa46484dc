// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The words of a file, one after the other.
extension ProtoParser {
    var current: ProtoToken { peek(0) }

    /// The word so many words ahead; the end stays the end.
    func peek(_ distance: Int) -> ProtoToken { tokens[min(index + distance, tokens.count - 1)] }

    mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    mutating func take(_ symbol: String) -> Bool {
        guard current.kind == .symbol, current.text == symbol else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: String) throws(ProtoSyntaxError) {
        guard take(symbol) else { throw unexpected("`\(symbol)`") }
    }

    mutating func identifier(_ what: String) throws(ProtoSyntaxError) -> ProtoToken {
        let token = current
        guard token.kind == .identifier else { throw unexpected(what) }
        advance()
        return token
    }

    mutating func integer() throws(ProtoSyntaxError) -> Int {
        let sign = take("-") ? -1 : 1
        let text = current.text.lowercased()
        let value =
            text.hasPrefix("0x")
            ? Int(text.dropFirst(2), radix: 16)
            : text.hasPrefix("0") && text.count > 1 ? Int(text, radix: 8) : Int(text)
        guard current.kind == .number, let value else { throw unexpected("a number") }
        advance()
        return sign * value
    }

    /// What stands in brackets behind a field; only plain names with plain values are kept.
    mutating func options() throws(ProtoSyntaxError) -> [String: String] {
        var found: [String: String] = [:]
        guard take("[") else { return found }
        var depth = 1
        while depth > 0 {
            guard current.kind != .end else { throw unexpected("`]`") }
            if depth == 1, current.kind == .identifier, peek(1).text == "=" {
                found[current.text] = peek(2).text
            }
            if current.kind == .symbol {
                if ["[", "{"].contains(current.text) { depth += 1 }
                if ["]", "}"].contains(current.text) { depth -= 1 }
            }
            advance()
        }
        return found
    }

    mutating func skipOptions() throws(ProtoSyntaxError) { _ = try options() }

    /// Everything to the next semicolon outside of braces.
    mutating func skipStatement() throws(ProtoSyntaxError) {
        var depth = 0
        while !(depth == 0 && current.kind == .symbol && current.text == ";") {
            guard current.kind != .end else { throw unexpected("`;`") }
            if current.kind == .symbol {
                if current.text == "{" { depth += 1 }
                if current.text == "}" { depth -= 1 }
                guard depth >= 0 else { throw unexpected("`;`") }
            }
            advance()
        }
        advance()
    }

    /// Everything up to the brace that closes the next block.
    mutating func skipBlock() throws(ProtoSyntaxError) {
        while !(current.kind == .symbol && current.text == "{") {
            guard current.kind != .end else { throw unexpected("`{`") }
            advance()
        }
        var depth = 0
        repeat {
            guard current.kind != .end else { throw unexpected("`}`") }
            if current.kind == .symbol, current.text == "{" { depth += 1 }
            if current.kind == .symbol, current.text == "}" { depth -= 1 }
            advance()
        } while depth > 0
    }

    func unexpected(_ wanted: String) -> ProtoSyntaxError {
        let found = current.kind == .end ? "the file ends" : "`\(current.text)` stands there"
        return ProtoSyntaxError(
            "\(wanted) was expected, and \(found)",
            at: span(current),
            "expected \(wanted)"
        )
    }

    func span(_ token: ProtoToken) -> SourceSpan { SourceSpan(file: contract.file, range: token.range) }

    static func joined(_ scope: String, _ name: String) -> String {
        scope.isEmpty ? name : "\(scope).\(name)"
    }

    /// The name that a field has in JSON when none is given.
    static func jsonName(_ name: String) -> String {
        var result = ""
        var capital = false
        for character in name {
            if character == "_" {
                capital = true
            } else {
                result += capital ? character.uppercased() : String(character)
                capital = false
            }
        }
        return result
    }
}
