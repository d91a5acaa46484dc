// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A place in a document, as RFC 6901 writes it: `/spec/ports/0/name`.
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// Member names and element indices, unescaped.
    package var tokens: [String]

    /// The whole document.
    package static let root = JSONPointer([])

    /// Joins names and indices.
    package init(_ tokens: [String]) {
        self.tokens = tokens
    }

    /// Joins names and indices.
    package init(_ tokens: String...) {
        self.tokens = tokens
    }

    /// Reads the text of a pointer; `nil` if it does not start with `/` or has a `~` that is not `~0` or `~1`.
    package init?(text: String) {
        guard !text.isEmpty else {
            self = .root
            return
        }
        guard text.hasPrefix("/") else { return nil }
        var tokens: [String] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = Self.token(part) else { return nil }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    /// The place of a member below this one.
    package func appending(_ name: String) -> JSONPointer { JSONPointer(tokens + [name]) }

    /// The place of an element below this one.
    package func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

    /// The pointer as text: `/` before each token, with `~` as `~0` and `/` as `~1`.
    package var description: String {
        tokens.map { "/" + Self.escaped($0) }.joined()
    }

    /// The value at this place; `nil` where there is none.
    package func resolve(in document: JSONValue) -> JSONValue? {
        var value = document
        for token in tokens {
            switch value {
            case .object(let object):
                guard let member = object[token] else { return nil }
                value = member
            case .array(let elements):
                guard let index = Self.index(token), elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }

    /// RFC 6901 §4: digits without a leading zero.
    static func index(_ token: String) -> Int? {
        guard token == "0" || token.utf8.first != UInt8(ascii: "0"),
            token.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(token)
    }

    /// One token with `~` and `/` escaped.
    package static func escaped(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return token
        }
        var result = ""
        for scalar in token.unicodeScalars {
            switch scalar {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// One token as it was before it was escaped; a `~` that escapes nothing is taken as it stands.
    package static func unescaped(_ part: some StringProtocol) -> String {
        guard part.utf8.contains(UInt8(ascii: "~")) else { return String(part) }
        return token(Substring(part)) ?? String(part)
    }

    private static func token(_ part: Substring) -> String? {
        var result = ""
        var scalars = part.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "~" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch scalars.next() {
            case "0": result += "~"
            case "1": result += "/"
            default: return nil
            }
        }
        return result
    }
}
