// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Functions of regular expressions; steps are taken off before a text is gone over, or as far as it was.
extension CELRun {
    /// The result of a function whose pattern is a value as well.
    mutating func search(_ function: CELFunction, _ arguments: [CELValue]) throws(CELFailure) -> CELValue {
        guard arguments.count > 1, case .string(let text) = arguments[1] else {
            throw .left("`\(function.rawValue)`")
        }
        // Reading a pattern takes long when it repeats much.
        try charge(text.utf8.count + 1_000)
        guard let pattern = GoPattern(text) else { throw .left("a pattern") }
        try charge(pattern.steps.count)
        var rest = arguments
        rest.remove(at: 1)
        return try search(function, pattern, rest)
    }

    /// The result of a function for a pattern, with its other arguments.
    mutating func search(
        _ function: CELFunction,
        _ pattern: GoPattern,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        guard case .string(let text)? = arguments.first else { throw .left("`\(function.rawValue)`") }
        switch function {
        case .matches:
            try charge(pattern.cost(of: text))
            return .bool(pattern.matches(text))
        case .find: return .string(try found(pattern, in: text, most: 1).first ?? "")
        case .findAll:
            var most = Int64(-1)
            if arguments.count > 1 {
                guard case .int(let number) = arguments[1] else { throw .left("`findAll`") }
                most = number
            }
            let texts = try found(pattern, in: text, most: most < 0 ? .max : Int(clamping: most))
            return .list(.values(texts.map { .string($0) }))
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// The texts that a pattern matches one behind the other; an empty one not right behind another.
    private mutating func found(
        _ pattern: GoPattern,
        in text: String,
        most: Int
    ) throws(CELFailure) -> [String] {
        try charge(text.utf8.count / 8)
        let scalars = Array(text.unicodeScalars)
        var texts: [String] = []
        var position = 0
        var end = -1
        while texts.count < most, position <= scalars.count {
            let unit = pattern.costOfCharacter
            // Room for the steps of the pattern is made anew each time.
            try charge(1 + pattern.steps.count / 8)
            let search = pattern.search(in: scalars, from: position, most: steps / unit)
            try charge(search.count * unit)
            guard let range = search.range else { break }
            if !range.isEmpty || range.lowerBound != end {
                try charge(range.count / 8)
                texts.append(String(String.UnicodeScalarView(scalars[range])))
            }
            position = range.upperBound == position ? position + 1 : range.upperBound
            end = range.upperBound
        }
        return texts
    }
}
