// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noMigrations = Rule(
        id: "no-migrations",
        severity: .warning,
        family: .data,
        summary: "a relational store has no `migrations`",
        rationale: """
            Without migrations in the repository the schema is changed by hand, once per Environment and each time a little \
            differently. Nobody can build it anew, and a deploy cannot know whether the schema fits the code. msctl does not run \
            migrations yet: `plan` and `deploy` name the services whose own have to run before the new version.
            """,
        examples: Examples(
            clean: [
                store("engine: postgres, migrations: db/migrations"), store("engine: redis"),
                store("engine: postgres, class: cache"),
            ],
            flagged: [store("engine: ⟪postgres⟫")]
        ),
        evidence: [.own(.data)],
        source: .check { context in
            context.services.flatMap { service in
                service.data.compactMap { store in
                    guard store.isRelational, store.isPersistent else { return nil }
                    if let folder = store.migrations { return missing(folder, store, service, in: context) }
                    return finding(about: store, of: service)
                }
            }
        }
    )

    private static func store(_ fields: String) -> String {
        Examples.service("orders", "data:\n  - { name: orders, \(fields) }")
    }

    private static func missing(
        _ folder: Located<String>,
        _ store: DataStore,
        _ service: ServiceManifest,
        in context: LintContext
    ) -> Finding? {
        let path = service.folder.appendingPath(folder.value)
        guard let kind = context.files?.kind(at: path), kind != .folder else { return nil }
        return Finding(
            "the migrations of `\(store.name.value)` are not where the manifest says",
            at: folder.span,
            kind == .emptyFolder ? "`\(path)` is empty" : "there is no folder `\(path)`",
            help: "put the migrations there, or name the right folder",
            service: service.name
        )
    }

    private static func finding(about store: DataStore, of service: ServiceManifest) -> Finding {
        Finding(
            "nobody says how the schema of `\(store.name.value)` comes about",
            at: store.engine.span,
            "relational, and no `migrations`",
            help:
                "keep the migrations beside the code and name their folder, such as `migrations: db/migrations`",
            service: service.name
        )
    }
}

extension DataStore {
    /// Whether the store has a schema that has to be migrated.
    var isRelational: Bool {
        [
            "postgres", "postgresql", "mysql", "mariadb", "mssql", "sqlserver", "oracle", "cockroachdb",
            "db2",
        ].contains(engine.value.lowercased())
    }
}
