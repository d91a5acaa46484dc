// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The tables that migrations have made, one after the other.
struct SQLTables: Sendable {
    struct Column: Sendable {
        var type: SQLType
        var isNotNull: Bool
        /// Where it is declared.
        var span: SourceSpan
    }

    private var tables: [String: [String: Column]] = [:]

    /// Whether a table is known.
    func has(_ table: String) -> Bool { tables[table.lowercased()] != nil }
    /// A column as last declared.
    func column(_ column: String, of table: String) -> Column? {
        tables[table.lowercased()]?[column.lowercased()]
    }

    mutating func apply(_ change: SQLChange) {
        let table = change.table.lowercased()
        switch change.kind {
        case .createTable(let columns):
            for column in columns { set(column, in: table, change.span.file) }
            tables[table] = tables[table] ?? [:]
        case .dropTable: tables[table] = nil
        case .renameTable(let name):
            let last = name.split(separator: ".").last.map(String.init) ?? name
            let columns = tables.removeValue(forKey: table)
            tables[last.lowercased()] = columns ?? [:]
        case .addColumn(let column): set(column, in: table, change.span.file)
        case .changeType(var column):
            let old = tables[table]?[column.name.lowercased()]
            column.isNotNull = column.isNotNull || old?.isNotNull == true
            set(column, in: table, change.span.file)
        case .dropColumn(let name): tables[table]?[name.lowercased()] = nil
        case .renameColumn(let name, let new):
            let column = tables[table]?.removeValue(forKey: name.lowercased())
            tables[table]?[new.lowercased()] = column
        case .setNotNull(let name): tables[table]?[name.lowercased()]?.isNotNull = true
        case .createView, .dropView: break
        case .empty, .dropSchema: break
        }
    }

    private mutating func set(_ column: SQLChange.Column, in table: String, _ file: SourceFile) {
        tables[table, default: [:]][column.name.lowercased()] = Column(
            type: column.type,
            isNotNull: column.isNotNull,
            span: SourceSpan(file: file, range: column.range)
        )
    }
}
