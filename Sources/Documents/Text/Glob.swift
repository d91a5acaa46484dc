// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One name of a path with wildcards: `*` and `?`, and where asked for `[a-z]`, `[!a-z]` and `\` before a special character.
package struct Glob: Sendable, Hashable {
    /// What one byte of a name has to be.
    private enum Symbol: Sendable, Hashable {
        case any
        case byte(UInt8)
        case member([ClosedRange<UInt8>], isNegated: Bool)
        /// A class that does not end, which nothing can match.
        case nothing
    }

    private let symbols: [Wildcards<Symbol>]

    /// Reads a pattern; `hasClasses` is whether `[` and `\` mean something, as in gitignore(5).
    package init(_ pattern: some Sequence<UInt8>, hasClasses: Bool) {
        var symbols: [Wildcards<Symbol>] = []
        var rest = Array(pattern)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"): symbols.append(.many)
            case UInt8(ascii: "?"): symbols.append(.one(.any))
            case UInt8(ascii: "[") where hasClasses: symbols.append(.one(Self.readClass(&rest)))
            case UInt8(ascii: "\\") where hasClasses: symbols.append(.one(.byte(rest.popFirst() ?? byte)))
            default: symbols.append(.one(.byte(byte)))
            }
        }
        self.symbols = symbols
    }

    /// Whether the whole name matches the whole pattern.
    package func matches(_ name: some Collection<UInt8>) -> Bool {
        Wildcards.match(symbols, Array(name)) { symbol, byte in
            switch symbol {
            case .any: true
            case .byte(let wanted): byte == wanted
            case .member(let ranges, let isNegated): ranges.contains { $0.contains(byte) } != isNegated
            case .nothing: false
            }
        }
    }

    /// Takes a class up to its `]`; one that comes first, or first after `!`, is a member.
    private static func readClass(_ rest: inout ArraySlice<UInt8>) -> Symbol {
        let isNegated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
        let body = isNegated ? rest.dropFirst() : rest
        guard let end = body.dropFirst().firstIndex(of: UInt8(ascii: "]")) else { return .nothing }
        var members = body[..<end]
        rest = rest[(end + 1)...]
        var ranges: [ClosedRange<UInt8>] = []
        while let low = members.popFirst() {
            if members.count >= 2, members.first == UInt8(ascii: "-") {
                members.removeFirst()
                // A range that runs backwards holds nothing.
                if let high = members.popFirst(), low <= high { ranges.append(low...high) }
            } else {
                ranges.append(low...low)
            }
        }
        return .member(ranges, isNegated: isNegated)
    }
}

/// A path with wildcards: those of ``Glob`` within one name, `**` for any number of folders.
package struct PathGlob: Sendable, Hashable {
    private let segments: [Wildcards<Glob>]

    /// Joins segments, each a pattern for one name, or `nil` for any number of them.
    package init(_ segments: [Glob?]) {
        self.segments = segments.map { $0.map { .one($0) } ?? .many }
    }

    /// Whether all names of a path match.
    package func matches(_ path: some Collection<[UInt8]>) -> Bool {
        Wildcards.match(segments, Array(path)) { glob, name in glob.matches(name) }
    }
}

/// One part of a pattern that matches elements in a row.
private enum Wildcards<Symbol: Sendable & Hashable>: Sendable, Hashable {
    case one(Symbol)
    /// Any number of elements, none included.
    case many

    /// Whether all elements match the whole pattern.
    ///
    /// Goes back to the last ``many`` on a mismatch, so that the time is at most the product of both lengths.
    static func match<Element>(
        _ pattern: [Self],
        _ elements: [Element],
        fits: (Symbol, Element) -> Bool
    ) -> Bool {
        var (at, position) = (0, 0)
        var retry: (pattern: Int, position: Int)?
        while position < elements.count {
            if at < pattern.count, case .many = pattern[at] {
                at += 1
                retry = (at, position)
            } else if at < pattern.count, case .one(let symbol) = pattern[at],
                fits(symbol, elements[position])
            {
                at += 1
                position += 1
            } else if let last = retry {
                retry = (last.pattern, last.position + 1)
                (at, position) = (last.pattern, last.position + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == .many }
    }
}
