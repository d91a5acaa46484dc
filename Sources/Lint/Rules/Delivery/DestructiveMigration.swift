// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let destructiveMigration = Rule(
        id: "destructive-migration",
        severity: .error,
        family: .delivery,
        summary: "a new migration takes away what the running version of the service still uses",
        rationale: """
            A migration runs before the new version is everywhere, and the old one goes on for a while; after a rollback it goes on for \
            good. So a release may only add. What is dropped, renamed, emptied, given a narrower type or made `NOT NULL` without a \
            default breaks the version beside it. The way is to expand first, change the code, and contract in a later release: say \
            that a migration does the last step with a line `-- msctl:phase contract`. Read are `.sql` files that the earlier \
            version does not have, without those that take a migration back; tables and views that only new migrations \
            made are left alone.
            """,
        examples: Examples(
            clean: [
                migration("ALTER TABLE orders ADD COLUMN note text;"),
                migration("-- msctl:phase contract\nALTER TABLE orders DROP COLUMN total;"),
                migration("CREATE TABLE lines (id int);\nALTER TABLE lines ADD COLUMN sku text NOT NULL;"),
                migration("ALTER TABLE orders ALTER COLUMN total TYPE bigint;"),
            ],
            flagged: [
                migration("ALTER TABLE orders DROP COLUMN ⟪total⟫;"), migration("DROP TABLE ⟪orders⟫;"),
                migration("ALTER TABLE orders ADD COLUMN ⟪note⟫ text NOT NULL;"),
                migration("ALTER TABLE orders ALTER COLUMN ⟪total⟫ TYPE smallint;"),
            ]
        ),
        needs: [.files, .base],
        source: .check { context in
            guard let files = context.files, let base = context.base else { return [] }
            return context.services.flatMap { service -> [Finding] in
                guard let earlier = base.system.service(named: service.name) else { return [] }
                return service.data.flatMap { store -> [Finding] in
                    guard store.isRelational, let folder = store.migrations,
                        let old = earlier.data.first(where: { $0.name.value == store.name.value })
                    else { return [] }
                    var history = MigrationHistory(store, named: folder, of: service)
                    history.replay(
                        base.files,
                        below: earlier.folder.appendingPath(old.migrations?.value ?? folder.value)
                    )
                    return history.findings(files, below: service.folder.appendingPath(folder.value), base)
                }
            }
        }
    )

    private static func migration(_ text: String) -> String {
        Examples.repository(
            (
                "msctl.yaml",
                Examples.service("orders", "data:\n  - { name: orders, engine: postgres, migrations: db }")
            ),
            ("db/1_orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, total int);"),
            ("now: db/2_more.sql", text)
        )
    }
}

/// What the migrations of an earlier version made, and what new ones take away of it.
private struct MigrationHistory {
    let store: DataStore
    let folder: Located<String>
    let service: ServiceManifest
    private let dialect: SQLDialect
    private var tables = SQLTables()
    /// The texts of the statements of the earlier version, by the name of their file.
    private var known: [String: Set<String>] = [:]

    init(_ store: DataStore, named folder: Located<String>, of service: ServiceManifest) {
        self.store = store
        self.folder = folder
        self.service = service
        dialect = SQLDialect(engine: store.engine.value)
    }

    /// Applies the migrations of the earlier version; what cannot be read there made nothing that is known.
    mutating func replay(_ files: ProjectFiles, below folder: String) {
        for (name, path) in Self.scripts(files, below: folder) {
            known[name] = []
            guard let file = files.read(path), let script = try? SQLScript(file, dialect) else { continue }
            for statement in script.statements {
                known[name]?.insert(statement.text)
                for change in SQLReader.changes(of: statement, in: file) { tables.apply(change) }
            }
        }
    }

    /// What the new migrations take away.
    func findings(_ files: ProjectFiles, below folder: String, _ base: BaseSystem) -> [Finding] {
        var findings: [Finding] = []
        var made: Set<String> = []
        var restored: Set<String> = []
        var lost: [(change: SQLChange, script: SQLScript)] = []
        for (name, path) in Self.scripts(files, below: folder) {
            guard let file = files.read(path) else { continue }
            let script: SQLScript
            do {
                script = try SQLScript(file, dialect)
            } catch {
                // What has been there before was reported, or accepted, before.
                if known[name] == nil { findings.append(unreadable(error)) }
                continue
            }
            for statement in script.statements where known[name]?.contains(statement.text) != true {
                for change in SQLReader.changes(of: statement, in: file) {
                    let table = change.table.lowercased()
                    switch change.kind {
                    case .createTable where !tables.has(table): made.insert(table)
                    case .createTable, .createView: restored.insert(table)
                    default: if !made.contains(table) { lost.append((change, script)) }
                    }
                }
            }
        }
        for (change, script) in lost where script.phase != "contract" {
            if case .dropView = change.kind, restored.contains(change.table.lowercased()) { continue }
            if let (text, label, before) = judge(change) {
                findings.append(finding(change, text, label, before, base))
            }
        }
        return findings
    }

    /// What a change takes away, what to say there, and where it was made; `nil` when it breaks nothing.
    private func judge(_ change: SQLChange) -> (String, String, SourceSpan?)? {
        let table = change.table
        func made(_ column: String) -> SourceSpan? { tables.column(column, of: table)?.span }
        switch change.kind {
        case .dropTable(let ifExists):
            if ifExists, !tables.has(table) { return nil }
            return ("drops the table `\(table)`", "dropped", nil)
        case .dropView: return ("drops the view `\(table)`", "dropped", nil)
        case .dropSchema: return ("drops `\(table)` with everything in it", "dropped", nil)
        case .empty: return ("empties the table `\(table)`", "all rows go", nil)
        case .renameTable(let new): return ("renames the table `\(table)` to `\(new)`", "renamed", nil)
        case .dropColumn(let column):
            return ("drops the column `\(column)` of `\(table)`", "dropped", made(column))
        case .renameColumn(let column, let new):
            return ("renames the column `\(column)` of `\(table)` to `\(new)`", "renamed", made(column))
        case .addColumn(let column):
            guard column.isNotNull, !column.hasDefault else { return nil }
            return (
                "adds the column `\(column.name)` to `\(table)`, which the running version does not fill",
                "`NOT NULL` without a default", nil
            )
        case .setNotNull(let column):
            if tables.column(column, of: table)?.isNotNull == true { return nil }
            return (
                "makes `\(column)` of `\(table)` `NOT NULL`", "the running version may leave it out",
                made(column)
            )
        case .changeType(let column):
            let old = tables.column(column.name, of: table)
            if column.type.disagrees(with: old?.type) {
                let was = old.map { ", which was `\($0.type.text)`" } ?? ""
                return (
                    "makes `\(column.name)` of `\(table)` `\(column.type.text)`\(was)", "another type",
                    old?.span
                )
            }
            guard column.isNotNull, !column.hasDefault, let old, !old.isNotNull else { return nil }
            return (
                "makes `\(column.name)` of `\(table)` `NOT NULL`", "the running version may leave it out",
                old.span
            )
        case .createTable, .createView: return nil
        }
    }

    private func finding(
        _ change: SQLChange,
        _ text: String,
        _ label: String,
        _ before: SourceSpan?,
        _ base: BaseSystem
    ) -> Finding {
        let name = change.span.file.path.split(separator: "/").last.map(String.init) ?? change.span.file.path
        return Finding(
            "`\(name)` \(text)",
            at: change.span,
            label,
            secondary: [.init(folder.span, "a migration of `\(store.name.value)`")],
            notes: [
                before.map { "made in line \($0.start.line) of \($0.file.path)" },
                "the version of `\(service.name)` in \(base.name) runs beside it, and again after a rollback",
            ].compactMap(\.self),
            help: "let the old shape stay until no running version uses it; "
                + "the release that takes it away says `-- msctl:phase contract` in its migration",
            service: service.name,
            pointer: "/\(name)/\(change.table)/\(change.span.text)"
        )
    }

    private func unreadable(_ error: SQLSyntaxError) -> Finding {
        var finding = error.finding
        finding.service = service.name
        finding.secondary = [.init(folder.span, "a migration of `\(store.name.value)`")]
        return finding
    }

    /// The migrations of a folder in the order in which they run, with their names below it.
    private static func scripts(_ files: ProjectFiles, below folder: String) -> [(name: String, path: String)]
    {
        let prefix = folder == "." ? "" : folder + "/"
        let found = files.list(folder).filter { $0.lowercased().hasSuffix(".sql") && !SQLScript.undoes($0) }
        return found.map { ($0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0, $0) }
            .sorted { key($0.name).lexicographicallyPrecedes(key($1.name)) }
    }

    /// Sorts `V2` before `V10`.
    private static func key(_ name: String) -> [String] {
        var parts: [String] = []
        var digits = ""
        for character in name + "\0" {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            if !digits.isEmpty {
                let number = String(digits.drop { $0 == "0" })
                parts.append(String(repeating: "0", count: max(0, 20 - number.count)) + number)
                digits = ""
            }
            parts.append(String(character))
        }
        return parts
    }
}
