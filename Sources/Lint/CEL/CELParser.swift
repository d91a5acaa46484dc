// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Reads expressions of the Common Expression Language: the grammar of cel-go, without messages and functions that are
/// not evaluated here.
struct CELParser {
    /// An expression, and how deep it is: evaluation goes as deep.
    struct Part {
        var expression: CELExpression
        var height: Int
    }

    /// How deep an expression may be, and how deep parentheses and calls in it.
    private static let heightLimit = 120
    private static let nestingLimit = 50

    private let tokens: [CELToken]
    private var position = 0
    private var nesting = 0
    /// The names of variables, `self` and `oldSelf` first; those of macros follow from outside to inside.
    var variables = ["self", "oldSelf"]
    /// The index of `oldSelf` among them.
    static let oldSelf = 1
    /// Whether `oldSelf` may be read.
    let knowsOldSelf: Bool

    private init(_ tokens: [CELToken], knowsOldSelf: Bool) {
        self.tokens = tokens
        self.knowsOldSelf = knowsOldSelf
    }

    /// Reads an expression about `self`, and about `oldSelf` where that is an optional value.
    ///
    /// - Throws: ``CELUnread`` for everything that is not evaluated here, so that nothing is guessed.
    static func parse(_ text: String, knowsOldSelf: Bool = false) throws(CELUnread) -> CELExpression {
        var parser = CELParser(try CELLexer.tokens(of: text), knowsOldSelf: knowsOldSelf)
        let part = try parser.expression()
        guard parser.next == .end else { throw CELUnread(reason: "an expression") }
        return part.expression
    }

    /// The next token.
    var next: CELToken { tokens[position] }

    /// The token behind the next one.
    var following: CELToken { token(1) }

    /// A token behind the next one.
    func token(_ distance: Int) -> CELToken {
        position + distance < tokens.count ? tokens[position + distance] : .end
    }

    /// Goes past a token; the last one stays.
    mutating func advance() {
        if position + 1 < tokens.count { position += 1 }
    }

    /// Goes past a sign when it is the next token.
    mutating func take(_ sign: String) -> Bool {
        guard next == .sign(sign) else { return false }
        advance()
        return true
    }

    /// Goes past a sign that has to be there.
    mutating func expect(_ sign: String) throws(CELUnread) {
        guard take(sign) else { throw CELUnread(reason: "an expression") }
    }

    /// Makes an expression of its parts.
    func made(_ expression: CELExpression, of parts: [Part]) throws(CELUnread) -> Part {
        let height = 1 + (parts.map(\.height).max() ?? 0)
        guard height <= Self.heightLimit else { throw CELUnread(reason: "a deep expression") }
        return Part(expression: expression, height: height)
    }

    /// A whole expression, as it stands alone, in parentheses or as an argument.
    mutating func expression() throws(CELUnread) -> Part {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.nestingLimit else { throw CELUnread(reason: "a deep expression") }
        let condition = try terms("||") { parser throws(CELUnread) in try parser.conjunction() }
        guard take("?") else { return condition }
        let first = try terms("||") { parser throws(CELUnread) in try parser.conjunction() }
        try expect(":")
        let second = try expression()
        return try made(
            .conditional(condition.expression, then: first.expression, otherwise: second.expression),
            of: [condition, first, second]
        )
    }

    private mutating func conjunction() throws(CELUnread) -> Part {
        try terms("&&") { parser throws(CELUnread) in try parser.relation() }
    }

    private mutating func terms(
        _ sign: String,
        _ term: (inout CELParser) throws(CELUnread) -> Part
    ) throws(CELUnread) -> Part {
        var parts = [try term(&self)]
        while take(sign) { parts.append(try term(&self)) }
        guard parts.count > 1 else { return parts[0] }
        let expressions = parts.map(\.expression)
        return try made(sign == "||" ? .any(expressions) : .all(expressions), of: parts)
    }

    private mutating func relation() throws(CELUnread) -> Part {
        var left = try sum()
        let signs: [CELOperator] = [.equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn]
        while let sign = binary(among: signs) {
            let right = try sum()
            left = try made(.binary(sign, left.expression, right.expression), of: [left, right])
        }
        return left
    }

    private mutating func sum() throws(CELUnread) -> Part {
        var left = try product()
        while let sign = binary(among: [.plus, .minus]) {
            let right = try product()
            left = try made(.binary(sign, left.expression, right.expression), of: [left, right])
        }
        return left
    }

    private mutating func product() throws(CELUnread) -> Part {
        var left = try unary()
        while let sign = binary(among: [.times, .divided, .remainder]) {
            let right = try unary()
            left = try made(.binary(sign, left.expression, right.expression), of: [left, right])
        }
        return left
    }

    /// Goes past one of some operators.
    private mutating func binary(among signs: [CELOperator]) -> CELOperator? {
        let text: String
        switch next {
        case .sign(let sign): text = sign
        case .name("in"): text = "in"
        default: return nil
        }
        guard let sign = CELOperator(rawValue: text), signs.contains(sign) else { return nil }
        advance()
        return sign
    }

    private mutating func unary() throws(CELUnread) -> Part {
        var count = 0
        if next == .sign("!") {
            while take("!") { count += 1 }
            var part = try member()
            for _ in 0..<count { part = try made(.not(part.expression), of: [part]) }
            return part
        }
        while next == .sign("-") {
            // The sign in front of a number belongs to it, so that the least of all numbers can be written.
            if let number = try negativeNumber() { return try negated(number, times: count) }
            advance()
            count += 1
        }
        return try negated(try member(), times: count)
    }

    private func negated(_ part: Part, times count: Int) throws(CELUnread) -> Part {
        var part = part
        for _ in 0..<count { part = try made(.negated(part.expression), of: [part]) }
        return part
    }

    private mutating func negativeNumber() throws(CELUnread) -> Part? {
        let value: CELValue
        switch following {
        case .integer(let number) where number <= 1 << 63:
            value = .int(number == 1 << 63 ? .min : -Int64(number))
        case .decimal(let number): value = .double(-number)
        default: return nil
        }
        advance()
        advance()
        return try made(.literal(value), of: [])
    }
}
