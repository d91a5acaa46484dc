// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let sharedInstance = Rule(
        id: "shared-instance",
        severity: .warning,
        family: .data,
        summary: "stores of several domains, one of them important, live on one server",
        rationale: """
            Their data is apart, their fate is not: one slow query, one full disk, one upgrade of the server is an outage of all \
            of them. It is reported where an Environment for production gives the same `host` to services of two domains, of \
            which one has the tier `high` or `critical`.
            """,
        examples: Examples(
            clean: [system(host: "\"{service}.db.example\"")],
            flagged: [system(host: "⟪db.example⟫")]
        ),
        evidence: [.everyone(.data, .domain, .tier), .environment(.class, .provision)],
        source: .check { context in
            context.productionEnvironments.flatMap { environment in
                environment.provision.compactMap { finding(about: $0, in: environment, context) }
            }
        }
    )

    private static func system(host: String) -> String {
        Examples.documents(
            Examples.environment(
                "prod",
                "class: production\nprovision:\n  postgres: { via: external, host: \(host), database: \"{service}\" }"
            ),
            Examples.service("cart", "tier: high\ndata:\n  - { name: cart, engine: postgres }"),
            Examples.service("bills", "data:\n  - { name: bills, engine: postgres }", domain: "money")
        )
    }

    private static func finding(
        about provision: NamedValue<Provisioner>,
        in environment: EnvironmentManifest,
        _ context: LintContext
    ) -> Finding? {
        guard let host = provision.value.value.host, !host.value.contains("{") else { return nil }
        let users = context.services.filter { service in
            service.data.contains { $0.engine.value == provision.name.value && $0.isPersistent }
        }
        let domains = Set(users.compactMap { $0.domain?.value.text }).sorted()
        guard domains.count > 1, let important = users.first(where: { $0.effectiveTier >= .high }) else {
            return nil
        }
        return Finding(
            "\(users.count) services of \(domains.count) domains share the server `\(host.value)` in "
                + "`\(environment.name)`",
            at: host.span,
            "the same for all",
            secondary: important.tier.map { [.init($0.span, "`\(important.name)` matters")] } ?? [],
            notes: ["on it are the stores of \(Figure.names(users.map(\.name)))"],
            help: "give important services a server of their own, such as `host: \"{service}.\(host.value)\"`"
        )
    }
}
