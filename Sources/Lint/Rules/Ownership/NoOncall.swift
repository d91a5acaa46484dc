// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noOncall = Rule(
        id: "no-oncall",
        severity: .warning,
        family: .ownership,
        summary: "a team answers for a service of tier `high` or `critical` and cannot be reached",
        rationale: """
            Whoever builds a service that matters also answers for it at night, or the one who is woken can only restart it. The \
            team needs an address to page, and one to write to.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.system(
                        "teams:\n  team-cart: { contact: \"#cart\", oncall: \"https://page.example\" }"
                    ),
                    Examples.provider("cart", "tier: high")
                ),
                Examples.documents(
                    Examples.system("teams:\n  team-cart: { contact: \"#cart\" }"),
                    Examples.provider("cart")
                ),
            ],
            flagged: [
                Examples.documents(
                    Examples.system("teams:\n  ⟪team-cart⟫: { contact: \"#cart\" }"),
                    Examples.provider("cart", "tier: high")
                )
            ]
        ),
        evidence: [.everyone(.owner, .tier), .system(.teams)],
        source: .check { context in
            let important = Dictionary(
                grouping: context.services.filter { $0.effectiveTier >= .high },
                by: { $0.owner?.value.text ?? "" }
            )
            return (context.system.manifest?.teams ?? []).compactMap { team in
                (important[team.name.value]?.first).flatMap { finding(about: team, because: $0) }
            }
        }
    )

    private static func finding(about team: NamedValue<Team>, because service: ServiceManifest) -> Finding? {
        var missing: [String] = []
        if team.value.value.contact == nil { missing.append("contact") }
        if team.value.value.oncall == nil { missing.append("oncall") }
        guard !missing.isEmpty else { return nil }
        return Finding(
            "nobody can reach `\(team.name.value)`, which answers for `\(service.name)`",
            at: team.name.span,
            "no `\(missing.joined(separator: "`, no `"))`",
            secondary: service.tier.map { [.init($0.span, "tier `\($0.value.rawValue)`")] } ?? [],
            help: "add `\(missing.joined(separator: ":` and `")):` to the team"
        )
    }
}
