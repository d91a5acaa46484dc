// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A part of a pattern.
indirect enum GoPatternNode {
    case set(ScalarSet)
    case assertion(GoPattern.Assertion)
    case sequence([GoPatternNode])
    /// One of some parts, of which there may be as many as the pattern is long: a list, so that nothing nests as deep.
    case choice([GoPatternNode])
    /// At least and at most so often; without an end for `nil`. A greedy one takes as much as it can.
    case repetition(GoPatternNode, minimum: Int, maximum: Int?, isGreedy: Bool)
}

/// Reads patterns in the syntax of RE2 (github.com/google/re2/wiki/Syntax).
struct GoPatternParser {
    /// What `(?imsU)` switches on.
    private struct Flags {
        var ignoresCase = false
        var isByLine = false
        var dotTakesLineFeed = false
        var isUngreedy = false
    }

    /// How often a part may be repeated, and how deeply groups may be nested, as in Go.
    private static let repetitionLimit = 1_000
    private static let depthLimit = 200

    let scalars: [Unicode.Scalar]
    var position = 0
    private var flags = Flags()
    private var depth = 0

    init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    /// The whole pattern; `nil` when it cannot be read.
    mutating func parse() -> GoPatternNode? {
        guard let node = choice(), position == scalars.count else { return nil }
        return node
    }

    /// The next character.
    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    /// Goes past a character when it is the next one.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func choice() -> GoPatternNode? {
        var parts: [GoPatternNode] = []
        repeat {
            guard let part = sequence() else { return nil }
            parts.append(part)
        } while take("|")
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() -> GoPatternNode? {
        var parts: [GoPatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            guard let atom = atom(), let part = repeated(atom) else { return nil }
            parts.append(part)
        }
        return .sequence(parts)
    }

    private mutating func repeated(_ atom: GoPatternNode) -> GoPatternNode? {
        guard let (minimum, maximum) = count() else { return atom }
        // `*?` is the other way than `*`, and `(?U)` exchanges the two.
        let isGreedy = take("?") == flags.isUngreedy
        // Go refuses `a**`.
        if count() != nil { return nil }
        guard max(minimum, maximum ?? 0) <= Self.repetitionLimit, maximum.map({ $0 >= minimum }) ?? true
        else {
            return nil
        }
        return .repetition(atom, minimum: minimum, maximum: maximum, isGreedy: isGreedy)
    }

    /// `*`, `+`, `?`, `{2}`, `{2,}` or `{2,3}`; a brace with anything else in it is a text.
    private mutating func count() -> (minimum: Int, maximum: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        guard take("{"), let minimum = number() else {
            position = start
            return nil
        }
        if take("}") { return (minimum, minimum) }
        guard take(",") else {
            position = start
            return nil
        }
        if take("}") { return (minimum, nil) }
        guard let maximum = number(), take("}") else {
            position = start
            return nil
        }
        return (minimum, maximum)
    }

    /// A number without zeros in front; one beyond all others stands for what cannot be held, which Go refuses.
    private mutating func number() -> Int? {
        var digits = ""
        while let scalar = next, ("0"..."9").contains(scalar) {
            digits.unicodeScalars.append(scalar)
            position += 1
        }
        if digits.isEmpty || digits.hasPrefix("0") && digits != "0" { return nil }
        return Int(digits) ?? .max
    }

    private mutating func atom() -> GoPatternNode? {
        guard let scalar = next else { return nil }
        position += 1
        switch scalar {
        case "(": return group()
        case "[": return characterClass()
        case ".": return .set(flags.dotTakesLineFeed ? .everything : .line)
        case "^": return .assertion(flags.isByLine ? .lineStart : .textStart)
        case "$": return .assertion(flags.isByLine ? .lineEnd : .textEnd)
        case "*", "+", "?": return nil
        case "\\":
            if let assertion = assertion() { return .assertion(assertion) }
            return escape().map(set)
        default: return set(ScalarSet(scalar...scalar))
        }
    }

    /// A part that takes one character.
    func set(_ set: ScalarSet) -> GoPatternNode {
        var set = set
        set.ignoresCase = flags.ignoresCase
        return .set(set)
    }

    private mutating func assertion() -> GoPattern.Assertion? {
        let assertions: [Unicode.Scalar: GoPattern.Assertion] = [
            "A": .textStart, "z": .textEnd, "b": .wordBoundary, "B": .noWordBoundary,
        ]
        guard let scalar = next, let assertion = assertions[scalar] else { return nil }
        position += 1
        return assertion
    }

    private mutating func group() -> GoPatternNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { return nil }
        let outer = flags
        if take("?") {
            if take("P") || next == "<" {
                guard take("<") else { return nil }
                while let scalar = next, scalar != ">" {
                    guard ScalarSet.word.contains(scalar) else { return nil }
                    position += 1
                }
                guard take(">") else { return nil }
            } else {
                guard readFlags() else { return nil }
                // `(?i)` holds until the end of the group around it.
                if take(")") { return .sequence([]) }
                guard take(":") else { return nil }
            }
        }
        guard let node = choice(), take(")") else { return nil }
        flags = outer
        return node
    }

    private mutating func readFlags() -> Bool {
        var value = true
        while let scalar = next, scalar != ":", scalar != ")" {
            position += 1
            switch scalar {
            case "-":
                guard value else { return false }
                value = false
            case "i": flags.ignoresCase = value
            case "m": flags.isByLine = value
            case "s": flags.dotTakesLineFeed = value
            case "U": flags.isUngreedy = value
            default: return false
            }
        }
        return true
    }
}
