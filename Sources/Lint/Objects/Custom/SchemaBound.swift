// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// A least or greatest number or count of a schema, and where it is written.
struct SchemaBound: Sendable {
    /// What is measured.
    enum Measure: Sendable {
        case number
        /// Code points, as the server counts them.
        case characters
        case items
        case members

        /// A count with its unit.
        func text(_ count: Double) -> String {
            let number = Int64(exactly: count).map(String.init) ?? String(count)
            return switch self {
            case .number: number
            case .characters: "\(number) character\(count == 1 ? "" : "s")"
            case .items: "\(number) element\(count == 1 ? "" : "s")"
            case .members: "\(number) field\(count == 1 ? "" : "s")"
            }
        }
    }

    let measure: Measure
    let limit: Double
    let isUpper: Bool
    /// Whether the limit itself is too much, or too little.
    let isExclusive: Bool
    /// The text of the limit.
    let span: SourceSpan

    /// The bounds of a schema in the form of OpenAPI 3.0, where exclusive bounds are booleans beside them.
    static func bounds(of schema: YAMLNode) -> [SchemaBound] {
        let words: [(name: String, measure: Measure, isUpper: Bool)] = [
            ("minimum", .number, false), ("maximum", .number, true),
            ("minLength", .characters, false), ("maxLength", .characters, true),
            ("minItems", .items, false), ("maxItems", .items, true),
            ("minProperties", .members, false), ("maxProperties", .members, true),
        ]
        guard schema.mapping != nil else { return [] }
        return words.compactMap { word in
            guard let written = schema.at(word.name), let limit = written.text.flatMap({ Double($0) }),
                !limit.isNaN
            else { return nil }
            let exclusive = word.isUpper ? "exclusiveMaximum" : "exclusiveMinimum"
            return SchemaBound(
                measure: word.measure,
                limit: limit,
                isUpper: word.isUpper,
                isExclusive: word.measure == .number && schema[exclusive]?.flag == true,
                span: written.span
            )
        }
    }

    /// Whether a number or a count is within the bound.
    func allows(_ count: Double) -> Bool {
        if isExclusive, count == limit { return false }
        return isUpper ? count <= limit : count >= limit
    }

    /// The bound as the end of a sentence.
    var condition: String {
        guard measure == .number else { return "has \(amount)" }
        return "is \(amount)"
    }

    /// What to write instead.
    var cure: String { "write \(amount)" }

    private var amount: String {
        let text = measure.text(limit)
        if isExclusive { return isUpper ? "less than \(text)" : "more than \(text)" }
        return isUpper ? "at most \(text)" : "at least \(text)"
    }
}
