// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// The result of a function of a text: of its characters as Go counts them, which are code points.
    mutating func callOnText(
        _ function: CELFunction,
        _ text: String,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        try charge(text.utf8.count / 8)
        switch (function, arguments.first) {
        case (.size, nil): return .int(Int64(text.unicodeScalars.count))
        case (.lowerAscii, nil):
            return .string(Self.mapping(text) { ("A"..."Z").contains($0) ? $0.value + 32 : $0.value })
        case (.upperAscii, nil):
            return .string(Self.mapping(text) { ("a"..."z").contains($0) ? $0.value - 32 : $0.value })
        case (.trim, nil): return .string(Self.trimmed(text))
        case (.matches, .string(let pattern)?):
            try charge(pattern.utf8.count)
            guard let pattern = GoPattern(pattern) else { throw .left("a pattern") }
            return .bool(try matches(.string(text), pattern))
        case (.startsWith, .string(let part)?): return .bool(text.utf8.starts(with: part.utf8))
        case (.endsWith, .string(let part)?):
            return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
        case (.contains, .string(let part)?): return .bool(try position(of: part, in: text) != nil)
        case (.split, .string(let separator)?): return .list(.values(try split(text, separator)))
        case (.replace, .string(let old)?):
            guard case .string(let new)? = arguments.last, !old.isEmpty else { throw .left("`replace`") }
            let parts = try split(text, old)
            try charge(parts.count * (1 + new.utf8.count / 8))
            return .string(parts.compactMap(\.text).joined(separator: new))
        case (.indexOf, .string(let part)?): return .int(Int64(try position(of: part, in: text) ?? -1))
        case (.lastIndexOf, .string(let part)?):
            return .int(Int64(try position(of: part, in: text, isLast: true) ?? -1))
        case (.substring, .int(let start)?): return .string(try Self.part(of: text, from: start, arguments))
        case (.charAt, .int(let index)?):
            let scalars = Array(text.unicodeScalars)
            guard index >= 0, index <= scalars.count else { throw .error(.noElement(index)) }
            return .string(index == scalars.count ? "" : String(Character(scalars[Int(index)])))
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// Whether a pattern matches somewhere in a text.
    mutating func matches(_ value: CELValue, _ pattern: GoPattern) throws(CELFailure) -> Bool {
        guard case .string(let text) = value else { throw .left("`matches`") }
        try charge(pattern.cost(of: text))
        return pattern.matches(text)
    }

    private static func mapping(_ text: String, _ transform: (Unicode.Scalar) -> UInt32) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(Unicode.Scalar(transform(scalar)) ?? scalar) }
        return String(result)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
        guard let end = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(String.UnicodeScalarView(scalars[...end]))
    }

    private static func part(
        of text: String,
        from start: Int64,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> String {
        let scalars = Array(text.unicodeScalars)
        var end = Int64(scalars.count)
        if arguments.count > 1 {
            guard case .int(let number) = arguments[1] else { throw .left("`substring`") }
            end = number
        }
        guard start >= 0, start <= scalars.count else { throw .error(.noElement(start)) }
        guard end >= start, end <= scalars.count else { throw .error(.noElement(end)) }
        return String(String.UnicodeScalarView(scalars[Int(start)..<Int(end)]))
    }

    /// Where a text begins in another, in code points.
    private mutating func position(
        of part: String,
        in text: String,
        isLast: Bool = false
    ) throws(CELFailure) -> Int? {
        let scalars = Array(text.unicodeScalars)
        let wanted = Array(part.unicodeScalars)
        guard wanted.count <= scalars.count else { return nil }
        try charge(scalars.count / 8 * (1 + wanted.count / 8))
        let places = 0...(scalars.count - wanted.count)
        func isHere(_ place: Int) -> Bool { scalars[place...].starts(with: wanted) }
        return isLast ? places.last(where: isHere) : places.first(where: isHere)
    }

    private mutating func split(_ text: String, _ separator: String) throws(CELFailure) -> [CELValue] {
        let scalars = Array(text.unicodeScalars)
        let wanted = Array(separator.unicodeScalars)
        try charge(scalars.count * (1 + wanted.count / 8))
        guard !wanted.isEmpty else { return scalars.map { .string(String(Character($0))) } }
        var parts: [CELValue] = []
        var start = 0
        var place = 0
        while place + wanted.count <= scalars.count {
            if scalars[place...].starts(with: wanted) {
                parts.append(.string(String(String.UnicodeScalarView(scalars[start..<place]))))
                place += wanted.count
                start = place
            } else {
                place += 1
            }
        }
        return parts + [.string(String(String.UnicodeScalarView(scalars[start...])))]
    }
}

extension CELValue {
    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
}
