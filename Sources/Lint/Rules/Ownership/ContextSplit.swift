// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let contextSplit = Rule(
        id: "context-split",
        severity: .warning,
        family: .ownership,
        summary:
            "a service belongs to another team than its domain, or three teams own the services of one domain",
        rationale: """
            A bounded context has one language and one team that decides about it. When the owner of a service is not the owner \
            of its domain, every change of meaning needs two teams; `delegated` in the System says that this is meant.
            """,
        examples: Examples(
            clean: [system("owner: team-cart"), system("owner: team-shop, delegated: [team-cart]")],
            flagged: [system("owner: team-shop", cart: "⟪team-cart⟫")]
        ),
        evidence: [.everyone(.owner, .domain), .system(.domains, .teams)],
        source: .check { context in
            guard let manifest = context.system.manifest else { return [] }
            let domains = Dictionary(
                manifest.domains.map { ($0.name.value, $0) },
                uniquingKeysWith: { first, _ in first }
            )
            // A team that nobody declares is another rule's business.
            let teams = Set(manifest.teams.map(\.name.value))
            let known = context.services.filter { service in
                teams.isEmpty || service.owner.map { teams.contains($0.value.text) } ?? false
            }
            let services = Dictionary(grouping: known, by: { $0.domain?.value.text ?? "" })
            return services.sorted { $0.key < $1.key }.flatMap { name, services in
                domains[name].map { findings(about: $0, services) } ?? []
            }
        }
    )

    private static func system(_ domain: String, cart owner: String = "team-cart") -> String {
        Examples.documents(
            Examples.system("domains:\n  shop: { \(domain) }"),
            Examples.provider("cart", owner: owner)
        )
    }

    private static func findings(about domain: NamedValue<Domain>, _ services: [ServiceManifest])
        -> [Finding]
    {
        let allowed = Set([domain.value.value.owner.value] + domain.value.value.delegated.map(\.value))
        let owners = Set(services.compactMap { $0.owner?.value.text })
        if owners.count >= 3 {
            return [
                Finding(
                    "\(owners.count) teams own services of the domain `\(domain.name.value)`",
                    at: domain.name.span,
                    Figure.names(owners.sorted()),
                    secondary: services.prefix(3).compactMap { service in
                        service.owner.map { .init($0.span, "") }
                    },
                    help: "let one team answer for the domain, or cut it into several"
                )
            ]
        }
        return services.compactMap { service in
            guard let owner = service.owner, !allowed.contains(owner.value) else { return nil }
            return Finding(
                "`\(service.name)` belongs to `\(owner.value)`, its domain to `\(domain.value.value.owner.value)`",
                at: owner.span,
                "not the owner of `\(domain.name.value)`",
                secondary: [.init(domain.value.value.owner.span, "the owner of the domain")],
                help: "let one team own both, or add the team to `delegated` of the domain",
                service: service.name
            )
        }
    }
}
