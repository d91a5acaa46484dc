// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// The result of a function of a text: of its characters as Go counts them, which are code points.
    mutating func callOnText(
        _ function: CELFunction,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        guard let first = arguments.first else { throw .left("`\(function.rawValue)`") }
        guard case .string(let text) = first else {
            guard case .list(let list) = first, arguments.count == 2,
                [.indexOf, .lastIndexOf].contains(function)
            else {
                throw .left("`\(function.rawValue)`")
            }
            return try position(of: arguments[1], in: list, isLast: function == .lastIndexOf)
        }
        try charge(text.utf8.count / 8)
        let rest = Array(arguments.dropFirst())
        switch (function, rest.first) {
        case (.lowerAscii, nil):
            return .string(Self.mapping(text) { ("A"..."Z").contains($0) ? $0.value + 32 : $0.value })
        case (.upperAscii, nil):
            return .string(Self.mapping(text) { ("a"..."z").contains($0) ? $0.value - 32 : $0.value })
        case (.trim, nil): return .string(Self.trimmed(text))
        case (.startsWith, .string(let part)?): return .bool(text.utf8.starts(with: part.utf8))
        case (.endsWith, .string(let part)?):
            return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
        case (.contains, .string(let part)?): return .bool(try position(of: part, in: text) != nil)
        case (.split, .string(let separator)?):
            let most = try Self.number(rest, 1) ?? -1
            return .list(.values(try split(text, separator, most: most)))
        case (.replace, .string(let old)?): return .string(try replaced(text, old, rest))
        case (.indexOf, .string(let part)?):
            return .int(Int64(try position(of: part, in: text, from: try Self.number(rest, 1)) ?? -1))
        case (.lastIndexOf, .string(let part)?):
            let place = try position(of: part, in: text, from: try Self.number(rest, 1), isLast: true)
            return .int(Int64(place ?? -1))
        case (.substring, .int(let start)?): return .string(try Self.part(of: text, from: start, rest))
        case (.charAt, .int(let index)?):
            let scalars = Array(text.unicodeScalars)
            guard index >= 0, index <= scalars.count else { throw .error(.noElement(index)) }
            return .string(index == scalars.count ? "" : String(Character(scalars[Int(index)])))
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// A number among arguments; `nil` where there is none.
    private static func number(_ arguments: [CELValue], _ index: Int) throws(CELFailure) -> Int64? {
        guard index < arguments.count else { return nil }
        guard case .int(let number) = arguments[index] else { throw .left("a number of another type") }
        return number
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

    /// Where a text begins in another, in code points: at a place or behind it, or for the last one before it.
    private mutating func position(
        of part: String,
        in text: String,
        from start: Int64? = nil,
        isLast: Bool = false
    ) throws(CELFailure) -> Int? {
        let scalars = Array(text.unicodeScalars)
        let wanted = Array(part.unicodeScalars)
        // An empty text is found wherever it is looked for.
        if let start, wanted.isEmpty { return Int(clamping: start) }
        if let start {
            guard start >= 0 else { throw .error(.noElement(start)) }
            guard start < scalars.count else { return nil }
        }
        guard wanted.count <= scalars.count else { return nil }
        try charge(scalars.count / 8 * (1 + wanted.count / 8))
        func isHere(_ place: Int) -> Bool { scalars[place...].starts(with: wanted) }
        let end = scalars.count - wanted.count
        let start = start.map { Int($0) }
        if isLast { return (0...min(start ?? end, end)).last(where: isHere) }
        return ((start ?? 0)..<max(start ?? 0, end + 1)).first(where: isHere)
    }

    /// The parts of a text between separators, at most so many unless the number is negative.
    private mutating func split(
        _ text: String,
        _ separator: String,
        most: Int64
    ) throws(CELFailure) -> [CELValue] {
        let scalars = Array(text.unicodeScalars)
        let wanted = Array(separator.unicodeScalars)
        try charge(scalars.count * (1 + wanted.count / 8))
        guard most != 0 else { return [] }
        // Without a separator every character is a part.
        let isByCharacter = wanted.isEmpty
        let limit = most < 0 ? Int.max : Int(clamping: most)
        var parts: [CELValue] = []
        var start = 0
        var place = isByCharacter ? 1 : 0
        while place + wanted.count <= scalars.count, parts.count + 1 < limit {
            if isByCharacter ? place < scalars.count : scalars[place...].starts(with: wanted) {
                parts.append(.string(String(String.UnicodeScalarView(scalars[start..<place]))))
                start = place + wanted.count
                place = start + (isByCharacter ? 1 : 0)
            } else {
                place += 1
            }
        }
        if isByCharacter, scalars.isEmpty { return [] }
        return parts + [.string(String(String.UnicodeScalarView(scalars[start...])))]
    }

    /// A text with another in place of a part of it, at most so often unless the number is negative.
    private mutating func replaced(
        _ text: String,
        _ old: String,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> String {
        guard arguments.count > 1, case .string(let new) = arguments[1], !old.isEmpty else {
            throw .left("`replace`")
        }
        let count = try Self.number(arguments, 2) ?? -1
        // So many times make one part more.
        let most = count < 0 || count == .max ? -1 : count + 1
        let parts = try split(text, old, most: most)
        try charge(parts.count * (1 + new.utf8.count / 8))
        return parts.compactMap(\.text).joined(separator: new)
    }
}

extension CELValue {
    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
}
