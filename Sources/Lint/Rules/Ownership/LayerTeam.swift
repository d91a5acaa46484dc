// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let layerTeam = Rule(
        id: "layer-team",
        severity: .info,
        family: .ownership,
        status: .optIn,
        summary: "a team owns one layer of several bounded contexts",
        rationale: """
            A team that owns only gateways and user interfaces, over three domains or more, takes part in every \
            change and decides none. Teams that own a capability from the edge to the data deliver without asking. Platform \
            teams are cut like this on purpose, so the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                team(["sales", "catalog"]),
                Examples.documents(
                    team(["sales", "catalog", "payments"]),
                    Examples.provider("cart", owner: "team-web", domain: "sales")
                ),
            ],
            flagged: [
                team(["catalog", "payments", "sales"], owner: "⟪team-web⟫"),
                team(["a", "b", "c", "d"], owner: "⟪team-web⟫"),
            ]
        ),
        evidence: [.everyone(.owner, .domain, .role)],
        source: .check { context in
            let byOwner = Dictionary(
                grouping: context.services.filter { $0.owner != nil },
                by: { $0.owner?.value.text ?? "" }
            )
            return byOwner.keys.sorted().compactMap { team in
                let services = byOwner[team] ?? []
                let domains = Set(services.compactMap(\.domain?.value.text))
                let edges: Set<Role> = [.gateway, .bff, .static]
                guard domains.count >= 3, services.allSatisfy({ edges.contains($0.effectiveRole) }),
                    let first = services.first, let owner = first.owner
                else { return nil }
                return Finding(
                    "`\(team)` owns only the edge of \(domains.count) domains",
                    at: owner.span,
                    "owns \(Figure.count(services.count, "service")), all gateways or user interfaces",
                    secondary: services.dropFirst().prefix(2).compactMap { service in
                        service.owner.map {
                            Diagnostic.Label(
                                $0.span,
                                "`\(service.name)` of `\(service.domain?.value.text ?? "")`"
                            )
                        }
                    },
                    notes: ["\(Figure.names(services.map(\.name))) in \(Figure.names(domains.sorted()))"],
                    help: "let the teams of the domains own their part of the edge",
                    service: first.name
                )
            }
        }
    )

    private static func team(_ domains: [String], owner: String = "team-web") -> String {
        domains.enumerated().map { index, domain in
            Examples.service(
                "web-\(domain)",
                "role: static",
                owner: index == 0 || !owner.hasPrefix("⟪") ? owner : "team-web",
                domain: domain
            )
        }.joined(separator: "\n---\n")
    }
}
