// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELParser {
    /// A value with everything that is behind it: members, elements, calls.
    mutating func member() throws(CELUnread) -> Part {
        var part = try primary()
        while true {
            if take(".") {
                let isOptional = take("?")
                guard case .name(let name) = next, !Self.keywords.contains(name) else {
                    throw CELUnread(reason: "an expression")
                }
                advance()
                if isOptional {
                    part = try made(.optionalMember(part.expression, name), of: [part])
                } else if take("(") {
                    part = try call(name, on: part)
                } else {
                    part = try made(.member(part.expression, name), of: [part])
                }
            } else if take("[") {
                let isOptional = take("?")
                let index = try expression()
                try expect("]")
                let (list, place) = (part.expression, index.expression)
                part = try made(
                    isOptional ? .optionalElement(list, place) : .element(list, place),
                    of: [part, index]
                )
            } else {
                return part
            }
        }
    }

    private static let keywords: Set<String> = ["in", "true", "false", "null"]

    private mutating func primary() throws(CELUnread) -> Part {
        let token = next
        advance()
        switch token {
        case .integer(let number):
            guard let value = Int64(exactly: number) else { throw CELUnread(reason: "a number") }
            return try made(.literal(.int(value)), of: [])
        case .decimal(let number): return try made(.literal(.double(number)), of: [])
        case .text(let text): return try made(.literal(.string(text)), of: [])
        case .bytes(let bytes): return try made(.literal(.bytes(bytes)), of: [])
        case .name(let name): return try named(name)
        case .sign("("):
            let part = try expression()
            try expect(")")
            return part
        case .sign("["): return try list()
        case .sign("{"): return try map()
        default: throw CELUnread(reason: "an expression")
        }
    }

    private mutating func named(_ name: String) throws(CELUnread) -> Part {
        switch name {
        case "true": return try made(.literal(.bool(true)), of: [])
        case "false": return try made(.literal(.bool(false)), of: [])
        case "null": return try made(.literal(.null), of: [])
        default: break
        }
        if take("(") {
            if name == "has" { return try presence() }
            return try call(name)
        }
        if next == .sign("{") { throw CELUnread(reason: "`\(name)`") }
        if let part = try qualified(name) { return part }
        if let index = variables.lastIndex(of: name), index != Self.oldSelf || knowsOldSelf {
            return try made(.variable(index), of: [])
        }
        // The names of types are values, for comparisons with `type(x)`.
        if let type = CELType(rawValue: name) { return try made(.literal(.type(type)), of: []) }
        throw CELUnread(reason: "`\(name)`")
    }

    /// A call of a function whose name has a dot in it; such a name goes before that of a variable.
    private mutating func qualified(_ name: String) throws(CELUnread) -> Part? {
        guard next == .sign("."), case .name(let rest) = following, token(2) == .sign("("),
            CELFunction(rawValue: "\(name).\(rest)") != nil
        else { return nil }
        for _ in 0..<3 { advance() }
        return try call("\(name).\(rest)")
    }

    private mutating func list() throws(CELUnread) -> Part {
        var parts: [Part] = []
        var elements: [CELExpression.Element] = []
        while next != .sign("]") {
            let isOptional = take("?")
            let part = try expression()
            parts.append(part)
            elements.append(.init(value: part.expression, isOptional: isOptional))
            guard take(",") else { break }
        }
        try expect("]")
        return try made(.list(elements), of: parts)
    }

    private mutating func map() throws(CELUnread) -> Part {
        var parts: [Part] = []
        var entries: [CELExpression.Entry] = []
        while next != .sign("}") {
            let isOptional = take("?")
            let key = try expression()
            try expect(":")
            let value = try expression()
            parts += [key, value]
            entries.append(.init(key: key.expression, value: value.expression, isOptional: isOptional))
            guard take(",") else { break }
        }
        try expect("}")
        return try made(.map(entries), of: parts)
    }

    /// What is in the parentheses of `has`.
    private mutating func presence() throws(CELUnread) -> Part {
        let part = try expression()
        try expect(")")
        guard case .member(let value, let name) = part.expression else { throw CELUnread(reason: "`has`") }
        return Part(expression: .has(value, name), height: part.height)
    }

    private mutating func arguments() throws(CELUnread) -> [Part] {
        var parts: [Part] = []
        while next != .sign(")") {
            parts.append(try expression())
            guard take(",") else { break }
        }
        try expect(")")
        return parts
    }

    private mutating func call(_ name: String) throws(CELUnread) -> Part {
        guard let function = CELFunction(rawValue: name) else { throw CELUnread(reason: "`\(name)`") }
        let parts = try arguments()
        guard function.signature.globalCounts.contains(parts.count) else {
            throw CELUnread(reason: "`\(name)`")
        }
        return try called(function, parts)
    }

    private mutating func call(_ name: String, on value: Part) throws(CELUnread) -> Part {
        if let macro = CELMacro(rawValue: name == "existsOne" ? "exists_one" : name) {
            return try folded(macro, value)
        }
        if name == "optMap" || name == "optFlatMap" { return try mapped(value, isFlat: name == "optFlatMap") }
        if name == "or" || name == "orValue" {
            let other = try expression()
            try expect(")")
            let isValue = name == "orValue"
            return try made(
                .otherwise(value.expression, other.expression, isValue: isValue),
                of: [value, other]
            )
        }
        guard let function = CELFunction(rawValue: name) else { throw CELUnread(reason: "`\(name)`") }
        let parts = [value] + (try arguments())
        guard function.signature.memberCounts.contains(parts.count) else {
            throw CELUnread(reason: "`\(name)`")
        }
        return try called(function, parts)
    }

    private func called(_ function: CELFunction, _ parts: [Part]) throws(CELUnread) -> Part {
        var expressions = parts.map(\.expression)
        if function.signature.library == .patterns, case .literal(.string(let text)) = expressions[1] {
            guard let pattern = GoPattern(text) else { throw CELUnread(reason: "a pattern") }
            expressions.remove(at: 1)
            return try made(.search(function, pattern, expressions), of: parts)
        }
        return try made(.call(function, expressions), of: parts)
    }

    /// The variable of `optMap` and what becomes of it.
    private mutating func mapped(_ value: Part, isFlat: Bool) throws(CELUnread) -> Part {
        guard case .name(let variable) = next, following == .sign(",") else {
            throw CELUnread(reason: "`optMap`")
        }
        advance()
        advance()
        variables.append(variable)
        defer { variables.removeLast() }
        let body = try expression()
        try expect(")")
        return try made(
            .optionalMap(value.expression, body.expression, isFlat: isFlat),
            of: [value, body]
        )
    }

    /// The variables of a macro, one or two, and what they are used in.
    private mutating func folded(_ macro: CELMacro, _ range: Part) throws(CELUnread) -> Part {
        let problem = CELUnread(reason: "`\(macro.rawValue)`")
        var names: [String] = []
        while names.count < macro.variableCounts.upperBound, case .name(let name) = next,
            following == .sign(",")
        {
            names.append(name)
            advance()
            advance()
        }
        guard macro.variableCounts.contains(names.count), Set(names).count == names.count else {
            throw problem
        }
        variables += names
        defer { variables.removeLast(names.count) }
        var parts = [try expression()]
        if macro.makesValues, take(",") { parts.append(try expression()) }
        guard take(")") else { throw problem }
        let fold = CELExpression.Fold(
            macro: macro,
            range: range.expression,
            isOverPairs: names.count == 2,
            condition: parts.count == 2 ? parts[0].expression : nil,
            body: parts[parts.count - 1].expression
        )
        return try made(.fold(fold), of: [range] + parts)
    }
}
