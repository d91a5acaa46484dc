// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noBackup = Rule(
        id: "no-backup",
        severity: .error,
        family: .data,
        summary: "a persistent store has no backup in production, or its restore was not tested for 180 days",
        rationale: """
            What is not saved is lost with the first wrong `DELETE`, and a backup that was never restored is a hope. Whether a \
            store is saved is known only together with an Environment for production, whose provisioner may save all stores of \
            an engine. For tiers below `high` it is a warning.
            """,
        examples: Examples(
            clean: [
                store(
                    "postgres: { via: secret, secret: pg, backup: { schedule: daily } }",
                    "engine: postgres"
                ),
                store(
                    "postgres: { via: secret, secret: pg }",
                    "engine: postgres, backup: { schedule: daily }"
                ),
                store("redis: { via: secret, secret: redis }", "engine: redis, class: cache"),
            ],
            flagged: [
                store("postgres: { via: secret, secret: pg }", "engine: ⟪postgres⟫"),
                store(
                    "postgres: { via: secret, secret: pg }",
                    "engine: postgres, backup: { schedule: daily, restoreTested: ⟪2001-01-31⟫ }"
                ),
            ]
        ),
        evidence: [.own(.data, .tier), .environment(.class, .provision)],
        source: .check { context in
            context.services.flatMap { service in
                service.data.filter(\.isPersistent).compactMap { store in
                    context.productionEnvironments.lazy.compactMap {
                        finding(about: store, of: service, in: $0, context.today)
                    }.first
                }
            }
        }
    )

    private static func store(_ provision: String, _ fields: String) -> String {
        Examples.documents(
            Examples.environment("prod", "class: production\nprovision:\n  \(provision)"),
            Examples.service("orders", "tier: high\ndata:\n  - { name: orders, \(fields) }")
        )
    }

    private static func finding(
        about store: DataStore,
        of service: ServiceManifest,
        in environment: EnvironmentManifest,
        _ today: CalendarDate
    ) -> Finding? {
        let provisioner = environment.provisioner(for: store.engine.value)
        let backup = store.backup ?? provisioner?.value.value.backup
        var finding = Finding(
            "the store `\(store.name.value)` of `\(service.name)` is not saved in `\(environment.name)`",
            at: store.engine.span,
            "no `backup`",
            severity: service.effectiveTier >= .high ? .error : .warning,
            secondary: provisioner.map { [.init($0.name.span, "none here either")] } ?? [],
            help:
                "add `backup: { schedule: daily, retention: 30d }` here, or to the provisioner of the Environment; "
                + "data that can be lost has `class: cache`",
            fix: store.backup == nil ? insertion(for: store, of: service) : nil,
            service: service.name
        )
        guard let backup else { return finding }
        guard let tested = backup.value.restoreTested else { return nil }
        let days = today.daysSinceEpoch - tested.value.daysSinceEpoch
        guard days > 180 else { return nil }
        finding.severity = .warning
        finding.headline = "the backup of `\(store.name.value)` was last restored \(days) days ago"
        finding.primary = .init(tested.span, "more than 180 days ago")
        finding.secondary = []
        finding.help = "restore it into an empty store, compare, and write the day here"
        finding.fix = nil
        return finding
    }

    private static func insertion(for store: DataStore, of service: ServiceManifest) -> Diagnostic.Fix? {
        service.source.entry(at: "\(store.pointer)/engine").map {
            .init(
                title: "save it daily for 30 days",
                applicability: .needsReview,
                edits: [
                    FieldInsertion.edit(
                        "backup: { schedule: daily, retention: 30d }",
                        behind: $0,
                        in: service.source
                    )
                ]
            )
        }
    }
}
