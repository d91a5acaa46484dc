// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let teamOverload = Rule(
        id: "team-overload",
        severity: .info,
        family: .ownership,
        summary: "one team owns more services than the budget allows, or services of more than two domains",
        rationale: """
            A team can only answer for what it can hold in its head. The System's `standards.budgets.teamServices` sets the \
            number of services, 8 otherwise.
            """,
        examples: Examples(
            clean: [services(8)],
            flagged: [services(9, first: "⟪team⟫")]
        ),
        evidence: [.everyone(.owner, .domain), .system(.standards, .teams)],
        source: .check { context in
            let budget = context.budgets?.teamServices?.value ?? Budgets.defaultTeamServices
            let teams = Dictionary(grouping: context.services, by: { $0.owner?.value.text ?? "" })
            return teams.sorted { $0.key < $1.key }.compactMap {
                finding(about: $0.value, budget, in: context)
            }
        }
    )

    private static func services(_ count: Int, first: String = "team") -> String {
        (1...count).map { Examples.provider("s\($0)", owner: $0 == 1 ? first : "team") }.joined(
            separator: "\n---\n"
        )
    }

    private static func finding(about services: [ServiceManifest], _ budget: Int, in context: LintContext)
        -> Finding?
    {
        guard let owner = services.first?.owner else { return nil }
        let domains = Set(services.compactMap { $0.domain?.value.text }).sorted()
        guard services.count > budget || domains.count > 2 else { return nil }
        let team = context.system.manifest?.teams.first { $0.name.value == owner.value.text }
        let reason =
            services.count > budget
            ? "\(services.count) services, the budget is \(budget)" : "services of \(domains.count) domains"
        return Finding(
            "`\(owner.value)` answers for \(reason)",
            at: team?.name.span ?? owner.span,
            reason,
            notes: ["its domains are \(Figure.names(domains))"],
            help: "give some of them to another team, or merge what belongs together"
        )
    }
}
