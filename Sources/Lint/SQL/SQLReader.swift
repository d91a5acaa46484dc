// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Understands statements as far as they change the shape of data; others say nothing.
struct SQLReader {
    private let file: SourceFile
    private let tokens: [SQLToken]
    private var index = 0
    private var found: [SQLChange] = []

    /// What a statement changes, in order.
    static func changes(of statement: SQLScript.Statement, in file: SourceFile) -> [SQLChange] {
        var reader = SQLReader(file: file, tokens: statement.tokens)
        reader.read()
        return reader.found
    }

    private init(file: SourceFile, tokens: [SQLToken]) {
        self.file = file
        self.tokens = tokens
    }

    private mutating func read() {
        switch word {
        case "CREATE": readCreate()
        case "DROP": readDrop()
        case "ALTER": if advance(), take("TABLE") { readAlter() }
        case "RENAME": if advance(), take("TABLE") || take("TABLES") { readRenames() }
        case "TRUNCATE":
            advance()
            _ = take("TABLE")
            _ = take("ONLY")
            repeat {
                guard let table = name() else { return }
                add(.empty, table)
            } while take(symbol: ",")
        case "DELETE":
            advance()
            guard take("FROM"), let table = name() else { return }
            if !tokens[index...].contains(where: { ["WHERE", "USING", "LIMIT", "JOIN"].contains($0.keyword) })
            {
                add(.empty, table)
            }
        default: break
        }
    }

    private mutating func readCreate() {
        advance()
        while take("OR") || take("REPLACE") || take("GLOBAL") || take("LOCAL") || take("TEMPORARY")
            || take("TEMP")
            || take("UNLOGGED") || take("MATERIALIZED") || take("FORCE") || take("RECURSIVE")
        {}
        let isView = word == "VIEW"
        guard take("TABLE") || take("VIEW") else { return }
        ifExists()
        guard let table = name() else { return }
        guard !isView else { return add(.createView, table) }
        var columns: [SQLChange.Column] = []
        if take(symbol: "(") {
            for item in items(until: ")") {
                if let column = Self.column(item), !Self.tableParts.contains(item[0].keyword) {
                    columns.append(column)
                }
            }
        }
        add(.createTable(columns), table)
    }

    private mutating func readDrop() {
        advance()
        _ = take("MATERIALIZED")
        let kind = word
        guard ["TABLE", "VIEW", "SCHEMA", "DATABASE"].contains(kind) else { return }
        advance()
        let exists = ifExists()
        repeat {
            guard let what = name() else { return }
            add(
                kind == "TABLE" ? .dropTable(ifExists: exists) : kind == "VIEW" ? .dropView : .dropSchema,
                what
            )
        } while take(symbol: ",")
    }

    private mutating func readRenames() {
        repeat {
            guard let table = name(), take("TO"), let new = name() else { return }
            add(.renameTable(to: new.text), table)
        } while take(symbol: ",")
    }

    private mutating func readAlter() {
        ifExists()
        _ = take("ONLY")
        guard let table = name() else { return }
        _ = take(symbol: "*")
        for action in items(until: nil) {
            var reader = SQLReader(file: file, tokens: action)
            reader.readAction(of: table)
            found += reader.found
        }
    }

    private mutating func readAction(of table: SQLToken) {
        switch word {
        case "ADD":
            advance()
            let isColumn = take("COLUMN")
            ifExists()
            if take(symbol: "(") {
                for item in items(until: ")") { addColumn(item, table) }
            } else if isColumn || !Self.tableParts.contains(word) {
                addColumn(Array(tokens[index...]), table)
            }
        case "DROP":
            advance()
            let isColumn = take("COLUMN")
            ifExists()
            guard isColumn || !Self.tableParts.contains(word), let column = name() else { return }
            add(.dropColumn(column.text), table, at: column)
        case "RENAME": readRename(of: table)
        case "ALTER": readAlterColumn(of: table)
        case "MODIFY":
            advance()
            _ = take("COLUMN")
            if let column = Self.column(Array(tokens[index...])) {
                add(.changeType(column), table, at: tokens[index])
            }
        case "CHANGE":
            advance()
            _ = take("COLUMN")
            guard let old = name(), let column = Self.column(Array(tokens[index...])) else { return }
            if old.text.lowercased() != column.name.lowercased() {
                add(.renameColumn(old.text, to: column.name), table, at: old)
            } else {
                add(.changeType(column), table, at: old)
            }
        case "SET":
            advance()
            if take("SCHEMA"), let schema = name() {
                add(.renameTable(to: "\(schema.text).\(table.text)"), table)
            }
        default: break
        }
    }

    private mutating func readRename(of table: SQLToken) {
        advance()
        if take("TO") || take("AS") {
            if let new = name() { add(.renameTable(to: new.text), table) }
            return
        }
        let isColumn = take("COLUMN")
        guard isColumn || !["CONSTRAINT", "INDEX", "KEY"].contains(word) else { return }
        guard let old = name(), take("TO"), let new = name() else { return }
        add(.renameColumn(old.text, to: new.text), table, at: old)
    }

    private mutating func readAlterColumn(of table: SQLToken) {
        advance()
        _ = take("COLUMN")
        guard !["CONSTRAINT", "INDEX", "CHECK"].contains(word), let column = name() else { return }
        if take("SET") {
            if take("NOT"), take("NULL") { return add(.setNotNull(column.text), table, at: column) }
            guard take("DATA") else { return }
        }
        let isPostgres = take("TYPE")
        // SQL Server writes the type at once.
        guard isPostgres || !["DROP", "RESTART", "ADD", "SET"].contains(word), word != "" else { return }
        if let changed = Self.column([column] + tokens[index...]) {
            add(.changeType(changed), table, at: column)
        }
    }

    private mutating func addColumn(_ item: [SQLToken], _ table: SQLToken) {
        guard let first = item.first, !Self.tableParts.contains(first.keyword), let column = Self.column(item)
        else { return }
        add(.addColumn(column), table, at: first)
    }

    /// A column from its name on.
    private static func column(_ tokens: [SQLToken]) -> SQLChange.Column? {
        guard let name = tokens.first, name.isName, tokens.count > 1 else { return nil }
        let rest = tokens.dropFirst()
        let type = rest.prefix { !columnParts.contains($0.keyword) }
        let words = rest.map(\.keyword)
        let notNull =
            zip(words, words.dropFirst()).contains { $0 == ("NOT", "NULL") } || words.contains("PRIMARY")
        let text = type.map { $0.text.lowercased() }.joined(separator: " ")
        let isSerial = ["serial", "bigserial", "smallserial"].contains(text)
        return SQLChange.Column(
            name: name.text,
            type: SQLType(text: text),
            isNotNull: notNull || isSerial,
            hasDefault: isSerial
                || words.contains {
                    ["DEFAULT", "GENERATED", "AUTO_INCREMENT", "AUTOINCREMENT", "IDENTITY"].contains($0)
                },
            range: name.range
        )
    }

    /// What begins a part of a table that is no column.
    private static let tableParts: Set<String> = [
        "CONSTRAINT", "PRIMARY", "UNIQUE", "INDEX", "KEY", "FOREIGN", "CHECK", "FULLTEXT", "SPATIAL",
        "PARTITION",
        "EXCLUDE", "LIKE", "PERIOD", "TRIGGER", "SYSTEM",
    ]
    /// What ends the type of a column.
    private static let columnParts: Set<String> = [
        "NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "REFERENCES", "CHECK", "CONSTRAINT", "GENERATED",
        "COLLATE",
        "USING", "COMMENT", "AFTER", "FIRST", "IDENTITY", "ON", "AUTO_INCREMENT", "AUTOINCREMENT", "AS",
        "KEY",
        "STORAGE", "COMPRESSION", "ENCODE",
    ]

    // MARK: Words

    private var word: String { index < tokens.count ? tokens[index].keyword : "" }

    @discardableResult private mutating func advance() -> Bool {
        index += 1
        return index < tokens.count
    }

    private mutating func take(_ keyword: String) -> Bool {
        guard word == keyword else { return false }
        index += 1
        return true
    }

    private mutating func take(symbol: String) -> Bool {
        guard index < tokens.count, tokens[index].kind == .symbol, tokens[index].text == symbol else {
            return false
        }
        index += 1
        return true
    }

    @discardableResult private mutating func ifExists() -> Bool {
        guard take("IF") else { return false }
        _ = take("NOT")
        return take("EXISTS")
    }

    /// The last part of a name such as `shop.orders`.
    private mutating func name() -> SQLToken? {
        guard index < tokens.count, tokens[index].isName else { return nil }
        var last = tokens[index]
        index += 1
        while index + 1 < tokens.count, tokens[index].text == ".", tokens[index + 1].isName {
            last = tokens[index + 1]
            index += 2
        }
        return last
    }

    /// The parts between commas that stand in no brackets of their own, up to a closing bracket or the end.
    private mutating func items(until close: String?) -> [[SQLToken]] {
        var items: [[SQLToken]] = [[]]
        var depth = 0
        while index < tokens.count {
            let token = tokens[index]
            index += 1
            if token.kind == .symbol {
                if depth == 0, token.text == close { break }
                if depth == 0, token.text == "," {
                    items.append([])
                    continue
                }
                if token.text == "(" { depth += 1 }
                if token.text == ")" { depth -= 1 }
            }
            items[items.count - 1].append(token)
        }
        return items.filter { !$0.isEmpty }
    }

    private mutating func add(_ kind: SQLChange.Kind, _ table: SQLToken, at place: SQLToken? = nil) {
        found.append(
            SQLChange(
                kind: kind,
                table: table.text,
                span: SourceSpan(file: file, range: (place ?? table).range)
            )
        )
    }
}
