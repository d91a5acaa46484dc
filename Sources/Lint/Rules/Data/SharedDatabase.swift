// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let sharedDatabase = Rule(
        id: "shared-database",
        severity: .error,
        family: .data,
        summary: "two services use the same database",
        rationale: """
            A service owns its data. When two services share a store, neither can change its schema alone, a slow query of one \
            is an outage of both, and nobody can say who wrote a row. What another service needs, it gets through an API or \
            an event.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.service("billing", "data:\n  - { name: billing, engine: postgres }"),
                    Examples.service("orders", "data:\n  - { name: orders, engine: postgres }")
                ),
                Examples.documents(
                    Examples.environment(
                        "prod",
                        "provision:\n  postgres: { via: external, host: db.example.com, database: \"{service}\" }"
                    ),
                    Examples.service("billing", "data:\n  - { name: main, engine: postgres }"),
                    Examples.service("orders", "data:\n  - { name: main, engine: postgres }")
                ),
            ],
            flagged: [
                Examples.documents(
                    Examples.service("billing", "data:\n  - { name: ⟪orders⟫, engine: postgres }"),
                    Examples.service("orders", "data:\n  - { name: orders, engine: postgres }")
                ),
                Examples.documents(
                    Examples.environment(
                        "prod",
                        "provision:\n  postgres: { via: external, host: db.example.com, database: shop }"
                    ),
                    Examples.service("billing", "data:\n  - { name: billing, engine: postgres }"),
                    Examples.service("orders", "data:\n  - { name: ⟪orders⟫, engine: postgres }")
                ),
            ]
        ),
        evidence: [.environment(.provision)],
        source: .check { context in
            let places = context.environments.isEmpty ? [nil] : context.environments.map(Optional.some)
            var found: [Finding] = []
            var seen: Set<SourceSpan> = []
            for environment in places {
                found += findings(in: environment, of: context).filter {
                    seen.insert($0.primary.span).inserted
                }
            }
            return found
        }
    )

    private struct Use {
        var store: DataStore
        var service: ServiceManifest
    }

    private static func findings(in environment: EnvironmentManifest?, of context: LintContext)
        -> [Finding]
    {
        var uses: [Database: [Use]] = [:]
        for service in context.services {
            for store in service.data {
                let database = Database(store, of: service, in: environment)
                uses[database, default: []].append(Use(store: store, service: service))
            }
        }
        return uses.flatMap { database, uses -> [Finding] in
            // A database is taken to belong to the service that it is named after.
            let owner = uses.first { $0.service.name == database.name } ?? uses[0]
            let others = uses.filter { $0.service.source != owner.service.source }
            return others.map { finding($0, owner, database, environment) }
        }
    }

    private static func finding(
        _ use: Use,
        _ earlier: Use,
        _ database: Database,
        _ environment: EnvironmentManifest?
    ) -> Finding {
        let place = environment.map { " in `\($0.name)`" } ?? ""
        var notes = ["a service owns its data; a shared store couples releases and failures"]
        if let environment, database.isProvisioned {
            notes.append("`\(environment.name)` provisions both as \(database.text)")
        }
        let api = earlier.service.provides.first?.reference
        let events = earlier.service.publishes.first.map { ", or subscribe to `\($0.topic.value)`" } ?? ""
        return Finding(
            "`\(earlier.service.name)` and `\(use.service.name)` use the same database `\(database.name)`\(place)",
            at: use.store.name.span,
            "also used by `\(earlier.service.name)`",
            secondary: [.init(earlier.store.name.span, "first declared here")],
            notes: notes,
            help: api.map { "give each service its own, and read the other's data through `\($0)`\(events)" }
                ?? "give each service its own, and let the owner offer an API for the other",
            service: use.service.name
        )
    }

    /// What a store is called once an Environment has provisioned it.
    private struct Database: Hashable {
        var engine: String
        var host: String
        var name: String
        var isProvisioned: Bool

        init(_ store: DataStore, of service: ServiceManifest, in environment: EnvironmentManifest?) {
            engine = store.engine.value
            let provisioner = environment?.provisioner(for: store.engine.value)?.value.value
            func resolved(_ template: String?) -> String? {
                template?.replacing("{service}", with: service.name).replacing(
                    "{name}",
                    with: store.name.value
                )
            }
            host = resolved(provisioner?.host?.value) ?? ""
            name = resolved(provisioner?.database?.value) ?? store.name.value
            isProvisioned = provisioner?.database != nil || provisioner?.host != nil
        }

        var text: String { host.isEmpty ? "`\(name)`" : "`\(name)` on `\(host)`" }
    }
}
