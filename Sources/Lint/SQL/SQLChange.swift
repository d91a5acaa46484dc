// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What a statement does to the shape of the data.
struct SQLChange: Sendable {
    enum Kind: Sendable, Hashable {
        case createTable([Column])
        case dropTable(ifExists: Bool)
        case renameTable(to: String)
        case addColumn(Column)
        case dropColumn(String)
        case renameColumn(String, to: String)
        /// Another type; `isNotNull` where the whole column is declared anew.
        case changeType(Column)
        case setNotNull(String)
        /// All rows go.
        case empty
        case createView
        case dropView
        case dropSchema
    }

    /// A column as declared.
    struct Column: Sendable, Hashable {
        var name: String
        var type: SQLType
        var isNotNull: Bool
        /// Whether rows get a value by themselves.
        var hasDefault: Bool
        var range: Range<Int>
    }

    var kind: Kind
    /// The table, view or schema, without the schema in front.
    var table: String
    /// The name of what changes.
    var span: SourceSpan
}

/// A type of a column.
struct SQLType: Sendable, Hashable {
    /// As written, in small letters.
    var text: String

    private enum Family: Hashable {
        case integer(Int)
        /// The most characters.
        case characters(Int)
        /// Digits before and behind the point.
        case decimal(Int, Int)
        case float(Int)
        case other(String)
    }

    /// Whether values or readers of the old type may not get along with this one; `nil` old when it is not known.
    func disagrees(with old: SQLType?) -> Bool {
        guard let old else {
            switch family {
            case .integer(3), .characters(.max), .float(1): return false
            default: return true
            }
        }
        if text.contains("unsigned") != old.text.contains("unsigned") { return true }
        switch (old.family, family) {
        case (.integer(let before), .integer(let now)): return now < before
        case (.characters(let before), .characters(let now)): return now < before
        case (.decimal(let whole, let rest), .decimal(let newWhole, let newRest)):
            return newWhole < whole || newRest < rest
        case (.float(let before), .float(let now)): return now < before
        case (let before, let now): return before != now
        }
    }

    private var family: Family {
        let words = text.split(whereSeparator: { " (),".contains($0) }).map(String.init)
        let numbers = words.compactMap(Int.init)
        switch words.first ?? "" {
        case "tinyint", "bool", "boolean": return words[0] == "tinyint" ? .integer(0) : .other("boolean")
        case "smallint", "int2", "smallserial", "serial2", "mediumint": return .integer(1)
        case "int", "integer", "int4", "serial", "serial4": return .integer(2)
        case "bigint", "int8", "bigserial", "serial8": return .integer(3)
        case "varchar", "character", "char", "nvarchar", "nchar", "varchar2", "bpchar":
            if let most = numbers.first { return .characters(most) }
            let isSingle =
                ["char", "nchar"].contains(words[0]) || words[0] == "character" && !words.contains("varying")
            return .characters(isSingle ? 1 : .max)
        case "text", "longtext", "mediumtext", "clob", "citext": return .characters(.max)
        case "tinytext": return .characters(255)
        case "numeric", "decimal", "number", "dec":
            guard let digits = numbers.first else { return .decimal(.max, .max) }
            let rest = numbers.dropFirst().first ?? 0
            return .decimal(digits - rest, rest)
        case "real", "float4": return .float(0)
        case "double", "float8", "float": return .float(1)
        case "timestamptz": return .other("timestamp with time zone")
        case "timestamp":
            return .other(text.contains("with time zone") ? "timestamp with time zone" : "timestamp")
        default: return .other(text)
        }
    }
}
