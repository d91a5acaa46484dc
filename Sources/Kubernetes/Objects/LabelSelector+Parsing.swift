// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension LabelSelector {
    /// Reads the text form, such as `a=b,c in (x,y),!d`; an empty text selects everything.
    package init(parsing text: String) throws(SyntaxError) {
        var parser = SelectorParser(text)
        requirements = []
        while !parser.isAtEnd {
            requirements.append(try parser.requirement())
            guard parser.isAtEnd || parser.takeSymbol(",") else {
                throw SyntaxError(message: "found '\(parser.nextText)', expected: ',' or 'end of string'")
            }
            if parser.isAtEnd, text.last == "," {
                throw SyntaxError(message: "found '', expected: identifier after ','")
            }
        }
    }
}

/// Splits a selector into words and symbols and reads conditions off its front.
private struct SelectorParser {
    private var tokens: ArraySlice<String>

    private static let symbols: Set<Character> = ["=", "!", ",", "(", ")", "<", ">"]
    private static let doubled = ["==", "!="]

    init(_ text: String) {
        var tokens: [String] = []
        var word = ""
        for character in text {
            if character.isWhitespace || Self.symbols.contains(character) {
                if !word.isEmpty { tokens.append(word) }
                word = ""
                guard !character.isWhitespace else { continue }
                if let last = tokens.last, Self.doubled.contains(last + String(character)) {
                    tokens[tokens.count - 1] = last + String(character)
                } else {
                    tokens.append(String(character))
                }
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { tokens.append(word) }
        self.tokens = tokens[...]
    }

    var isAtEnd: Bool { tokens.isEmpty }
    var nextText: String { tokens.first ?? "" }

    mutating func takeSymbol(_ symbol: String) -> Bool {
        guard tokens.first == symbol else { return false }
        tokens = tokens.dropFirst()
        return true
    }

    mutating func requirement() throws(LabelSelector.SyntaxError) -> LabelSelector.Requirement {
        if takeSymbol("!") { return .isAbsent(key: try key()) }
        let key = try key()
        guard let next = tokens.first, next != "," else { return .exists(key: key) }
        tokens = tokens.dropFirst()
        switch next {
        case "=", "==": return .isOneOf(key: key, values: [try value()])
        case "!=": return .isNoneOf(key: key, values: [try value()])
        case "in": return .isOneOf(key: key, values: try values())
        case "notin": return .isNoneOf(key: key, values: try values())
        case ">": return .isGreater(key: key, than: try bound())
        case "<": return .isLess(key: key, than: try bound())
        default:
            throw LabelSelector.SyntaxError(
                message: "found '\(next)', expected: in, notin, =, ==, !=, gt, lt"
            )
        }
    }

    private mutating func key() throws(LabelSelector.SyntaxError) -> String {
        guard let word = tokens.first, LabelSyntax.isKey(word) else {
            throw LabelSelector.SyntaxError(message: "found '\(nextText)', expected: identifier")
        }
        tokens = tokens.dropFirst()
        return word
    }

    private mutating func value() throws(LabelSelector.SyntaxError) -> String {
        // Nothing between the operator and the next comma is the empty value.
        guard let word = tokens.first, word != ",", word != ")" else { return "" }
        guard LabelSyntax.isValue(word) else {
            throw LabelSelector.SyntaxError(message: "\"\(word)\" is not a valid label value")
        }
        tokens = tokens.dropFirst()
        return word
    }

    private mutating func bound() throws(LabelSelector.SyntaxError) -> Int64 {
        let text = try value()
        guard let number = Int64(text) else {
            throw LabelSelector.SyntaxError(message: "\"\(text)\" is not an integer")
        }
        return number
    }

    private mutating func values() throws(LabelSelector.SyntaxError) -> [String] {
        guard takeSymbol("(") else {
            throw LabelSelector.SyntaxError(message: "found '\(nextText)', expected: '('")
        }
        var values = [try value()]
        while takeSymbol(",") { values.append(try value()) }
        guard takeSymbol(")") else {
            throw LabelSelector.SyntaxError(message: "found '\(nextText)', expected: ',' or ')'")
        }
        return values
    }
}
