// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Classes of characters, and what stands behind a backslash.
extension GoPatternParser {
    /// `[a-z]`, behind its bracket.
    mutating func characterClass() -> GoPatternNode? {
        let isInverted = take("^")
        var found = ScalarSet()
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            if scalar == "[", position + 1 < scalars.count, scalars[position + 1] == ":" {
                guard let named = posixClass() else { return nil }
                found = found.union(named)
                continue
            }
            guard let low = member() else { return nil }
            // Behind a class such as `\d` a hyphen is a character, too.
            guard let first = low.single, next == "-", position + 1 < scalars.count,
                scalars[position + 1] != "]"
            else {
                found = found.union(low.set)
                continue
            }
            position += 1
            guard let last = member()?.single, first <= last else { return nil }
            found = found.union(ScalarSet(first...last))
        }
        guard take("]") else { return nil }
        found.isInverted = isInverted
        return set(found)
    }

    /// `[:alpha:]` or `[:^alpha:]`.
    private mutating func posixClass() -> ScalarSet? {
        position += 2
        let isInverted = take("^")
        var name = ""
        while let scalar = next, scalar != ":" {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard take(":"), take("]"), let named = ScalarSet.posix(name) else { return nil }
        return isInverted ? named.inverted : named
    }

    /// A character of a class, or an escape; the character itself where it is one.
    private mutating func member() -> (set: ScalarSet, single: Unicode.Scalar?)? {
        guard let scalar = next else { return nil }
        position += 1
        guard scalar == "\\" else { return (ScalarSet(scalar...scalar), scalar) }
        if let single = literalEscape() { return (ScalarSet(single...single), single) }
        return escape().map { ($0, nil) }
    }

    /// What stands behind a backslash.
    mutating func escape() -> ScalarSet? {
        if let single = literalEscape() { return ScalarSet(single...single) }
        guard let scalar = next else { return nil }
        position += 1
        switch scalar {
        case "d": return .digit
        case "D": return ScalarSet.digit.inverted
        case "s": return .space
        case "S": return ScalarSet.space.inverted
        case "w": return .word
        case "W": return ScalarSet.word.inverted
        default: return nil
        }
    }

    /// A backslash before a character that means itself, or a way to write one.
    private mutating func literalEscape() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        let named: [Unicode.Scalar: Unicode.Scalar] = [
            "a": "\u{7}", "f": "\u{C}", "t": "\t", "n": "\n", "r": "\r", "v": "\u{B}",
        ]
        if let other = named[scalar] {
            position += 1
            return other
        }
        if scalar == "x" { return hexadecimal() }
        if scalar == "0" { return octal() }
        guard scalar.isASCII, !ScalarSet.word.contains(scalar) || scalar == "_" else { return nil }
        position += 1
        return scalar
    }

    /// `0`, `07` or `012`.
    private mutating func octal() -> Unicode.Scalar? {
        var digits = ""
        while let scalar = next, ("0"..."7").contains(scalar), digits.count < 3 {
            digits.unicodeScalars.append(scalar)
            position += 1
        }
        return UInt32(digits, radix: 8).flatMap(Unicode.Scalar.init)
    }

    /// `x7F` or `x{10FFFF}`.
    private mutating func hexadecimal() -> Unicode.Scalar? {
        position += 1
        let isBraced = take("{")
        var digits = ""
        while let scalar = next, scalar.properties.isASCIIHexDigit, isBraced || digits.count < 2 {
            digits.unicodeScalars.append(scalar)
            position += 1
        }
        guard isBraced ? take("}") : digits.count == 2 else { return nil }
        return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    }
}
